/** Where a field of a paper draft (文书草稿) stands: among its values, in its party, or in an item of the order. */
import { localDay } from "../../domain/instants.js";
import { registerId } from "../../domain/numbering.js";

/** @typedef {import("../../types.js").PaperDraft} PaperDraft */
/** @typedef {import("../../domain/rulebook.js").Rulebook} Rulebook */
/** @typedef {import("../../domain/rulebook.js").Paper} Paper */

/** Fields that stand in the draft's party as well (domain reference 4.3, common block). */
export const PARTY = /** @type {Record<string, keyof import("../../types.js").Party>} */ ({
  party_kind: "kind", party_name: "name", party_code: "code", legal_rep: "legal_rep", party_address: "address",
});
/** Fields of an order's items that the item itself carries; the rest of its row stands in `values.items`. */
const OF_ITEM = ["requirement", "deadline"];
/** What nobody types: the number comes from the lease, names and certificates from the officers. */
export const GIVEN = new Set(["number", "officer1_name", "officer1_cert", "officer2_name", "officer2_cert", "organisation", "issued_on"]);
/** Of a private person no paper says them in clear text (protocol 3). */
const OF_ORGANISATIONS = ["party_code", "legal_rep", "party_address"];

/** Whether a field can be written in this draft. @param {PaperDraft} draft @param {{name: string}} field */
export const writable = (draft, { name }) => !GIVEN.has(name) && !(draft.party.kind === "individual" && OF_ORGANISATIONS.includes(name));
/** The register a paper would take its number from; null for a kind without numbers. @param {Paper} kind @param {Rulebook} rules @param {number} now */
export const registerOf = (kind, rules, now) => kind.register ? registerId(kind.code, Number(localDay(now, rules.clocks).slice(0, 4))) : null;

/**
 * The draft with a field changed; an element of a list is `items.0.requirement`. The party's fields change the party too.
 * @param {PaperDraft} draft @param {string} path @param {unknown} value @returns {PaperDraft}
 */
export function changed(draft, path, value) {
  const [name, at, own] = path.split("."), n = Number(at);
  if (own === undefined) {
    const party = name in PARTY ? { ...draft.party, [PARTY[name]]: value } : draft.party;
    const values = { ...draft.values, [name]: value, ...(name === "party_kind" ? { organisation: value !== "individual" } : {}) };
    return { ...draft, party, values };
  }
  if (draft.items.length && name === "items" && OF_ITEM.includes(own)) return { ...draft, items: draft.items.map((item, i) => i === n ? { ...item, [own]: value } : item) };
  const rows = [...(draft.values[name] ?? [])];
  while (rows.length <= n) rows.push({});
  rows[n] = { ...rows[n], [own]: value };
  return { ...draft, values: { ...draft.values, [name]: rows } };
}

/** What stands in a field, as it was typed: deadlines as they were wished. @param {PaperDraft} draft @param {Record<string, any>} values @param {string} path */
export function valueAt(draft, values, path) {
  const [name, at, own] = path.split(".");
  if (own === undefined) return values[name];
  if (!draft.frozen && name === "items" && own === "deadline" && draft.items[Number(at)]) return draft.items[Number(at)].deadline;
  return values[name]?.[Number(at)]?.[own];
}

/** The kind's field that a path names. @param {Paper} kind @param {string} path */
export function fieldAt(kind, path) {
  const [name, , own] = path.split(".");
  return kind.fields.find((field) => own === undefined ? field.name === name && !field.of : field.name === own && field.of === name) ?? null;
}

/** Whether the server lets elements come and go here: an order's items are its findings, everything else is the paper's own. @param {PaperDraft} draft @param {string} list */
export const openList = (draft, list) => !(list === "items" && draft.items.length);
