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
 * @typedef {{name: string, of: string|null, type: string, required: boolean, when: string|null, zh: string, en: string, default: string|null,
 *   choices: Named[]}} PaperField
 * @typedef {{kind: string, text: string, each: string|null, if: string|null, unless: string|null, strong: boolean, who: string|null}} PaperBlock
 * @typedef {Named & {op: string, register: boolean, word: string|null, seal: boolean, signers: string[], copies: number,
 *   fields: PaperField[], blocks: PaperBlock[]}} Paper
 * @typedef {Named & {when: {from: string, days?: number, at?: string, hours?: number, working_days?: number}, to: string[], urgency: string,
 *   channel: string[]}} Rung
 * @typedef {Named & {mode: string, valid_from: string, valid_to: string|null}} Power
 * @typedef {{version: string, roles: Role[], states: State[], actions: Action[], powers: Power[], clocks: Clocks, calendars: Calendars,
 *   issuer: {name: string, en: string, code: string, review_organ: string}, documents: Paper[],
 *   ladder: {quiet: {from: string, to: string, except_severity: number}, rungs: Rung[]}}} Rulebook
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

/** A kind of paper by its code; null for one the rulebook does not know. @param {Rulebook} rules @param {string} code @returns {Paper|null} */
export function paperOf(rules, code) {
  return rules.documents.find((paper) => paper.code === code) ?? null;
}

/**
 * The power that a category falls under: as it was in force on the day, else its newest row; null for what is in no power of ours.
 * @param {Rulebook} rules @param {{power: string|null}} category @param {string} day `YYYY-MM-DD` @returns {Power|null}
 */
export function powerOf(rules, category, day) {
  const rows = rules.powers.filter((power) => power.code === category.power);
  return rows.find((power) => inForce(power, day)) ?? rows.at(-1) ?? null;
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
