// Pure: the records that an own op makes, as the server will make them (fieldapp/store/paper_records.py).
import { dueMs } from "../domain/deadlines.js";
import { instant } from "../domain/instants.js";
import { format, parseRegister } from "../domain/numbering.js";
import { paperOf } from "../domain/rulebook.js";

/**
 * @typedef {import("../types.js").ShownOp} ShownOp
 * @typedef {{rules: any, actor: {user_id: string, grants: {role: string, unit: string|null}[]}}} World
 * @typedef {Record<string, any>} Shown a record with `pending`, the own ops that it rests on, and `moved_on`
 */

/** What every new thing has. @param {ShownOp} op @param {World} world @param {string} state */
const fresh = (op, { actor }, state) => ({
  id: op.target?.id, version: 0, state, unit: actor.grants.find((g) => g.unit)?.unit ?? null, author: actor.user_id, op_id: op.op_id,
  officers: op.payload.officers, photos: op.blobs.map((blob) => ({ ...blob, op_id: op.op_id, stored: false })), pending: [op], moved_on: false,
  attestations: op.payload.officers.filter((/** @type {string} */ id) => id !== actor.user_id).map((/** @type {string} */ user) => ({ user, asked_at: op.made_at, answered_at: null, present: null })),
});

/** @param {ShownOp} op @param {World} world @returns {Shown} */
export function inspectionOf(op, world) {
  const { case_id = null, basis, party, cert_shown, started_at, ended_at, findings, place_text = "" } = op.payload;
  return {
    ...fresh(op, world, "recorded"), case_id, basis, party, cert_shown, started_at: instant(started_at), ended_at: instant(ended_at), findings,
    place: op.place, place_text, recorded_at: op.made_at,
  };
}

/** An order without its items. @param {ShownOp} op @param {World} world @returns {Shown} */
export const orderOf = (op, world) => ({ ...paperFrom(op, world), inspection_id: op.payload.inspection_id, case_id: op.payload.case_id ?? null, party: op.payload.party, items: [] });

/** @param {ShownOp} op @param {World} world @returns {Shown} */
export const documentOf = (op, world) => ({ ...paperFrom(op, world), case_id: op.payload.case_id ?? null, about: op.payload.about, fields: op.payload.fields });

/** @param {ShownOp} op @param {World} world @returns {Shown} */
const paperFrom = (op, world) => ({
  ...fresh(op, world, "issued"), kind: op.payload.document, number: numberText(world.rules, op.number), register: op.number?.register ?? null,
  n: op.number?.n ?? null, verify_code: op.payload.verify_code, text: op.payload.text, text_hash: op.payload.text_hash, issued_at: op.made_at,
  served_at: null, service: null, withdrawn_at: null, reason: null, superseded_by: null,
});

/**
 * Items of an order, or what a recheck leaves of one.
 * @param {any[]} said @param {Shown} order @param {(findingId: string) => string|null} categoryOf @param {ShownOp} op @param {World} world @returns {Shown[]}
 */
export function itemsOf(said, order, categoryOf, op, { rules }) {
  return said.map((one, index) => {
    const due = dueMs(one.deadline, rules.clocks);
    return {
      id: one.id, version: 0, order_id: order.id, case_id: order.case_id, n: one.n ?? index + 1, finding_id: one.finding_id ?? null, category: categoryOf(one.finding_id),
      requirement: one.requirement, kind: one.deadline.kind, given: one.deadline.given ?? null, original_due_at: due, due_at: due, overdue: false,
      state: "issued", served_at: order.served_at, claimed_at: null, rechecked_at: null, result: null, closed_at: null, parent: null, extension: null,
      extensions: 0, deadlines: [], photos: [], attestations: [], pending: [op], moved_on: false,
    };
  });
}

/** A number as papers print it: 高东街责改字〔2026〕第001号. @param {any} rules @param {{register: string, n: number} | null | undefined} number @returns {string|null} */
export function numberText(rules, number) {
  if (!number || !rules) return null;
  const { kind, year } = parseRegister(number.register), paper = paperOf(rules, kind);
  return paper?.word ? format(rules.issuer.code, paper.word, year, number.n) : null;
}
