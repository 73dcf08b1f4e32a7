/** Rechecks being written (kind "recheck"), one draft an item, on disk from the first touch. */
import * as store from "../../store/drafts.js";
import { uuid7 } from "../../domain/ids.js";
import { keeping } from "../keeping.js";

/** @param {any} app */
export function recheckDrafts(app) {
  /** @type {Map<string, {draft: any, keep: import("../keeping.js").Keeping}>} */
  const byItem = new Map();
  /** Kept as ops: they must not come back as drafts. */
  const gone = new Set();
  let second = /** @type {string|null} */ (null);

  /** @param {any} draft */
  function hold(draft) {
    const held = { draft, keep: keeping(app, () => draft) };
    byItem.set(draft.item_id, held);
    return held;
  }

  /** What was begun for these items and is not on screen yet. @param {string[]} itemIds */
  async function load(itemIds) {
    for (const d of /** @type {any[]} */ (await store.drafts())) {
      if (d.kind !== "recheck" || !itemIds.includes(d.item_id) || byItem.has(d.item_id) || gone.has(d.id)) continue;
      hold(d);
      second ??= d.second;
    }
  }

  /** The draft of an item and its keeping, begun now if it was not. @param {string} itemId */
  const held = (itemId) => byItem.get(itemId) ?? hold({ id: uuid7(), kind: "recheck", item_id: itemId, made_at: Date.now(), result: null, second, text: "", rest: null, photos: [] });

  const all = () => [...byItem.values()];

  return {
    load,
    /** @param {string} itemId */
    of: (itemId) => held(itemId).draft,
    /** @param {string} itemId */
    has: (itemId) => byItem.get(itemId)?.draft ?? null,
    begun: () => byItem.size > 0,
    /** All of them are on disk. */
    saved: () => all().every(({ keep }) => keep.saved),
    /** Why one is not, in words. */
    problem: () => all().find(({ keep }) => keep.problem)?.keep.problem ?? "",
    /** @param {string} itemId @param {object} [part] */
    set(itemId, part = {}) {
      const { draft, keep } = held(itemId);
      Object.assign(draft, part);
      keep.now();
      app.redraw();
    },
    /** @param {string} itemId @param {object} part */
    typed(itemId, part) {
      const { draft, keep } = held(itemId);
      Object.assign(draft, part);
      keep.soon();
      app.redraw();
    },
    /** A draft's photos are others now. @param {any[]} photos the draft's own list: somebody may aim at another item by then */
    photosCame: (photos) => all().find(({ draft }) => draft.photos === photos)?.keep.now(),
    second: () => second,
    /** The same two officers for all items of the order. @param {string} id */
    setSecond(id) {
      second = id;
      for (const { draft, keep } of all()) { draft.second = id; keep.now(); }
      app.redraw();
    },
    settled: () => Promise.all(all().map(({ keep }) => keep.settled())),
    /** It is an op now. @param {string} itemId */
    done(itemId) {
      const { draft, keep } = held(itemId);
      gone.add(draft.id);
      byItem.delete(itemId);
      keep.end();
    },
    leave: () => Promise.all(all().map(({ keep }) => keep.leave())),
  };
}
