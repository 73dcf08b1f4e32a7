// Issuing and serving papers. What the op says is what stands on the paper; nothing is filled anew.
import { uuid7 } from "../domain/ids.js";
import { iso, localDay } from "../domain/instants.js";
import { parseRegister } from "../domain/numbering.js";
import { paperOf } from "../domain/rulebook.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { sha256 } from "../store/keys.js";
import { cannotNumber } from "../store/numbers.js";
import { rulebook } from "../store/records.js";
import { shownInspection, shownOrder } from "../store/papers.js";
import { serverNow } from "../store/time.js";
import { kindOf, onceOn } from "./context.js";
import { publicParty } from "./paperValues.js";

/** @typedef {import("../types.js").PaperDraft} PaperDraft */
/** @typedef {import("../types.js").PaperPhoto} PaperPhoto */

/**
 * Issues a frozen paper: takes exactly its number, in the transaction that keeps the op. A second tap gives the same paper.
 * @param {PaperDraft} draft
 * @returns {Promise<{op_id: string, type: "order" | "document", id: string}>}
 * @throws {ActionError} not_frozen | clock_back | wrong_year when it was made final before a year's end, and its number is of that year | number_moved
 *   when the number is no longer this phone's to give; nothing was written
 */
export async function issuePaper(draft) {
  const { frozen } = draft, rules = await rulebook(), kind = rules && paperOf(rules, draft.document);
  if (!frozen) throw new ActionError("not_frozen");
  if (!kind) throw new ActionError("not_found");
  const year = Number(localDay(await serverNow(), rules.clocks).slice(0, 4));
  if (frozen.number && await cannotNumber()) throw new ActionError("clock_back");
  if (frozen.number && parseRegister(frozen.number.register).year !== year) throw new ActionError("wrong_year");
  const order = kind.op === "order.issue", type = order ? "order" : "document";
  const photos = draft.photos.filter((photo) => photo.role !== "signature" || photo.for_hash === frozen.text_hash);
  const { number: _, ...fields } = frozen.values;
  const common = {
    document: draft.document, officers: draft.officers.filter(Boolean), verify_code: frozen.verify_code, text: frozen.text, text_hash: frozen.text_hash,
    signatures: await signatures(photos),
  };
  const payload = order
    ? { ...common, inspection_id: draft.inspection_id, case_id: draft.case_id, party: publicParty(draft.party), items: frozen.items, fields: { ...fields, items: withoutOwn(fields.items) } }
    : { ...common, about: draft.about, case_id: draft.case_id, fields };
  const kept = await keep({
    type: kind.op, kind: kindOf(rules, kind.op), target: { type, id: uuid7() }, title: [frozen.number_text ?? kind.zh, draft.party.name].filter(Boolean).join(" "),
    payload, photos, base: { version: 0, after: await restsOn(draft) }, number: frozen.number, supersedes: draft.supersedes, draft_id: draft.id,
    rulebook: frozen.rulebook ?? rules.version, holds: [draft.inspection_id, draft.case_id, ...draft.about.map((one) => one.id), ...frozen.items.map((item) => item.id)].filter(isText),
  });
  return { op_id: kept.op_id, type, id: kept.case_id };
}

/** What an item says of itself stands in the payload's `items`. @param {any[]} rows */
const withoutOwn = (rows) => rows.map(({ requirement: _, deadline: __, ...rest }) => rest);

const isText = (/** @type {unknown} */ id) => typeof id === "string";

/** Own ops that the server may not have yet, and this paper leans on. @param {PaperDraft} draft */
async function restsOn({ inspection_id, about }) {
  const order = about.find((one) => one.type === "order");
  const things = await Promise.all([inspection_id ? shownInspection(inspection_id) : null, order ? shownOrder(order.id) : null]);
  return [...new Set(things.flatMap((thing) => (thing ? [...thing.pending, ...(thing.items ?? []).flatMap((/** @type {any} */ i) => i.pending)] : [])).map((op) => op.op_id))];
}

/** Whose signature which file is. @param {PaperPhoto[]} photos */
export const signatures = (photos) => Promise.all(photos.filter((photo) => photo.role === "signature").map(async (photo) => ({ who: photo.who ?? "party", sha256: photo.sha256 ?? (await sha256(photo.buffer)) })));

/**
 * Records the service of a paper (送达), once. A refusal to sign (拒签) names the reason and a witness.
 * @param {{type: "order" | "document", id: string}} paper
 * @param {{method: string, recipient: string, refusal?: {reason: string, witness: string} | null, seal: string, photos?: PaperPhoto[]}} how
 * @returns {Promise<{op_id: string, case_id: string}>}
 * @throws {ActionError} not_found | invalid:method | invalid:recipient | invalid:refusal | invalid:seal
 */
export async function servePaper(paper, { method, recipient, refusal = null, seal, photos = [] }) {
  const type = `${paper.type}.serve`;
  return onceOn(paper, type, async ({ intent, rules }) => {
    const choices = rules?.actions.find((/** @type {any} */ a) => a.type === type)?.choices ?? {};
    if (choices.method && !choices.method.includes(method)) throw new ActionError("invalid:method");
    if (choices.seal && !choices.seal.includes(seal)) throw new ActionError("invalid:seal");
    if (!recipient?.trim()) throw new ActionError("invalid:recipient");
    if (refusal && !(refusal.reason?.trim() && refusal.witness?.trim())) throw new ActionError("invalid:refusal");
    const served_at = iso(await serverNow(), rules.clocks);
    return keep({ ...intent, photos, payload: { method, recipient: recipient.trim(), served_at, refusal, seal, signatures: await signatures(photos) } });
  });
}
