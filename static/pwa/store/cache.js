// `cache-<n>`: what the server has told us. Disposable: a new shape is a new name and a new pull.
import { emit } from "./bus.js";
import { cacheOwner, notePull, setCacheOwner } from "./device.js";
import { database, written } from "./open.js";

const CACHE = "cache-2", BEFORE = "cache-1";

/** pages: what pulls brought, as text, in order (store/mirror.js) · scopes: the cursors */
export const cache = database(CACHE, 1, (db) => {
  db.createObjectStore("pages", { autoIncrement: true });
  db.createObjectStore("scopes", { keyPath: "id" });
  void notePull(0); // nothing is here until the next pull, whatever was before
});

/** @returns {Promise<Record<string, [number, number]>>} scope → [epoch, seq], for the next pull */
export async function cursors() {
  const rows = await cache.use((db) => db.getAll("scopes"));
  return Object.fromEntries(rows.map((row) => [row.id, [row.epoch, row.seq]]));
}

/**
 * Makes the cache this person's. When it was somebody else's it is emptied first: they may not see what the other could.
 * @param {string} userId
 */
export async function claimCache(userId) {
  if ((await cacheOwner()) === userId) return;
  await emptyCache();
  await setCacheOwner(userId);
  emit("changed", { types: null });
}

/** What an older build cached goes: nothing here reads it. A tab of that build that is still open may make it again, hence after every full pull. */
export const dropBefore = () => void indexedDB.deleteDatabase(BEFORE);

/** Nothing of what the server has told us stays. */
export async function emptyCache() {
  const stores = ["pages", "scopes"];
  await cache.use((db) => written(db, stores, undefined, async (tx) => void (await Promise.all(stores.map((name) => tx.objectStore(name).clear())))));
  dropBefore();
  await notePull(0);
}
