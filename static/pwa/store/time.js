// This page load's clocks, as an op claims them.
import { localIso, looksWrong, offsetAgeS, offsetFrom } from "../domain/clock.js";
import { uuid7 } from "../domain/ids.js";
import { clockReading, setClockReading } from "./device.js";

/** Names this page load, so that the monotonic clock has something to belong to. */
export const BOOT = uuid7();

/** The clocks of this page load, read now. */
export const nowHere = () => ({ now_ms: Date.now(), mono_ms: Math.round(performance.now()), boot: BOOT });

/** The offset that was read last. */
let ahead = 0;

/** What the server's clock said when it last answered, in this page load. @type {number | null} */
let heard = null;

/** What the server's clock said when it last answered, in UTC ms: no jump of this phone's clock changes it. @returns {Promise<number | null>} */
export const lastHeard = async () => heard ?? (await clockReading())?.server_ms ?? null;

/** What the server's clock says now, as far as this phone knows, in UTC ms. @returns {Promise<number>} */
export async function serverNow() {
  ahead = (await clockReading())?.offset_ms ?? 0;
  return Date.now() + ahead;
}

/** The same while a screen is drawn, for what falls due: by the offset that the last reading of records used. */
export const clockNow = () => Date.now() + ahead;

/**
 * The `at` of an op (protocol 3), read now.
 * @returns {Promise<{local: string, tz: string, offset_ms: number, offset_age_s: number|null, mono_ms: number, boot: string}>}
 */
export async function stamp() {
  const now = nowHere();
  const reading = await clockReading();
  return {
    local: localIso(now.now_ms, -new Date(now.now_ms).getTimezoneOffset()),
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset_ms: reading?.offset_ms ?? 0, // never measured: no correction is claimed, and the age says so
    offset_age_s: reading ? offsetAgeS(reading, now) : null,
    mono_ms: now.mono_ms,
    boot: BOOT,
  };
}

/**
 * Keeps what an answer says about the clock.
 * @param {{sent_ms: number, received_ms: number, server_ms: number}} seen
 */
export async function noteServerTime({ sent_ms, received_ms, server_ms }) {
  ahead = offsetFrom(sent_ms, received_ms, server_ms);
  heard = server_ms;
  await setClockReading({
    server_ms,
    offset_ms: ahead,
    measured_ms: received_ms,
    measured_mono: Math.round(performance.now()),
    boot: BOOT,
  });
}

/** True when the server would flag this phone's clock. @returns {Promise<boolean>} */
export async function clockOff() {
  const reading = await clockReading();
  return reading ? looksWrong(reading.offset_ms) : false;
}
