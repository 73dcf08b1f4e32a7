// The ladder of alerts (提醒升级): at which moments who is told that a deadline comes, has passed, or that an answer is owed.
// Pure twin of fieldapp/domain/ladder.py.
import { lastDayOf } from "./deadlines.js";
import { localDay, midnight } from "./instants.js";
import { add } from "./worktime.js";

/**
 * @typedef {import("./rulebook.js").Clocks} Clocks
 * @typedef {import("./rulebook.js").Calendars} Calendars
 * @typedef {import("./rulebook.js").Rung} Rung
 * @typedef {{code: string, at_ms: number}} Moment
 */

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

/**
 * The moment of every rung of an anchor, in order of time: `due` with the effective deadline, `asked` with the moment at which the
 * other officer was asked to attest. Days count from the last day of the deadline.
 * @param {Rung[]} rungs @param {number} fromMs @param {Clocks} clocks @param {Calendars} calendars @param {string} [anchor] @returns {Moment[]}
 */
export function moments(rungs, fromMs, clocks, calendars, anchor = "due") {
  return rungs.filter((rung) => rung.when.from === anchor)
    .map((rung) => ({ code: rung.code, at_ms: moment(rung.when, fromMs, clocks, calendars) }))
    .sort((a, b) => a.at_ms - b.at_ms);
}

/**
 * The rungs whose moment lies after `since` and not after `now`. With the moment of service as `since`, nobody is told of a day before
 * a deadline that was not running then.
 * @param {Rung[]} rungs @param {number} fromMs @param {number} since @param {number} now @param {Clocks} clocks @param {Calendars} calendars
 * @param {string} [anchor] @returns {Moment[]}
 */
export function dueRungs(rungs, fromMs, since, now, clocks, calendars, anchor = "due") {
  return moments(rungs, fromMs, clocks, calendars, anchor).filter(({ at_ms }) => since < at_ms && at_ms <= now);
}

/** The first rung whose moment lies after `after`; null at the top of the ladder. @param {Rung[]} rungs @param {number} fromMs @param {number} after @param {Clocks} clocks @param {Calendars} calendars @param {string} [anchor] @returns {Moment|null} */
export function nextRung(rungs, fromMs, after, clocks, calendars, anchor = "due") {
  return moments(rungs, fromMs, clocks, calendars, anchor).find(({ at_ms }) => at_ms > after) ?? null;
}

/**
 * When the push of an alert may leave: at once, or at the end of the quiet hours it falls in. A matter of `except_severity` or more
 * waits for nobody's sleep.
 * @param {number} atMs @param {number} severity @param {{from: string, to: string, except_severity: number}} quiet @param {Clocks} clocks
 */
export function pushAt(atMs, severity, quiet, clocks) {
  const begins = minutes(quiet.from), ends = minutes(quiet.to), start = midnight(localDay(atMs, clocks), clocks) ?? 0;
  const minute = Math.floor((atMs - start) / MINUTE);
  const silent = begins < ends ? begins <= minute && minute < ends : minute >= begins || minute < ends;
  if (severity >= quiet.except_severity || !silent) return atMs;
  return start + ends * MINUTE + (minute >= ends ? DAY : 0);
}

/** @param {Rung["when"]} when @param {number} fromMs @param {Clocks} clocks @param {Calendars} calendars */
function moment(when, fromMs, clocks, calendars) {
  if (when.hours !== undefined) return fromMs + when.hours * HOUR;
  if (when.working_days !== undefined) return add(fromMs, when.working_days, "working_day", clocks, calendars).at_ms;
  const lastDay = midnight(lastDayOf(fromMs, clocks), clocks) ?? 0;
  return lastDay + (when.days ?? 0) * DAY + minutes(when.at ?? "00:00") * MINUTE;
}

/** @param {string} clock "HH:MM" */
const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
