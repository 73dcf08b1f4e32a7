// The rulebook as phones get it: types of its rows and the few questions asked of them. Pure.

/**
 * @typedef {{code: string, zh: string, en: string}} Named
 * @typedef {Named & {reach: "unit"|"subdistrict"|"self"}} Role
 * @typedef {Named & {of: string, open: boolean, look: string}} State
 * @typedef {{from: string[], to: string|null, by: string[], when: string|null, guards: string[]}} Transition
 * @typedef {{type: string, type_v: number, kind: string, target: string|string[], creates: boolean, zh: string, en: string, needs: string[],
 *   choices: Record<string, string[]>, transitions: Transition[]}} Action
 * @typedef {{n?: number, unit: string}} Limit
 * @typedef {{zone: string, utc_offset_min: number, hours: string[][], immediate: Limit}} Clocks
 * @typedef {Record<string, {off: string[], work: string[]}>} Calendars
 * @typedef {{version: string, roles: Role[], states: State[], actions: Action[], clocks: Clocks, calendars: Calendars}} Rulebook
 * @typedef {{valid_from: string, valid_to: string|null}} Dated
 */

/** The action of an op type. Throws for a type the rulebook does not know. @param {Rulebook} rules @param {string} type @returns {Action} */
export function actionOf(rules, type) {
  const found = rules.actions.find((action) => action.type === type);
  if (!found) throw new Error(`unknown type: ${type}`);
  return found;
}

/** States of a case, order, item, inspection or document by code. @param {Rulebook} rules @param {string} thing @returns {Map<string, State>} */
export function statesOf(rules, thing) {
  return new Map(rules.states.filter((state) => (state.of ?? "case") === thing).map((state) => [state.code, state]));
}

/** Whether a day (`YYYY-MM-DD`) lies in a row's validity; both ends belong to it. @param {Dated} row @param {string} day */
export function inForce(row, day) {
  return row.valid_from <= day && (row.valid_to === null || day <= row.valid_to);
}

/**
 * Legal bases of a category in force on the day of the act (行政处罚法 37).
 * @template {Dated} B
 * @param {{bases: B[]}} category @param {string} day `YYYY-MM-DD` @returns {B[]}
 */
export function basesOn(category, day) {
  return category.bases.filter((basis) => inForce(basis, day));
}
