// Deadlines in hours, working hours (工作时), working days (工作日) and days. Pure twin of fieldapp/domain/worktime.py.
// The hour or day of the start is not counted (民诉法 85); make-up days of 调休 are working days.

/**
 * @typedef {import("./rulebook.js").Clocks} Clocks
 * @typedef {import("./rulebook.js").Calendars} Calendars
 * @typedef {{at_ms: number, warned: boolean}} Due a deadline in UTC milliseconds; warned when it rests on a year without a calendar
 */

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
// Beyond these it is a mistake, not a deadline: 2100-01-01 UTC, ten thousand units.
const LATEST_START = 4_102_444_800_000, MOST = 10_000;

/**
 * The moment `n` units after `startMs`. Throws RangeError for n < 1, a start out of range, an unknown unit.
 * hour: round the clock. working_hour: inside `clocks.hours` of working days, to the minute. working_day, day: ends at 24:00 of
 * the last day; a `day` that would end on a rest day ends on the next working day.
 * @param {number} startMs UTC milliseconds @param {number} n @param {string} unit @param {Clocks} clocks @param {Calendars} calendars
 * @returns {Due}
 */
export function add(startMs, n, unit, clocks, calendars) {
  whole("n", n, 1, MOST);
  whole("start_ms", startMs, 0, LATEST_START);
  const offset = clocks.utc_offset_min * MINUTE, local = startMs + offset;
  const days = workingDays(calendars);
  let end = 0;
  if (unit === "hour") end = local + n * HOUR;
  else if (unit === "working_hour") end = afterHours(local, n * HOUR, clocks.hours, days);
  else if (unit === "working_day") end = afterDays(Math.floor(local / DAY), n, days);
  else if (unit === "day") {
    let last = Math.floor(local / DAY) + n;
    while (!days.working(last)) last += 1;
    end = (last + 1) * DAY;
  } else throw new RangeError(`unknown unit of time: ${unit}`);
  return { at_ms: end - offset, warned: days.warned };
}

/**
 * The deadline of a category's `limit` or `stop`; null when it has none of its own (report, by_item).
 * @param {number} startMs @param {import("./rulebook.js").Limit} limit @param {Clocks} clocks @param {Calendars} calendars
 * @returns {Due|null}
 */
export function due(startMs, limit, clocks, calendars) {
  if (limit.unit === "report" || limit.unit === "by_item") return null;
  const { n, unit } = limit.unit === "immediate" ? clocks.immediate : limit;
  return add(startMs, /** @type {number} */ (n), unit, clocks, calendars);
}

/** Whether `day` (`YYYY-MM-DD`) is a working day; Monday to Friday in a year without a calendar. @param {string} day @param {Calendars} calendars */
export function isWorkingDay(day, calendars) {
  return workingDays(calendars).working(Date.parse(`${day}T00:00:00Z`) / DAY);
}

/** Working days by number since 1970-01-01; remembers whether a year without a calendar was asked for. @param {Calendars} calendars */
function workingDays(calendars) {
  return {
    warned: false,
    /** @param {number} number */
    working(number) {
      const day = new Date(number * DAY).toISOString().slice(0, 10);
      const calendar = calendars[day.slice(0, 4)];
      const weekday = (number + 3) % 7 < 5; // day 0 was a Thursday
      if (!calendar) {
        this.warned = true;
        return weekday;
      }
      return calendar.work.includes(day) || (weekday && !calendar.off.includes(day));
    },
  };
}

/** @param {number} local @param {number} left @param {string[][]} hours @param {ReturnType<typeof workingDays>} days */
function afterHours(local, left, hours, days) {
  for (let number = Math.floor(local / DAY); ; number += 1) {
    const rest = hours.map(([opens, closes]) => [number * DAY + minutes(opens) * MINUTE, number * DAY + minutes(closes) * MINUTE])
      .filter(([, closes]) => local < closes);
    if (!rest.length || !days.working(number)) continue;
    for (const [opens, closes] of rest) {
      const begin = Math.max(local, opens);
      if (left <= closes - begin) return begin + left;
      left -= closes - begin;
    }
  }
}

/** @param {number} number @param {number} n @param {ReturnType<typeof workingDays>} days */
function afterDays(number, n, days) {
  while (n > 0) {
    number += 1;
    if (days.working(number)) n -= 1;
  }
  return (number + 1) * DAY;
}

/** @param {string} clock "HH:MM" */
const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** @param {string} name @param {number} value @param {number} low @param {number} high */
function whole(name, value, low, high) {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name} must be a whole number from ${low} to ${high}, is ${value}`);
  }
}
