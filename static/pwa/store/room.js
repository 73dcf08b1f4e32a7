// Whether what a person wants kept finds room on this phone. In memory only: room may come back at any time, and a stored "full" would lie.
import { emitHere } from "./bus.js";

/** @type {"quota" | "storage_lost" | null} */
let trouble = null;

/** What kept the last thing from being kept, if anything did; changes are told as bus "storage". */
export const roomTrouble = () => trouble;

/**
 * Watches the keeping of what a person did.
 * @template T
 * @param {Promise<T>} keeping
 * @returns {Promise<T>}
 */
export async function watched(keeping) {
  try {
    const kept = await keeping;
    say(null);
    return kept;
  } catch (/** @type {any} */ error) {
    if (error?.code === "quota" || error?.code === "storage_lost") say(error.code);
    throw error;
  }
}

/** @param {typeof trouble} now */
function say(now) {
  if (now === trouble) return;
  trouble = now;
  emitHere("storage", now);
}
