// What every action on a case says about the ground it stands on.
import { ActionError } from "../store/errors.js";
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

/** @param {string | null | undefined} text @param {string} field @returns {string} trimmed @throws {ActionError} invalid:<field> */
export function needed(text, field) {
  const trimmed = text?.trim() ?? "";
  if (!trimmed) throw new ActionError(`invalid:${field}`);
  return trimmed;
}
