// Instants as they stand in payloads: ISO 8601 with offset, to and from UTC milliseconds, and their local parts.
// Pure twin of fieldapp/domain/instants.py.

/** @typedef {{utc_offset_min: number}} Zone the part of the rulebook's clocks that is asked here */

const MINUTE = 60_000;
const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** UTC milliseconds of `2026-11-27T17:00:00+08:00`; null for what is no such text, or names no day or time there is, or one outside 1900 to 2199. @param {unknown} text @returns {number|null} */
export function instant(text) {
  const found = typeof text === "string" ? FORM.exec(text) : null;
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second, Number((found[7] ?? "").padEnd(3, "0")));
  const same = year >= 1900 && year <= 2199 && local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!same) return null;
  const ahead = found[8] ? (Number(found[9]) * 60 + Number(found[10])) * (found[8] === "-" ? -1 : 1) : 0;
  return local.getTime() - ahead * MINUTE;
}

/** UTC milliseconds at which the local day `YYYY-MM-DD` begins; null for what is no day. @param {unknown} day @param {Zone} clocks @returns {number|null} */
export function midnight(day, clocks) {
  const start = typeof day === "string" && DATE.test(day) ? instant(`${day}T00:00Z`) : null;
  return start === null ? null : start - clocks.utc_offset_min * MINUTE;
}

/** Year, month, day, hour and minute of an instant in the installation's zone. @param {number} ms @param {Zone} clocks */
export function localParts(ms, clocks) {
  const local = new Date(ms + clocks.utc_offset_min * MINUTE);
  return [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours(), local.getUTCMinutes()];
}

/** The local day of an instant, `YYYY-MM-DD`. @param {number} ms @param {Zone} clocks */
export function localDay(ms, clocks) {
  const [year, month, day] = localParts(ms, clocks);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** An instant as a payload says it, to the second: `2026-11-27T17:00:00+08:00`. @param {number} ms @param {Zone} clocks */
export function iso(ms, clocks) {
  const offset = clocks.utc_offset_min, ahead = Math.abs(offset);
  const local = new Date(ms + offset * MINUTE).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
}
