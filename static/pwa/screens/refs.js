/** The names behind ids: categories, grid cells, units, people, and the rulebook's words; and a case as a list shows it. */
import * as records from "../store/records.js";
import { handled } from "../components/case_row.js";
import { isOverdue, OWED } from "../domain/deadlines.js";
import { statesOf } from "../domain/rulebook.js";

/** Letters of a report that its title shows. */
const WORDS = 22;

/**
 * @typedef {{category: Map<string, any>, grid: Map<string, any>, unit: Map<string, any>, user: Map<string, any>, rules: any,
 *   state: Map<string, any>, action: Map<string, any>, flag: Map<string, any>, role: Map<string, any>}} Refs
 * @returns {Promise<Refs>} empty maps before the first pull
 */
export async function loadRefs() {
  const [rules, ...lists] = await Promise.all([records.rulebook(), ...["category", "grid", "unit", "user"].map((type) => records.reference(type))]);
  const [category, grid, unit, user] = lists.map((rows) => new Map([...(rows ?? [])].map((r) => [r.id, r])));
  return { category, grid, unit, user, rules: rules ?? null, state: rules ? statesOf(rules, "case") : new Map(), action: byCode(rules?.actions, "type"), flag: byCode(rules?.flags, "code"), role: byCode(rules?.roles, "code") };
}

/** @param {any[] | undefined} rows @param {string} key */
const byCode = (rows, key) => new Map((rows ?? []).map((r) => [r[key], r]));

/** The name of a row in the language shown. @param {any} row @param {"zh"|"en"} lang */
export const nameIn = (row, lang) => row ? (lang === "en" ? row.en || row.name_en || row.name || row.zh : row.zh || row.name) ?? "" : "";

/** Roles with the unit they are held in, as domain/ wants them. @param {any} user @returns {{role: string, unit: string|null}[]} */
export const grantsOf = (user) => user.grants ?? user.roles.map((/** @type {any} */ r) => typeof r === "string" ? { role: r, unit: user.unit } : r);

/** Milliseconds of a wire instant, which is a number or an ISO text. @param {any} at @returns {number|null} */
export const ms = (at) => at == null ? null : typeof at === "number" ? at : Date.parse(at);

/** The first of the names that a category joins: 「占道堆物」 of 「占道堆物、乱堆物料」. */
const short = (/** @type {string} */ name) => name.split(/[、/（(]| or |, /)[0];

/** What a case is called: its category in short, and the first words of its report. @param {any} app @param {any} c */
export function titleOf(app, c) {
  const category = short(nameIn(app.refs.category.get(c.category), app.lang)), said = String(c.text ?? "").split(/[\n。；;]/)[0].trim();
  const words = said.length > WORDS ? `${said.slice(0, WORDS)}…` : said;
  return [category, words].filter(Boolean).join("·") || app.t("case.untitled");
}

/** A state of an order, item, inspection or paper. @param {any} app @param {string} thing @param {string} code @returns {any} */
export const stateOf = (app, thing, code) => app.refs.rules?.states.find((/** @type {any} */ s) => (s.of ?? "case") === thing && s.code === code) ?? null;

/** States in which the deadline of what was ordered counts, not that of the handling. */
const BY_ORDERS = ["ordered", "pending_recheck"];

/** Items of a case's orders that are still owed, as its record tells everybody who follows it. @param {any} c */
export const owedItems = (c) => (c.orders ?? []).filter((/** @type {any} */ o) => o.state === "served" || o.state === "closed")
  .flatMap((/** @type {any} */ o) => o.items).filter((/** @type {any} */ i) => OWED.includes(i.state));

/** The moment that leads for a case: once an order was served, the first deadline of what is owed by it. @param {any} c @param {number} now @returns {number|null} */
function deadlineOf(c, now) {
  const owed = BY_ORDERS.includes(c.state) ? owedItems(c) : [];
  if (!owed.length) return ms(c.due_at);
  const running = owed.filter((/** @type {any} */ i) => now < i.due_at || isOverdue(i, now)).map((/** @type {any} */ i) => i.due_at);
  return running.length ? Math.min(...running) : null; // all the rest was said to be done in time: it waits for the recheck
}

/** @param {any} app @param {any} c a case as records.shownCases gives it @param {number} now UTC ms */
export function shown(app, c, now) {
  const state = app.refs.state.get(c.state), deadline = deadlineOf(c, now);
  const due = app.format.due({ due_at: deadline, handled_at: ms(c.handled_at), closed_at: ms(c.closed_at) }, now);
  return {
    id: c.id, title: titleOf(app, c), where: placeWords(app, c), look: state?.look ?? "none", stateWord: nameIn(state, app.lang) || c.state,
    open: state ? state.open : true, due, deadline, dueAt: handled(due) ? null : deadline, pending: c.pending?.length ?? 0,
    attention: Boolean(c.pending?.some((/** @type {any} */ p) => p.state === "attention")), record: c,
  };
}

/** The cell's name, else that there is none. */
export const placeWords = (app, c) => nameIn(app.refs.grid.get(c.grid_id), app.lang) || (c.place ? app.t("place.fixed") : app.t("place.none"));

/**
 * Is it this person's work? Mine by name; my unit's while nobody has it, or for its leader; or my own report.
 * @param {any} user @param {any} c
 */
export function isMine(user, c) {
  if (c.assignee) return c.assignee === user.id || (c.unit === user.unit && user.roles.includes("squad_leader")) || c.reporter === user.id;
  return c.unit === user.unit || c.reporter === user.id || c.pending?.some((/** @type {any} */ p) => p.type === "report.file");
}

/** By deadline, those without one that runs last, then the newest. */
export const byDeadline = (a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || (b.record.id < a.record.id ? -1 : 1);
