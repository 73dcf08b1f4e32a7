// The inbox: alerts as the server told them, and which of them were seen here, also while there is no network.
import { emit } from "./bus.js";
import { prefs, setPref } from "./device.js";
import { all } from "./records.js";

/** @typedef {{id: string, kind: string, subject: {type: string, id: string}, deadline: number, due_at: number, seen_at: number | null, ended_at: number | null}} Alert */

/** @returns {Promise<Alert[]>} the newest first; `seen_at` is this phone's word where the server has not heard yet */
export async function alerts() {
  const [rows, seen] = await Promise.all([all("alert"), seenHere()]);
  return rows.map((row) => ({ ...row, seen_at: row.seen_at ?? seen[row.id] ?? null })).sort((a, b) => b.due_at - a.due_at || (b.id < a.id ? -1 : 1));
}

/** How many stand open and unseen. @returns {Promise<number>} */
export const unseen = async () => (await alerts()).filter((a) => !a.seen_at && !a.ended_at).length;

/** @param {string[]} ids @param {number} nowMs */
export async function noteSeen(ids, nowMs) {
  if (ids.length === 0) return;
  const seen = await seenHere();
  await setPref("alerts_seen", { ...Object.fromEntries(ids.map((id) => [id, nowMs])), ...seen });
  emit("changed", { types: [] });
}

/** Seen here, and the server has not said that it knows. @returns {Promise<string[]>} ids */
export async function untold() {
  const [rows, seen] = await Promise.all([all("alert"), seenHere()]);
  return rows.filter((row) => row.seen_at === null && seen[row.id]).map((row) => row.id);
}

/** Forgets what the server knows by now, or has taken away. */
export async function tidySeen() {
  const [keep, seen] = await Promise.all([untold(), seenHere()]);
  await setPref("alerts_seen", Object.fromEntries(keep.map((id) => [id, seen[id]])));
}

/** @returns {Promise<Record<string, number>>} */
const seenHere = async () => /** @type {any} */ ((await prefs()).alerts_seen) ?? {};
