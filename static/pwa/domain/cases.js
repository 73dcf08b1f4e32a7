// Which operation may move a case (案卷) from which state, by whom, under which guard. Pure twin of fieldapp/domain/cases.py.
import { instant } from "./instants.js";
import { actionOf } from "./rulebook.js";

/**
 * @typedef {import("./rulebook.js").Rulebook} Rulebook
 * @typedef {import("./rulebook.js").Transition} Transition
 * @typedef {{user_id: string, grants: {role: string, unit: string|null}[]}} Actor
 * @typedef {{state: string, unit: string|null, assignee: string|null, reporter: string|null, handler: string|null, returns: number,
 *   receipt: any, lead_unit?: string|null, officers?: string[], due_at?: number|null, original_due_at?: number|null,
 *   served_at?: number|null, extensions?: number}} Case a case, or an order, item, inspection or other paper in the same form
 * @typedef {Record<string, any>} Payload
 * @typedef {{unit_kinds: Record<string, string>, now?: number}} Facts now: the moment of the act, in UTC milliseconds
 * @typedef {{rules: Rulebook, actor: Actor, c: Case|null, payload: Payload, facts: Facts}} Question
 */

// What counts as nothing written: every space of Unicode, controls that print nothing, zero-width characters.
// As it stands between the brackets of a pattern.
export const BLANKS = "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\xad\\u1680\\u180e\\u2000-\\u200d\\u2028\\u2029\\u202f\\u205f\\u2060\\u3000\\ufeff";
const BLANK = new RegExp(`^[${BLANKS}]*$`, "u");
const SQUADRON_KINDS = ["squadron", "department"];
const UPPER_KINDS = ["city", "department"];

/**
 * Decide one operation. `to` is the new state, null leaves it (for `report.file`: as routing says); `refused` is a code of the
 * server's catalogue, perhaps with `:field` behind it. Throws for a type the rulebook does not know.
 * @param {Rulebook} rules @param {string} type @param {Actor} actor @param {Case|null} c null for what has no case yet
 * @param {Payload} payload @param {Facts} facts
 * @returns {{to: string|null, refused?: undefined} | {refused: string, to?: undefined}}
 */
export function judge(rules, type, actor, c, payload, facts) {
  const action = actionOf(rules, type);
  const step = action.transitions.find((s) => fits(s, c) && asked(s.when, payload));
  if (!step) return { refused: "state_moved" };
  if (!step.by.some((who) => is(rules, who, actor, c))) return { refused: "not_allowed" };
  for (const need of action.needs) {
    const names = need.split("|");
    if (names.every((name) => payload[name] === null || payload[name] === undefined)) {
      return { refused: need === "reason" && step.guards.includes("reason") ? "reason_missing" : `field_missing:${names[0]}` };
    }
  }
  for (const [name, allowed] of Object.entries(action.choices)) {
    if (!allowed.includes(payload[name])) return { refused: `field_missing:${name}` };
  }
  for (const guard of step.guards) {
    const code = GUARDS[guard]({ rules, actor, c, payload, facts });
    if (code) return { refused: code };
  }
  return { to: step.to };
}

/**
 * Types of operation whose button this person may be shown on this case (or other `thing`), in the rulebook's order: by state and
 * person only.
 * @param {Rulebook} rules @param {Actor} actor @param {Case} c @param {string} [thing] @returns {string[]}
 */
export function offered(rules, actor, c, thing = "case") {
  return rules.actions
    .filter((action) => [action.target].flat().includes(thing) && !action.creates)
    .filter((action) => action.transitions.some((s) => fits(s, c) && s.by.some((who) => is(rules, who, actor, c))))
    .map((action) => action.type);
}

/**
 * Types of operation by which this person may make something new. By role only: whether an officer is certified says authority.js.
 * @param {Rulebook} rules @param {Actor} actor @returns {string[]}
 */
export function startable(rules, actor) {
  return rules.actions
    .filter((action) => action.creates && action.transitions.some((s) => s.by.some((who) => is(rules, who, actor, null))))
    .map((action) => action.type);
}

/** Whether nothing was written: not a text, empty, or only blanks (an ideographic space is one). @param {unknown} text */
export function blank(text) {
  return typeof text !== "string" || BLANK.test(text);
}

/** @param {Transition} step @param {Case|null} c */
function fits(step, c) {
  return (step.from.length === 1 && step.from[0] === "*") || (c !== null && step.from.includes(c.state));
}

/** Whether the payload has the field that a row asks for, or the value it must have. @param {string|null} when @param {Payload} payload */
function asked(when, payload) {
  if (when === null) return true;
  const [field, value] = when.split("=");
  return value === undefined ? given(payload[field]) : payload[field] === value;
}

/** @param {unknown} value */
function given(value) {
  return ![undefined, null, false, "", 0].includes(/** @type {any} */ (value));
}

/** Whether the actor is what a `by` entry says. @param {Rulebook} rules @param {string} who @param {Actor} actor @param {Case|null} c */
function is(rules, who, actor, c) {
  if (who === "anyone") return true;
  if (who === "reporter") return c !== null && c.reporter === actor.user_id;
  if (who === "named" || who === "other_officer") { // who wrote the paper does not bear witness to it
    return c !== null && (c.officers ?? []).includes(actor.user_id) && (who === "named" || c.reporter !== actor.user_id);
  }
  if (who === "member") return c !== null && member(actor, c);
  if (who === "handler") return c !== null && (c.assignee === actor.user_id || ((c.assignee ?? null) === null && member(actor, c)));
  return holds(rules, actor, c, [who]);
}

/** @param {Actor} actor @param {Case} c */
function member(actor, c) {
  return (c.unit ?? null) !== null && actor.grants.some((grant) => grant.unit === c.unit);
}

/** Whether the actor has one of the roles with a reach to this case. @param {Rulebook} rules @param {Actor} actor @param {Case|null} c @param {string[]} roles */
function holds(rules, actor, c, roles) {
  return actor.grants.some((grant) => roles.includes(grant.role) && reaches(rules, grant, actor, c));
}

/** Without a case every reach counts. @param {Rulebook} rules @param {{role: string, unit: string|null}} grant @param {Actor} actor @param {Case|null} c */
function reaches(rules, grant, actor, c) {
  if (c === null) return true;
  const reach = rules.roles.find((role) => role.code === grant.role)?.reach;
  if (reach === "unit") return (grant.unit ?? null) !== null && (grant.unit === c.unit || grant.unit === c.lead_unit);
  if (reach === "self") return actor.user_id === c.reporter || actor.user_id === c.assignee;
  return reach === "subdistrict";
}

/** @param {Facts} facts @param {unknown} unit @param {string[]} kinds */
function unitIs(facts, unit, kinds) {
  return typeof unit === "string" && Object.hasOwn(facts.unit_kinds, unit) && kinds.includes(facts.unit_kinds[unit]);
}

/** @type {Record<string, (q: Question) => string|null>} */
const GUARDS = {
  reason: ({ payload }) => blank(payload.reason) ? "reason_missing" : null,
  not_handler: ({ actor, c }) => c?.handler === actor.user_id ? "same_person" : null,
  second_return_needs_leader: ({ rules, actor, c }) =>
    (c?.returns ?? 0) >= 1 && !holds(rules, actor, c, ["leader", "squad_leader"]) ? "leader_needed" : null,
  to_squadron: ({ payload, facts }) => unitIs(facts, payload.to_unit, SQUADRON_KINDS) ? null : "wrong_unit",
  to_upper: ({ payload, facts }) => unitIs(facts, payload.to_unit, UPPER_KINDS) ? null : "wrong_unit",
  // a joint action (联合执法) is led from above
  lead_upper: ({ payload, facts }) => unitIs(facts, payload.lead_unit, UPPER_KINDS) ? null : "wrong_unit",
  // a squadron leader assigns within the squadron; only a dispatcher moves a case to another
  own_unit: ({ rules, actor, c, payload }) => payload.to_unit === c?.unit || holds(rules, actor, c, ["dispatcher"]) ? null : "wrong_unit",
  receipt: ({ c }) => given(c?.receipt) ? null : "receipt_missing",
  // an extension (延期) is asked for while the deadline still runs
  before_due: ({ c, facts }) => (c?.due_at ?? null) !== null && Number(facts.now) >= Number(c?.due_at) ? "too_late" : null,
  // whoever grants an extension names a deadline after the one that runs
  new_due: ({ c, payload }) => given(payload.granted) && (instant(payload.due_at) ?? 0) <= (c?.due_at ?? 0) ? "field_missing:due_at" : null,
  // a squadron leader grants the first extension, if it is no longer than the deadline first given; the leader any
  long_extension_needs_leader: ({ rules, actor, c, payload }) => {
    if (!given(payload.granted) || holds(rules, actor, c, ["leader"])) return null;
    const first = (c?.original_due_at ?? 0) - (c?.served_at ?? 0), more = (instant(payload.due_at) ?? 0) - (c?.due_at ?? 0);
    return (c?.extensions ?? 0) >= 1 || more > first ? "extension_needs_leader" : null;
  },
};
