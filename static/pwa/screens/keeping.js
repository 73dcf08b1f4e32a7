/** Writes a draft at every change, one write after the other, and knows whether all of it stands on disk: only then may a screen say so. */
import * as drafts from "../store/drafts.js";

const TYPING_PAUSE_MS = 400;

/** @typedef {ReturnType<typeof keeping>} Keeping */

/** @param {any} app @param {() => any} draft the draft as it is now; null when there is none */
export function keeping(app, draft) {
  let last = Promise.resolve(), typing = /** @type {any} */ (0), writes = 0, failure = /** @type {unknown} */ (null);
  const k = {
    /** All of it is on disk. */
    saved: true,
    /** Why it is not, in words. */
    problem: "",
    over: false,
    /** Writes it. Resolves when that is through, whether it went well or not. */
    now() {
      clearTimeout(typing);
      if (k.over || !draft()) return last;
      const mine = ++writes;
      k.saved = false;
      last = last.then(() => k.over ? null : drafts.saveDraft(draft())).then(() => { k.problem = ""; k.saved = mine === writes; }, (error) => { failure = error; k.problem = app.errorText(error); }).then(() => app.redraw());
      return last;
    },
    /** Writes it when the fingers rest. */
    soon() {
      writes += 1; // a write under way does not have these letters
      k.saved = false;
      clearTimeout(typing);
      typing = setTimeout(k.now, TYPING_PAUSE_MS);
    },
    /** Everything written, the last letters too, unless `problem` says why not. */
    async settled() {
      clearTimeout(typing);
      if (!k.saved) await k.now();
      await last;
    },
    /** The screen goes: what was being typed is still written, and a failure is told wherever one is by then. */
    async leave() {
      document.removeEventListener("visibilitychange", hidden);
      if (k.over) return;
      await k.settled();
      if (!k.saved && !k.over) app.failed(failure);
    },
    /** It has become something else, or is thrown away: nothing is written any more. */
    end() {
      clearTimeout(typing);
      document.removeEventListener("visibilitychange", hidden);
      k.over = true;
    },
  };
  /** A page that is put aside may be ended without another word. */
  const hidden = () => { if (document.visibilityState === "hidden") k.settled(); };
  document.addEventListener("visibilitychange", hidden);
  return k;
}
