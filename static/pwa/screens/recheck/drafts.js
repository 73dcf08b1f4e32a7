/** Rechecks being written (kind "recheck"), one draft an item, on disk from the first touch. */
import * as store from "../../store/drafts.js";
import { uuid7 } from "../../domain/ids.js";

const TYPING_PAUSE_MS = 400;

/** @param {any} app @param {(problem: string) => unknown} changed */
export function recheckDrafts(app, changed) {
  /** @type {Map<string, any>} */
  const byItem = new Map();
  /** Kept as ops: they must not come back as drafts. */
  const gone = new Set();
  let second = /** @type {string|null} */ (null), writing = /** @type {Promise<any>} */ (Promise.resolve()), typing = /** @type {any} */ (0);

  /** What was begun for these items and is not on screen yet. @param {string[]} itemIds */
  async function load(itemIds) {
    for (const d of /** @type {any[]} */ (await store.drafts())) {
      if (d.kind !== "recheck" || !itemIds.includes(d.item_id) || byItem.has(d.item_id) || gone.has(d.id)) continue;
      byItem.set(d.item_id, d);
      second ??= d.second;
    }
  }

  /** @param {any} draft */
  function keep(draft) {
    clearTimeout(typing);
    writing = writing.then(async () => { if (!gone.has(draft.id)) await store.saveDraft(draft); }).then(() => changed(""), (error) => changed(app.errorText(error)));
    changed("");
    return writing;
  }

  /** The draft of an item, begun now if it was not. @param {string} itemId */
  function of(itemId) {
    if (!byItem.has(itemId)) byItem.set(itemId, { id: uuid7(), kind: "recheck", item_id: itemId, made_at: Date.now(), result: null, second, text: "", rest: null, photos: [] });
    return byItem.get(itemId);
  }

  return {
    load, of, keep,
    /** @param {string} itemId */
    has: (itemId) => byItem.get(itemId) ?? null,
    all: () => [...byItem.values()],
    /** @param {string} itemId @param {object} part */
    set(itemId, part) { keep(Object.assign(of(itemId), part)); },
    /** @param {string} itemId @param {object} part */
    typed(itemId, part) { const draft = Object.assign(of(itemId), part); clearTimeout(typing); typing = setTimeout(() => keep(draft), TYPING_PAUSE_MS); },
    second: () => second,
    /** The same two officers for all items of the order. @param {string} id */
    setSecond(id) { second = id; for (const draft of byItem.values()) { draft.second = id; keep(draft); } changed(""); },
    written: () => writing,
    /** It is an op now, or nothing. @param {string} itemId @param {boolean} drop */
    async done(itemId, drop) {
      const draft = byItem.get(itemId);
      if (!draft) return;
      gone.add(draft.id);
      byItem.delete(itemId);
      await writing;
      if (drop) await store.dropDraft(draft.id);
    },
    leave() { clearTimeout(typing); for (const draft of byItem.values()) if (!gone.has(draft.id)) store.saveDraft(draft).catch(() => null); },
  };
}
