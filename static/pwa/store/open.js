// Opening databases, and opening them again: WebKit closes the connection of a page that was in the background.
import { openDB } from "../vendor/idb/index.js";
import { named } from "./errors.js";

const LOST = new Set(["InvalidStateError", "UnknownError"]);

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
