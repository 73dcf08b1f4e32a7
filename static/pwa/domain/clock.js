// What a phone may claim about time (protocol 3, `at`, and 6, order). Pure: every clock reading is an argument.

/** Beyond this the server flags `clock_off` (protocol 6), in milliseconds. */
export const CLOCK_OFF_MS = 5 * 60 * 1000;

/**
 * Server clock minus phone clock, by half the round trip, in whole milliseconds.
 * @param {number} sentMs phone clock when the request left
 * @param {number} receivedMs phone clock when the answer was there
 * @param {number} serverMs the server's clock in the answer
 * @returns {number}
 */
export function offsetFrom(sentMs, receivedMs, serverMs) {
  return Math.round(serverMs - (sentMs + receivedMs) / 2);
}

/**
 * ISO 8601 local time with its offset, for example `2026-11-22T15:04:05.123+08:00`.
 * @param {number} ms Unix milliseconds
 * @param {number} offsetMinutes minutes east of UTC at that instant
 * @returns {string}
 */
export function localIso(ms, offsetMinutes) {
  const shifted = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const sign = offsetMinutes < 0 ? "-" : "+";
  const abs = Math.abs(offsetMinutes);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${shifted}${sign}${two(Math.floor(abs / 60))}:${two(abs % 60)}`;
}

/**
 * Whole seconds since the offset was measured. Within one page load the monotonic clock decides, because the
 * wall clock may have been set meanwhile; across loads only the wall clock is left.
 * @param {{measured_ms: number, measured_mono: number, boot: string}} reading
 * @param {{now_ms: number, mono_ms: number, boot: string}} now
 * @returns {number}
 */
export function offsetAgeS(reading, now) {
  const passed = reading.boot === now.boot ? now.mono_ms - reading.measured_mono : now.now_ms - reading.measured_ms;
  return Math.max(0, Math.floor(passed / 1000));
}

/**
 * True when the server would flag this phone's clock.
 * @param {number} offsetMs server clock minus phone clock
 * @returns {boolean}
 */
export function looksWrong(offsetMs) {
  return Math.abs(offsetMs) > CLOCK_OFF_MS;
}

/** So far back a clock may stand before the server flags `clock_back` (protocol 6), in milliseconds. */
export const CLOCK_BACK_MS = 2 * 60 * 1000;

/**
 * True when the phone's clock was set back since it last met the server: it stands before that meeting, or, within the page load that
 * knows of it, behind what the monotonic clock says has passed.
 * @param {{measured_ms: number, measured_mono: number, boot: string}} reading
 * @param {{now_ms: number, mono_ms: number, boot: string}} now
 * @returns {boolean}
 */
export function clockRanBack(reading, now) {
  const passed = reading.boot === now.boot ? Math.max(0, now.mono_ms - reading.measured_mono) : 0;
  return now.now_ms < reading.measured_ms + passed - CLOCK_BACK_MS;
}
