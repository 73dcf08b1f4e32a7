/** Which days a deadline counts (期限怎么算), named, so that nobody has to believe a number. Pure. */
import { lastDayOf, resolve } from "../../domain/deadlines.js";
import { localDay, midnight } from "../../domain/instants.js";
import { isWorkingDay } from "../../domain/worktime.js";

/**
 * @typedef {import("../../domain/rulebook.js").Clocks} Clocks
 * @typedef {import("../../domain/rulebook.js").Calendars} Calendars
 * @typedef {{day: string, ms: number, make_up: boolean, holiday: boolean, from?: number, to?: number}} Day `ms` its midnight; make_up: a day
 *   of rest that is worked (调休); from, to: the hours counted of it, UTC ms
 * @typedef {{due: import("../../domain/deadlines.js").Deadline, counted: Day[], skipped: Day[], rolled: boolean, bare: string[]}} Reckoning
 *   rolled: the last day was one of rest, so the end moved on; bare: years without a calendar that were counted by the week alone
 */

const DAY = 86_400_000, MINUTE = 60_000;

/**
 * How a deadline was come by, for a service at `servedMs`; null for one that is not whole yet or lies in the past.
 * @param {import("../../types.js").Wire|null} wire @param {number} servedMs @param {Clocks} clocks @param {Calendars} calendars @returns {Reckoning|null}
 */
export function reckon(wire, servedMs, clocks, calendars) {
  const due = wire && resolved(wire, servedMs, clocks, calendars);
  if (!due) return null;
  const unit = wire.given?.unit, today = localDay(servedMs, clocks), last = lastDayOf(due.due_at_ms, clocks);
  const days = unit ? span(unit === "working_hour" ? today : after(today, clocks), last, clocks).map((day) => dayOf(day, clocks, calendars)) : [];
  const works = (/** @type {Day} */ d) => isWorkingDay(d.day, calendars);
  const rolled = unit === "day" && days.length > Number(wire.given?.n);
  const counted = unit === "day" ? days.slice(0, Number(wire.given?.n)) : days.filter(works);
  const skipped = unit === "day" ? days.slice(Number(wire.given?.n), -1) : days.filter((d) => !works(d));
  return {
    due, rolled, skipped, bare: due.warned ? [...new Set(days.map((d) => d.day.slice(0, 4)))].filter((year) => !calendars[year]) : [],
    counted: unit === "working_hour" ? counted.flatMap((d) => hoursOf(d, servedMs, due.due_at_ms, clocks)) : counted,
  };
}

/** @param {import("../../types.js").Wire} wire @param {number} servedMs @param {Clocks} clocks @param {Calendars} calendars */
function resolved(wire, servedMs, clocks, calendars) {
  try { return resolve(wire, servedMs, clocks, calendars); } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @param {string} day @param {Clocks} clocks */
const after = (day, clocks) => localDay(Number(midnight(day, clocks)) + DAY, clocks);

/** Both ends belong to it. @param {string} from @param {string} to @param {Clocks} clocks */
function span(from, to, clocks) {
  const days = [];
  for (let day = from; day <= to; day = after(day, clocks)) days.push(day);
  return days;
}

/** @param {string} day @param {Clocks} clocks @param {Calendars} calendars @returns {Day} */
function dayOf(day, clocks, calendars) {
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()), calendar = calendars[day.slice(0, 4)];
  return { day, ms: Number(midnight(day, clocks)), make_up: weekend && Boolean(calendar?.work.includes(day)), holiday: Boolean(calendar?.off.includes(day)) };
}

/** The working hours of a day between two moments. @param {Day} day @param {number} start @param {number} end @param {Clocks} clocks @returns {Day[]} */
function hoursOf(day, start, end, clocks) {
  const at = (/** @type {string} */ clock) => day.ms + (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * MINUTE;
  return clocks.hours.map(([opens, closes]) => ({ ...day, from: Math.max(at(opens), start), to: Math.min(at(closes), end) })).filter((h) => h.from < h.to);
}

/** Days in a row as [first, last]. @param {Day[]} days @returns {[Day, Day][]} */
export function runs(days) {
  const found = /** @type {[Day, Day][]} */ ([]);
  for (const day of days) {
    const run = found.at(-1);
    if (run && day.ms - run[1].ms === DAY) run[1] = day; else found.push([day, day]);
  }
  return found;
}
