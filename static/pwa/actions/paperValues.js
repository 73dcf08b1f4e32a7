// What a paper is filled with, from its draft: its own values, and over them what the record says elsewhere and the paper must not
// contradict. The server lays the same over `fields` (fieldapp/operations/papers.py, orders.py), so both write the same characters.
import { validOn } from "../domain/authority.js";
import { resolve } from "../domain/deadlines.js";
import { iso, localDay } from "../domain/instants.js";
import { registerId } from "../domain/numbering.js";
import { fill, missing } from "../domain/papers.js";
import { paperOf } from "../domain/rulebook.js";
import { ActionError } from "../store/errors.js";
import { isFree, nextFree, spokenFor } from "../store/numbers.js";
import { numberText } from "../store/paper_making.js";
import { reference, rulebook } from "../store/records.js";
import { serverNow } from "../store/time.js";
import { privatePaths } from "./private.js";

/** @typedef {import("../types.js").PaperDraft} PaperDraft */

/** Time that passes between the text and its service: signing must not eat into hours that were given. */
const SIGNING_MS = 20 * 60_000;
const STANDS_FOR_A_NUMBER = "*";

/**
 * Everything about a paper at a moment.
 * @param {PaperDraft} draft @param {number} at UTC ms @param {string|null} number as printed
 * @returns {Promise<{kind: any, clocks: any, values: Record<string, any>, items: import("../types.js").PaperItem[]}>}
 */
export async function composed(draft, at, number) {
  const [rules, users] = await Promise.all([rulebook(), reference("user")]);
  const kind = rules && paperOf(rules, draft.document);
  if (!kind) throw new ActionError("not_found");
  const day = localDay(at, rules.clocks), names = new Set(kind.fields.filter((/** @type {any} */ f) => !f.of).map((/** @type {any} */ f) => f.name));
  const items = draft.items.map((item) => ({ id: item.id, finding_id: item.finding_id, requirement: item.requirement, deadline: settled(item.deadline, at, rules) }));
  /** @type {Record<string, any>} */
  const said = { ...defaults(kind), ...draft.values, ...partyValues(draft.party), issued_on: day, number, ...officersOn(draft.officers, users, day) };
  if (kind.op === "order.issue") said.items = items.map((item, n) => ({ ...draft.values.items?.[n], requirement: item.requirement, deadline: item.deadline }));
  return { kind, clocks: rules.clocks, items, values: Object.fromEntries(Object.entries(said).filter(([name]) => names.has(name))) };
}

/**
 * What the paper would say now, for the screen: blocks, and what is missing. Of a frozen draft, what it says for good.
 * @param {PaperDraft} draft
 * @returns {Promise<{kind: any, blocks: import("../domain/papers.js").Block[], missing: string[], number_text: string|null, items: import("../types.js").PaperItem[]}>}
 *   number_text: the number it has, or would get
 */
export async function previewPaper(draft) {
  const rules = await rulebook(), at = draft.frozen?.at ?? (await serverNow());
  const number = draft.frozen ? draft.frozen.number_text : numberText(rules, await numberFor(draft, at));
  const { kind, clocks, values, items } = await composed(draft, at, number);
  const shown = draft.frozen?.values ?? values;
  return { kind, blocks: fill(kind, shown, clocks), missing: lacking(kind, shown, clocks), number_text: number, items: draft.frozen?.items ?? items };
}

/**
 * Names of fields that lack a value, or one that may stand in clear text; a number is not among them.
 * @param {any} kind @param {Record<string, any>} values @param {any} clocks
 */
export const lacking = (kind, values, clocks) => [...new Set([
  ...missing(kind, { ...values, ...(kind.register ? { number: values.number ?? STANDS_FOR_A_NUMBER } : {}) }, clocks), ...privatePaths(kind, values)])];

/** The number the draft has, or would get: null for a kind without one, and when none is left. @param {PaperDraft} draft @param {number} at UTC ms @returns {Promise<import("../types.js").TakenNumber | null>} */
export async function numberFor(draft, at) {
  const rules = await rulebook(), kind = rules && paperOf(rules, draft.document);
  if (!kind?.register) return null;
  const year = Number(localDay(at, rules.clocks).slice(0, 4)), register = registerId(kind.code, year), had = spokenFor(draft);
  if (draft.preprinted) return { register, n: draft.preprinted, lease_id: null };
  return had?.register === register && (await isFree(had)) ? had : nextFree(register);
}

/** A party as it may stand in clear text: of a private person no more than the name (protocol 3). @param {import("../types.js").Party} party @returns {import("../types.js").Party} */
export function publicParty({ kind, name, code, legal_rep, address }) {
  const called = name?.trim() ?? "";
  if (kind === "individual") return { kind, name: called };
  return { kind, name: called, ...(code ? { code } : {}), ...(legal_rep ? { legal_rep } : {}), ...(address ? { address } : {}) };
}

/** @param {import("../types.js").Party} party */
function partyValues(party) {
  const said = publicParty(party);
  return { party_kind: said.kind, party_name: said.name, organisation: said.kind !== "individual", party_code: said.code ?? "", legal_rep: said.legal_rep ?? "", party_address: said.address ?? "" };
}

/** @param {any} kind */
const defaults = (kind) => Object.fromEntries(kind.fields.filter((/** @type {any} */ f) => !f.of && f.default !== null).map((/** @type {any} */ f) => [f.name, f.default]));

/** Names and certificates as the paper prints them on its day. @param {(string|null)[]} officers @param {any[]} users @param {string} day */
function officersOn(officers, users, day) {
  const certificates = users.flatMap((user) => user.certificates ?? []);
  return Object.fromEntries(officers.slice(0, 2).flatMap((id, i) => [
    [`officer${i + 1}_name`, users.find((user) => user.id === id)?.name ?? null],
    [`officer${i + 1}_cert`, id ? validOn(certificates, id, day)?.number ?? null : null],
  ]));
}

/**
 * A deadline as the paper prints it. Hours, and "at once", count from when the party will have the paper in hand.
 * @param {import("../types.js").Wire} wanted @param {number} at UTC ms @param {any} rules @returns {import("../types.js").Wire} without a moment when it names none that is still to come
 */
export function settled(wanted, at, rules) {
  const hours = wanted.kind === "immediate" || wanted.given?.unit === "working_hour";
  try {
    const { kind, due_at } = resolve(wanted, hours ? at + SIGNING_MS : at, rules.clocks, rules.calendars);
    return { kind, given: wanted.given ?? null, due_at };
  } catch (error) {
    if (error instanceof RangeError) return { kind: wanted.kind ?? "date", given: null, due_at: null };
    throw error;
  }
}

/** An instant of this phone's clock as a payload says it. @param {number} localMs @param {any} clocks */
export async function isoOf(localMs, clocks) {
  return iso(localMs + (await serverNow()) - Date.now(), clocks);
}
