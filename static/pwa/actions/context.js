// What every action on a case says about the ground it stands on.
import { ActionError } from "../store/errors.js";
import { currentUser } from "../store/device.js";
import { withLock } from "../store/locks.js";
import * as papers from "../store/papers.js";
import { rulebook, shownCase } from "../store/records.js";

/**
 * The kind of an op type, by the rulebook; facts can be kept even when the cache is gone.
 * @param {any} rules
 * @param {string} type
 * @returns {"fact" | "act" | "request"}
 */
export const kindOf = (rules, type) => rules?.actions?.find((/** @type {any} */ a) => a.type === type)?.kind ?? "fact";

/**
 * The part of an intent that names the case, what was on screen and what the person relied on.
 * @param {string} caseId
 * @param {string} type
 * @returns {Promise<Pick<import("../types.js").Intent, "type"|"kind"|"target"|"title"|"base"|"expect"|"rulebook">>}
 * @throws {ActionError} not_found
 */
export async function onCase(caseId, type) {
  const [rules, shown] = await Promise.all([rulebook(), shownCase(caseId)]);
  if (!shown) throw new ActionError("not_found");
  return {
    type, kind: kindOf(rules, type), target: { type: "case", id: caseId }, title: shown.title,
    base: { version: shown.version ?? 0, after: shown.pending.map((op) => op.op_id) },
    expect: { state: shown.state }, rulebook: rules?.version ?? null,
  };
}

const SHOWN = { inspection: papers.shownInspection, order: papers.shownOrder, document: papers.shownDocument, item: papers.shownItem };

/**
 * The same of an inspection, order, item or paper.
 * @param {{type: string, id: string}} target
 * @param {string} type
 * @returns {Promise<{intent: Pick<import("../types.js").Intent, "type"|"kind"|"target"|"title"|"base"|"expect"|"rulebook"|"holds">, shown: any, rules: any}>}
 * @throws {ActionError} not_found
 */
export async function onThing(target, type) {
  const read = SHOWN[/** @type {keyof typeof SHOWN} */ (target.type)];
  const [rules, shown] = await Promise.all([rulebook(), read ? read(target.id) : null]);
  if (!shown) throw new ActionError("not_found");
  const title = [shown.number ?? shown.order_number ?? shown.party?.name, shown.requirement?.slice(0, 20)].filter(Boolean).join(" ");
  return {
    rules, shown,
    intent: {
      type, kind: kindOf(rules, type), target: { type: target.type, id: target.id }, title, base: { version: shown.version ?? 0, after: shown.pending.map((/** @type {any} */ op) => op.op_id) },
      expect: { state: shown.state }, rulebook: rules?.version ?? null, holds: [shown.case_id, shown.order_id, shown.inspection_id].filter(Boolean),
    },
  };
}

/**
 * An act that is done once on a thing, however often it is tapped and on however many pages: what is pending already is given back.
 * @param {{type: string, id: string}} target @param {string} type
 * @param {(on: Awaited<ReturnType<typeof onThing>>) => Promise<{op_id: string, case_id: string}>} act
 * @param {(op: import("../types.js").ShownOp) => boolean} [same] whether a pending one says the same
 * @throws {ActionError} not_found
 */
export const onceOn = (target, type, act, same = () => true) => withLock(`${type}-${target.id}`, async () => {
  const on = await onThing(target, type), had = on.shown.pending.find((/** @type {any} */ op) => op.type === type && !op.refused && !op.flagged && same(op));
  return had ? { op_id: had.op_id, case_id: target.id } : act(on);
});

/** This person and the second officer, as papers name them: the author first. @param {string|null} second @returns {Promise<string[]>} @throws {ActionError} invalid:second */
export async function officersWith(second) {
  const user = await currentUser();
  if (!user) throw new ActionError("no_user");
  if (second === user.id) throw new ActionError("invalid:second"); // two people, not one twice
  return [user.id, ...(second ? [second] : [])];
}

/** @param {string | null | undefined} text @param {string} field @returns {string} trimmed @throws {ActionError} invalid:<field> */
export function needed(text, field) {
  const trimmed = text?.trim() ?? "";
  if (!trimmed) throw new ActionError(`invalid:${field}`);
  return trimmed;
}
