// The tiny `device` database: who uses this installation and how they like it.
import { database, written } from "./open.js";
import { uuid7 } from "../domain/ids.js";
import { emit } from "./bus.js";

const device = database("device", 1, (db) => { db.createObjectStore("facts"); });

/** @param {string} key @returns {Promise<any>} */
const read = (key) => device.use((db) => db.get("facts", key));
/** @param {string} key @param {unknown} value */
const write = (key, value) => device.use((db) => written(db, ["facts"], undefined, async (tx) => void (await tx.objectStore("facts").put(value, key))));

/** This installation's id, made once. @returns {Promise<string>} */
export async function installId() {
  return device.use((db) => written(db, ["facts"], undefined, async (tx) => {
    const had = await tx.objectStore("facts").get("install_id");
    const id = had ?? uuid7();
    if (!had) await tx.objectStore("facts").put(id, "install_id");
    return id;
  }));
}

/** @returns {Promise<import("../types.js").User | null>} who is at work on this phone; stays when the session ends */
export async function currentUser() {
  return (await read("user")) ?? null;
}

/**
 * @param {import("../types.js").User | null} user null after signing out; the ledger of the last user stays whole
 */
export async function setCurrentUser(user) {
  await write("user", user);
  emit("session");
}

/** @returns {Promise<{lang?: string, theme?: string, scale?: string, [k: string]: unknown}>} */
export async function prefs() {
  return (await read("prefs")) ?? {};
}

/** @param {string} key @param {unknown} value */
export async function setPref(key, value) {
  await device.use((db) => written(db, ["facts"], undefined, async (tx) => {
    await tx.objectStore("facts").put({ ...(await tx.objectStore("facts").get("prefs")), [key]: value }, "prefs");
  }));
}

/** True once a pull has been completed on this phone. @returns {Promise<boolean>} */
export async function everSynced() {
  return Boolean(await read("last_pull_at"));
}

/** When the last complete pull ended, Unix ms, or null. @returns {Promise<number | null>} */
export async function lastPullAt() {
  return (await read("last_pull_at")) ?? null;
}

/** @param {number} atMs */
export const notePull = (atMs) => write("last_pull_at", atMs);

/** `server_ms`: what the server's clock said. @returns {Promise<{server_ms?: number, offset_ms: number, measured_ms: number, measured_mono: number, boot: string} | null>} */
export async function clockReading() {
  return (await read("clock")) ?? null;
}

/** @param {{server_ms: number, offset_ms: number, measured_ms: number, measured_mono: number, boot: string}} reading */
export const setClockReading = (reading) => write("clock", reading);

/** A sign-out that the server has not heard of yet. @returns {Promise<boolean>} */
export async function signOutDue() {
  return Boolean(await read("sign_out_due"));
}

/** @param {boolean} due */
export const setSignOutDue = (due) => write("sign_out_due", due);

/** When this phone was told that it is shut out, Unix ms; null while it may work. @returns {Promise<number | null>} */
export async function shutOut() {
  return (await read("shut_out")) ?? null;
}

/** @param {number | null} at */
export const setShutOut = (at) => write("shut_out", at);

/** Whose records the cache holds. @returns {Promise<string | null>} */
export async function cacheOwner() {
  return (await read("cache_owner")) ?? null;
}

/** @param {string} userId */
export const setCacheOwner = (userId) => write("cache_owner", userId);

/**
 * Does what is written here come back?
 * @param {boolean} asBlob also as a Blob: WebKit's private windows refuse those, and nothing else tells them
 * @returns {Promise<boolean>}
 */
export async function probeBytes(asBlob) {
  const bytes = new Uint8Array(1024).fill(Date.now() % 251);
  await write("probe", asBlob ? { buffer: bytes.buffer, blob: new Blob(["."]) } : { buffer: bytes.buffer });
  const back = new Uint8Array((await read("probe"))?.buffer ?? 0);
  return back.length === bytes.length && back.every((byte, i) => byte === bytes[i]);
}

export const closeDevice = device.close;
