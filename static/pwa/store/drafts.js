// What is being written and not yet filed. Kept from the first second; photos apart, so that typing rewrites no megabytes.
import { emit } from "./bus.js";
import { ActionError } from "./errors.js";
import { FORGET_STORES, forget } from "./forget.js";
import { sha256 } from "./keys.js";
import { reading, strictly } from "./ledger.js";
import { watched } from "./room.js";

/** @typedef {import("../types.js").AnyDraft} AnyDraft */

/** Thrown away by this page: a write that was under way does not bring them back. @type {Set<string>} */
const dropped = new Set();

/**
 * Writes the draft as it is now. A draft that has been filed or dropped meanwhile is not brought back; whoever still writes in one that
 * was filed, as in another tab, is told so: these words stand nowhere.
 * @template {AnyDraft} D
 * @param {D} draft
 * @returns {Promise<D>} the same, each photo with its sha256
 * @throws {ActionError} already_filed | quota | storage_lost
 */
export async function saveDraft(draft) {
  const photos = await Promise.all(draft.photos.map(async (photo) => ({ ...photo, sha256: photo.sha256 ?? (await sha256(photo.buffer)) })));
  const { photos: _, ...rest } = draft;
  await watched(strictly(["drafts", "draft_photos", "ops"], async (tx) => {
    if (dropped.has(draft.id)) return;
    if (await tx.objectStore("ops").index("by_draft").count(draft.id)) throw new ActionError("already_filed");
    await tx.objectStore("drafts").put({ ...rest, photos: photos.map((p) => p.sha256), photo_facts: photos.map(factsOf), saved_at: Date.now() });
    const store = tx.objectStore("draft_photos");
    for (const photo of photos) {
      if (!(await store.count([draft.id, photo.sha256]))) await store.put({ ...photo, draft_id: draft.id });
    }
  }));
  emit("changed");
  return { ...draft, photos };
}

/** What is said about a photo: it may change while its bytes do not. @param {any} photo */
function factsOf({ buffer, sha256: _, ...facts }) {
  return facts;
}

/**
 * @param {string} id
 * @returns {Promise<any | null>} an AnyDraft
 */
export const draft = (id) => reading(async (db) => {
  const row = await db.get("drafts", id);
  return row ? withPhotos(db, row) : null;
});

/** @returns {Promise<any[]>} AnyDrafts, newest first */
export const drafts = () => reading(async (db) => {
  const rows = (await db.getAll("drafts")).sort((a, b) => b.made_at - a.made_at);
  return Promise.all(rows.map((row) => withPhotos(db, row)));
});

/** @param {import("../vendor/idb/index.js").IDBPDatabase<any>} db @param {any} row @returns {Promise<any>} */
async function withPhotos(db, { photo_facts, ...row }) {
  const photos = await Promise.all(row.photos.map((/** @type {string} */ sha) => db.get("draft_photos", [row.id, sha])));
  return { ...row, photos: photos.map((photo, i) => photo && { ...photo, ...photo_facts?.[i] }).filter(Boolean) };
}

/** Its author throws it away. @param {string} id */
export async function dropDraft(id) {
  dropped.add(id);
  await strictly(FORGET_STORES, (tx) => forget(tx, { draft: id })).catch((error) => { dropped.delete(id); throw error; });
  emit("changed");
}
