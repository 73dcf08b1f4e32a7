/** The shutter: a draft is on disk before the camera opens, for the camera may be the end of this page. */
import * as drafts from "../../store/drafts.js";
import { uuid7 } from "../../domain/ids.js";
import { fix } from "../../capture/position.js";
import { openCamera } from "../../capture/picker.js";

/** A browser lets a page open the camera only shortly after a tap; a slow disk must not use that time up. */
const PATIENCE_MS = 400;

/** The position being taken for the draft just begun; the capture screen listens to it. */
export const locating = {
  /** @type {string|null} */ draft: null,
  /** @type {any} */ last: null,
  /** @type {(u: any) => void} */ listener: () => {},
  /** @type {AbortController|null} */ abort: null,
};

/** Starts taking the position for a draft, again if need be. @param {string} draftId */
export function locate(draftId) {
  locating.abort?.abort();
  const abort = new AbortController();
  Object.assign(locating, { draft: draftId, last: null, abort });
  return fix({ timeout_s: 15, signal: abort.signal, onUpdate: (u) => { locating.last = u; locating.listener(u); } });
}

/**
 * @param {any} user
 * @returns {import("../../types.js").Draft} an empty draft; the network-grid people report as the grid, the others as patrol
 */
export const newDraft = (user) => ({
  id: uuid7(), made_at: Date.now(), step: "photo", category: null, text: "", grid_id: null, place: null, fixed_on_spot: false,
  source: user.roles.includes("grid") ? "grid" : "patrol", photos: [],
});

/**
 * @param {any} app
 * @returns {Promise<void>} when the camera has been asked for
 */
export async function shutter(app) {
  if (app.unfit) return app.sheetFrom("./screens/unfit.js");
  const draft = newDraft(app.user);
  const kept = drafts.saveDraft(draft).catch((/** @type {unknown} */ error) => app.failed(error));
  locate(draft.id);
  app.go(`/capture/${draft.id}`);
  await Promise.race([kept, new Promise((r) => setTimeout(r, PATIENCE_MS))]);
  openCamera();
}
