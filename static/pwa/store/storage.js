// How much room there is, whether the browser will keep it, and whether it works at all.
import { probeBytes } from "./device.js";
import { ActionError } from "./errors.js";
import { reading } from "./ledger.js";

/** Bytes, as the browser guesses; never decides that the disk is full (Chromium has said 10 GB under a 5 MB quota). @returns {Promise<{usage: number|null, quota: number|null}>} */
export async function estimate() {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return { usage, quota };
}

/** True when the browser has promised not to evict us. @returns {Promise<boolean>} */
export async function persisted() {
  return Boolean(await navigator.storage?.persisted?.().catch(() => false));
}

/** @returns {Promise<boolean>} */
export async function askPersist() {
  return Boolean(await navigator.storage?.persist?.().catch(() => false));
}

/**
 * Whether the ledger can be read now: WebKit loses the connection of a page that was in the background.
 * @returns {Promise<"ok" | "storage_lost">} storage_lost: reload before anything else is written
 */
export async function probe() {
  try {
    await reading((db) => db.count("ops"));
    return "ok";
  } catch (error) {
    if (error instanceof ActionError && error.code === "no_user") return "ok";
    return "storage_lost";
  }
}

/**
 * Why no work may be begun in this browser, or null. `ios_tab`: a plain tab on an iPhone, where WebKit deletes what a page stored when it was
 * not used for seven days, and whose storage is not the installed app's. `private`: a window that forgets, or that stores nothing at all. A
 * private window of Chromium cannot be told from another one. A database that is lost this moment (WebKit, after the background) says nothing
 * of the window: undefined, to be asked again.
 * @param {{ios: boolean, installed: boolean}} where
 * @returns {Promise<null | undefined | "ios_tab" | "private">}
 */
export async function unfit({ ios, installed }) {
  if (ios && !installed) return "ios_tab";
  if (!navigator.serviceWorker) return "private";
  const webkit = /Apple/.test(navigator.vendor ?? "");
  const stays = (/** @type {boolean} */ asBlob) => probeBytes(asBlob).catch((error) => said(error));
  const first = await stays(webkit);
  // Bytes stay and a Blob does not, once more: a private window, and no loss that has passed meanwhile.
  if (first === undefined && webkit && (await stays(false))) return (await stays(true)) ? null : "private";
  return first === undefined ? undefined : first ? null : "private";
}

/** What a failed probe says of the window: a full disk nothing, a lost database nothing yet, a refusal all. @param {any} error @returns {boolean | undefined} */
function said(error) {
  if (!(error instanceof ActionError)) return false;
  if (error.code === "quota") return true;
  return error.code === "storage_lost" && /** @type {any} */ (error.cause)?.name !== "SecurityError" ? undefined : false;
}
