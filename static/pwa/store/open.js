// Opening databases, and opening them again: WebKit closes the connection of a page that was in the background.
import { openDB } from "../vendor/idb/index.js";
import { isQuota, named } from "./errors.js";

/** How a connection that the browser has dropped shows itself: at the next transaction, or by ending the one under way. */
const LOST = new Set(["InvalidStateError", "UnknownError", "AbortError"]);
/** So long a transaction has to say what it died of. */
const LAST_WORD_MS = 1000;

/**
 * A database that is opened on first use and reopened once when the browser has dropped it.
 * `work` may therefore run twice: it must be right either way.
 * @param {string} name
 * @param {number} version
 * @param {(db: import("../vendor/idb/index.js").IDBPDatabase<any>, from: number) => void} upgrade
 */
export function database(name, version, upgrade) {
  /** @type {Promise<import("../vendor/idb/index.js").IDBPDatabase<any>> | null} */
  let opening = null;

  function open() {
    opening ??= openDB(name, version, {
      upgrade: (db, from) => upgrade(db, from),
      blocking: () => void close(), // another tab wants to upgrade: do not stand in its way
      terminated: () => { opening = null; },
    }).catch((error) => { opening = null; throw error; });
    return opening;
  }

  async function close() {
    const was = opening;
    opening = null;
    (await was?.catch(() => null))?.close();
  }

  /**
   * @template T
   * @param {(db: import("../vendor/idb/index.js").IDBPDatabase<any>) => Promise<T>} work
   * @returns {Promise<T>}
   * @throws {import("./errors.js").ActionError} quota | storage_lost
   */
  async function use(work) {
    try {
      return await work(await open());
    } catch (/** @type {any} */ error) {
      if (!LOST.has(error?.name)) throw named(error);
      await close();
    }
    try {
      return await work(await open());
    } catch (error) {
      throw named(error);
    }
  }

  return { name, use, close };
}

/**
 * One transaction that writes. When it fails, what it died of is told, not what the request at hand heard of that: a full disk shows itself
 * in one request, or only at the commit, and every other request then says no more than that there was an end.
 * @template T
 * @param {import("../vendor/idb/index.js").IDBPDatabase<any>} db @param {string[]} stores @param {IDBTransactionOptions | undefined} options
 * @param {(tx: import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">) => Promise<T>} work may await nothing but this
 *   transaction: any other promise lets it commit half-way
 * @returns {Promise<T>}
 */
export async function written(db, stores, options, work) {
  const tx = db.transaction(stores, "readwrite", options);
  const over = new Promise((resolve) => {
    tx.addEventListener("complete", () => resolve(null));
    tx.addEventListener("abort", () => resolve(tx.error));
  });
  tx.done.catch(() => null);
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    try { tx.abort(); } catch { /* it has aborted itself */ }
    const cause = await Promise.race([over, new Promise((resolve) => setTimeout(resolve, LAST_WORD_MS))]);
    throw isQuota(cause) ? cause : error;
  }
}
