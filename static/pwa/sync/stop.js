// Why a round of sync ended early. None of these ever deletes anything.

/** `kind`: offline (no answer) · busy (told to wait) · failed (try again later) · blocked (a person must do something). */
export class Stop extends Error {
  /** @param {"offline"|"busy"|"failed"|"blocked"} kind @param {string} reason @param {number} [retryAfterS] */
  constructor(kind, reason, retryAfterS) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.retryAfterS = retryAfterS;
  }
}

const BLOCKING = new Set(["lane_revoked", "too_many_lanes", "password_change_needed"]);

/**
 * @param {import("../types.js").Answer} answer anything but what the caller knows how to use
 * @returns {Stop}
 */
export function stopFor(answer) {
  switch (answer.kind) {
    case "offline": return new Stop("offline", answer.code);
    case "busy": return new Stop("busy", answer.code, answer.retry_after_s);
    case "signed_out": return new Stop("blocked", "signed_out");
    case "ok": return new Stop("failed", "unreadable_answer");
    default: return new Stop(BLOCKING.has(answer.code) ? "blocked" : "failed", answer.code);
  }
}
