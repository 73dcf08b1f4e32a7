/** Moments of an inspection: a draft keeps them by the phone's clock, the screen says them by the server's. Pure. */
import { localDay, localParts, midnight } from "../../domain/instants.js";

const MINUTE = 60_000;
const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** HH:MM of a moment in the installation's zone. @param {number} ms of the server's clock @param {any} clocks */
export const clockOf = (ms, clocks) => localParts(ms, clocks).slice(3).map(two).join(":");

/** That time of the day of `now`; null for what is no time. @param {string} text HH:MM @param {number} now @param {any} clocks */
function todayAt(text, now, clocks) {
  const start = midnight(localDay(now, clocks), clocks);
  return start === null || !/^\d\d:\d\d/.test(text) ? null : start + (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * MINUTE;
}

/**
 * A time of today that was chosen, as the draft keeps it; null for what is no time or still to come.
 * @param {string} text HH:MM @param {{now: number, ahead: number}} clock now by the server's clock, and how far that is ahead of the phone's @param {any} clocks
 */
export function begunAt(text, { now, ahead }, clocks) {
  const at = todayAt(text, now, clocks);
  return at === null || at > now ? null : at - ahead;
}
