// Deadlines of rectification items (整改期限): worked out from the service, printed as an absolute moment, and past or not.
// Pure twin of fieldapp/domain/deadlines.py. Wire form: {kind: immediate|date|datetime, given: {n, unit}|null, due_at}.
import { instant, iso, localDay, localParts, midnight } from "./instants.js";
import { add } from "./worktime.js";

/**
 * @typedef {import("./rulebook.js").Clocks} Clocks
 * @typedef {import("./rulebook.js").Calendars} Calendars
 * @typedef {{kind?: string, given?: {n: number, unit: string}|null, due_at?: string|null}} Wire
 * @typedef {{kind: string, due_at: string, due_at_ms: number, warned: boolean}} Deadline `due_at` in wire form; `due_at_ms` the first
 *   UTC millisecond that is too late; warned when a day counted lies in a year without calendar
 * @typedef {{state: string, due_at?: number|null, claimed_at?: number|null}} Item times in UTC milliseconds
 */

const MINUTE = 60_000, DAY = 86_400_000;
const UNIT_WORDS = /** @type {Record<string, [string, string]>} */ ({
  working_hour: ["个工作小时", "working hour"], working_day: ["个工作日", "working day"], day: ["日", "day"],
});
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/** Units a deadline may be given in. */
export const UNITS = ["working_hour", "working_day", "day"];
/** States of an item in which correcting is still owed. */
export const OWED = ["served", "ext_requested", "done_claimed", "failed"];

/**
 * The deadline that a person chose, for a paper served at `servedMs`: `{kind: "immediate"}`, `{given: {n, unit}}`, or `{kind: "date" or
 * "datetime", due_at}`. Hours end on a whole minute, in the party's favour. Throws RangeError for anything else, and for a moment that
 * is not after the service.
 * @param {Wire} wanted @param {number} servedMs @param {Clocks} clocks @param {Calendars} calendars @returns {Deadline}
 */
export function resolve(wanted, servedMs, clocks, calendars) {
  const { given, kind } = wanted;
  if (given !== null && given !== undefined) {
    if (!counts(given)) throw new RangeError(`no number of units of a deadline: ${JSON.stringify(given)}`);
    const due = add(servedMs, given.n, given.unit, clocks, calendars);
    return deadline(given.unit === "working_hour" ? "datetime" : "date", due.at_ms, clocks, due.warned);
  }
  if (kind === "immediate") {
    const due = add(servedMs, /** @type {number} */ (clocks.immediate.n), clocks.immediate.unit, clocks, calendars);
    return deadline(kind, due.at_ms, clocks, due.warned);
  }
  const atMs = dueMs(wanted, clocks);
  if (atMs === null || atMs <= servedMs) throw new RangeError(`no deadline after the service: ${wanted.due_at}`);
  return deadline(String(kind), atMs, clocks, false);
}

/** The first UTC millisecond that is too late for a deadline in wire form; null when its `due_at` does not fit its kind. @param {Wire} wire @param {Clocks} clocks @returns {number|null} */
export function dueMs({ kind, due_at }, clocks) {
  if (kind === "date") {
    const start = midnight(due_at, clocks);
    return start === null ? null : start + DAY;
  }
  return kind === "datetime" || kind === "immediate" ? instant(due_at) : null;
}

/** Whether a paper leaves less time than it says it gives: it was served later than it was made for. @param {Wire} wire @param {number} servedMs @param {Clocks} clocks @param {Calendars} calendars */
export function shortNotice(wire, servedMs, clocks, calendars) {
  if (!wire.given && wire.kind !== "immediate") return false;
  const atMs = dueMs(wire, clocks);
  return atMs !== null && atMs < resolve(wire, servedMs, clocks, calendars).due_at_ms;
}

/**
 * A deadline in wire form as the paper says it: always the absolute moment, with the number of days it came from:
 * `2026年11月27日24时前（3个工作日）`. Empty when there is none.
 * @param {Wire} wire @param {Clocks} clocks @param {"zh"|"en"} [lang] @returns {string}
 */
export function printed(wire, clocks, lang = "zh") {
  const atMs = dueMs(wire, clocks), english = lang === "en";
  if (atMs === null) return "";
  const said = moment(atMs, clocks, english), { given } = wire;
  if (wire.kind === "immediate") return english ? `at once, no later than ${said}` : `立即（不迟于${said}）`;
  const text = english ? `before ${said}` : `${said}前`;
  if (!given || !counts(given)) return text;
  const [zh, en] = UNIT_WORDS[given.unit];
  return english ? `${text} (${given.n} ${en}${given.n === 1 ? "" : "s"})` : `${text}（${given.n}${zh}）`;
}

/**
 * Whether an item (整改项) is past its effective deadline with its correction still owed. One that the party said in time was done
 * (`claimed_at`) waits for the recheck and is not.
 * @param {Item} item @param {number} now UTC milliseconds
 */
export function isOverdue(item, now) {
  const due = item.due_at ?? null, claimed = item.claimed_at ?? null;
  if (due === null || now < due || !OWED.includes(item.state)) return false;
  return !(item.state === "done_claimed" && claimed !== null && claimed < due);
}

/**
 * How an item stands by the clock: `settled` (nothing owed), `overdue`, `today` (its last day), `soon` (the day before), `open`.
 * @param {Item} item @param {number} now @param {Clocks} clocks
 */
export function standing(item, now, clocks) {
  const due = item.due_at ?? null;
  if (!OWED.includes(item.state)) return "settled";
  if (due === null) return "open";
  if (isOverdue(item, now)) return "overdue";
  if (now >= due) return "open";
  const [dayBefore, lastDay] = boundaries(due, clocks);
  return now >= lastDay ? "today" : now >= dayBefore ? "soon" : "open";
}

/** The next moment after `now` at which time alone changes how an item stands; null when there is none. @param {Item} item @param {number} now @param {Clocks} clocks @returns {number|null} */
export function nextMoment(item, now, clocks) {
  const due = item.due_at ?? null;
  if (due === null || !OWED.includes(item.state)) return null;
  return [...boundaries(due, clocks), due].find((at) => at > now) ?? null;
}

/** The day (`YYYY-MM-DD`) on which a deadline runs out: for 24:00 the day that ends then. @param {number} dueAtMs @param {Clocks} clocks */
export const lastDayOf = (dueAtMs, clocks) => localDay(dueAtMs - 1, clocks);

/** Whether `given` is `{n, unit}`. @param {any} given */
const counts = (given) => UNITS.includes(given?.unit) && Number.isInteger(given.n);

/** @param {string} kind @param {number} atMs @param {Clocks} clocks @param {boolean} warned @returns {Deadline} */
function deadline(kind, atMs, clocks, warned) {
  const at = Math.ceil(atMs / MINUTE) * MINUTE;
  return { kind, due_at: kind === "date" ? lastDayOf(at, clocks) : iso(at, clocks), due_at_ms: at, warned };
}

/** @param {number} dueAtMs @param {Clocks} clocks */
function boundaries(dueAtMs, clocks) {
  const lastDay = midnight(lastDayOf(dueAtMs, clocks), clocks) ?? 0;
  return [lastDay - DAY, lastDay];
}

/** Midnight is 24:00 of the day before, as deadlines are said. @param {number} atMs @param {Clocks} clocks @param {boolean} english */
function moment(atMs, clocks, english) {
  let [year, month, day, hour, minute] = localParts(atMs, clocks);
  if (hour === 0 && minute === 0) [year, month, day, hour] = [...localParts(atMs - MINUTE, clocks).slice(0, 3), 24];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  if (english) return `${two(hour)}:${two(minute)} on ${day} ${MONTHS[month - 1]} ${year}`;
  return `${year}年${month}月${day}日${hour}时${minute ? `${two(minute)}分` : ""}`;
}
