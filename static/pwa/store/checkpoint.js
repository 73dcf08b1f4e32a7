// The last checkpoint of the server's log that this phone saw, whoever was at work on it, and what did not add up.
import { uuid7 } from "../domain/ids.js";
import { emit } from "./bus.js";
import { prefs, setPref } from "./device.js";

/**
 * `publics`: keys that signed for this log, base64. `code` of a trouble: forked, shorter, other_log, restored_older, unknown_key, unreadable.
 * @typedef {{note: string, origin: string, size: number, root: string, publics: string[], checked_at: number}} Kept
 * @typedef {{code: string, at: number, kept: string, shown: string, lost?: number, seen?: boolean, id?: string, told?: boolean}} Trouble
 */

/** @returns {Promise<Kept | null>} */
export const keptCheckpoint = async () => /** @type {any} */ ((await prefs()).log) ?? null;

/** @param {Kept} kept */
export const keepCheckpoint = (kept) => setPref("log", kept);

/** Every trouble there was, the newest last: both notes are evidence, so that none is dropped. @returns {Promise<Trouble[]>} */
export const troubles = async () => /** @type {any} */ ((await prefs()).log_troubles) ?? [];

/** What nobody at this phone has looked at yet. @returns {Promise<Trouble | null>} */
export const openTrouble = async () => (await troubles()).filter((one) => !one.seen).at(-1) ?? null;

/** The same trouble is noted once. @param {Trouble} trouble @returns {Promise<boolean>} was it new? */
export async function noteTrouble(trouble) {
  const had = await troubles();
  if (had.some((one) => one.code === trouble.code && one.kept === trouble.kept)) return false;
  await setPref("log_troubles", [...had, { ...trouble, id: uuid7() }]);
  emit("changed", { types: [] });
  return true;
}

/** What the office has not been told of yet. @returns {Promise<Trouble[]>} */
export const untoldTroubles = async () => (await troubles()).filter((one) => !one.told);

/** @param {string} id */
export const troubleTold = async (id) => setPref("log_troubles", (await troubles()).map((one) => (one.id === id ? { ...one, told: true } : one)));

/** Somebody has read it. It stays noted. */
export async function troublesSeen() {
  await setPref("log_troubles", (await troubles()).map((one) => ({ ...one, seen: true })));
  emit("changed", { types: [] });
}
