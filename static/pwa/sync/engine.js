// Keeps the server and this phone together while the page lives. resting → pushing → pulling → resting | waiting | blocked.
import { onServerTime } from "../api/http.js";
import { emitHere, on } from "../store/bus.js";
import { lastPullAt } from "../store/device.js";
import { ifFree } from "../store/locks.js";
import { counts, nowDoing, receipts } from "../store/outbox.js";
import { probe } from "../store/storage.js";
import { clockOff, noteServerTime } from "../store/time.js";
import { backoff, PENDING_MS } from "./backoff.js";
import { forgetGreeting } from "./hello.js";
import { round } from "./round.js";
import { Stop } from "./stop.js";

/** @typedef {import("../types.js").Status} Status */
/** @typedef {"start"|"op"|"online"|"visible"|"timer"|"worker"|"button"|"session"} Reason */

const QUIET_MS = 60_000;
/** These mean that something has changed outside: try at once, and count failures anew. */
const FRESH = new Set(["start", "online", "visible", "button", "session"]);

/** @type {Status} */
let now = {
  state: "resting", reason: null, online: true, next_try_at: null, tries: 0, last_receipt_at: null, last_pull_at: null,
  progress: { done: 0, total: 0 }, clock_off: false,
};
/** @type {(() => void)[]} */
let off = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<void> | null} */
let running = null;
let again = false;
let freshAgain = false;
let forgotten = false;

/** What the engine is at; changes are told as bus "sync". @returns {Status} */
export const status = () => now;

/** What went through shows that the line carries: failures are counted anew. @param {Partial<Status>} change */
function say(change) {
  const progress = { ...now.progress, ...change.progress }, onward = progress.done > now.progress.done;
  now = { ...now, ...(onward ? { tries: 0 } : {}), ...change, progress };
  nowDoing({
    tries: now.tries, next_try_at: now.next_try_at,
    error: now.state === "waiting" ? now.reason : null, blocked: now.state === "blocked" ? now.reason : null,
  });
  emitHere("sync", now);
}

/**
 * Starts listening and syncs at once. Call it after the first paint; calling it again does nothing.
 * @param {unknown} [_app] not needed: everything comes from the store
 */
export function start(_app) {
  if (off.length) return;
  const heard = (/** @type {string} */ event, /** @type {Reason} */ reason) => {
    const fn = () => { if (reason !== "visible" || visible()) wake(reason); };
    globalThis.addEventListener?.(event, fn);
    return () => globalThis.removeEventListener?.(event, fn);
  };
  const worker = globalThis.navigator?.serviceWorker;
  const fromWorker = (/** @type {MessageEvent} */ event) => { if (event.data?.type === "wake") wake("worker"); };
  worker?.addEventListener("message", fromWorker);
  off = [
    heard("online", "online"), heard("visibilitychange", "visible"), heard("pageshow", "visible"),
    on("kept", () => wake("op")),
    on("session", () => { forgetGreeting(); wake("session"); }),
    onServerTime((seen) => void noteServerTime(seen).then(async () => say({ online: true, clock_off: await clockOff() })).catch(() => null)),
    () => worker?.removeEventListener("message", fromWorker),
  ];
  forgotten = false;
  wake("start");
}

/** Stops listening; a round on its way ends by itself. @returns {Promise<void>} when it has */
export async function stop() {
  forgotten = true;
  clearTimeout(timer);
  for (const fn of off) fn();
  off = [];
  await running;
}

/** The page may be looked at. */
const visible = () => globalThis.document?.visibilityState !== "hidden";

/**
 * Something happened that may be worth a round. While the server has told us to wait, only fresh news starts one.
 * @param {Reason} reason
 * @returns {Promise<void>} when the engine has come to rest
 */
export function wake(reason) {
  const waiting = now.state === "blocked" || (now.state === "waiting" && now.online && (now.next_try_at ?? 0) > Date.now());
  if (waiting && !FRESH.has(reason) && reason !== "timer") return Promise.resolve();
  if (FRESH.has(reason)) now = { ...now, tries: 0 };
  if (running) {
    again = true;
    freshAgain ||= FRESH.has(reason);
    return running;
  }
  running = work().finally(() => { running = null; });
  return running;
}

async function work() {
  do {
    again = freshAgain = false;
    clearTimeout(timer);
    const turn = await ifFree("sync", once);
    if (turn === undefined) later(PENDING_MS); // another tab is at it
  } while (!forgotten && (freshAgain || (again && now.state === "resting")));
}

/** @returns {Promise<true>} */
async function once() {
  try {
    if ((await probe()) !== "ok") throw new Stop("blocked", "storage_lost");
    await round(say, { probe: !now.online });
    const receipt = (await receipts().catch(() => []))[0];
    say({
      state: "resting", reason: null, online: true, tries: 0, next_try_at: null, progress: { done: 0, total: 0 },
      last_pull_at: await lastPullAt(), last_receipt_at: receipt?.at ?? null,
    });
    later(QUIET_MS);
  } catch (error) {
    await halt(error instanceof Stop ? error : unexpected(error));
  }
  return true;
}

/** @param {any} error @returns {Stop} */
function unexpected(error) {
  if (error?.code === "storage_lost") return new Stop("blocked", "storage_lost");
  if (error?.code === "quota") return new Stop("blocked", "storage_full"); // what the server said finds no room: not what a form says of itself
  if (error?.code === "no_user") return new Stop("failed", "no_user"); // signed out under the round
  console.error("sync", error);
  return new Stop("failed", "error");
}

/** @param {Stop} stop */
async function halt(stop) {
  const online = stop.kind !== "offline";
  if (stop.kind === "blocked") {
    clearTimeout(timer);
    return say({ state: "blocked", reason: stop.reason, online, next_try_at: null });
  }
  const tries = now.tries + 1;
  const pending = await counts().then((c) => c.ops + c.blobs > 0, () => true);
  if (!online && pending) askToBeWoken();
  const wait = stop.retryAfterS ? stop.retryAfterS * 1000 : backoff(tries, online ? undefined : pending ? PENDING_MS : QUIET_MS);
  say({ state: "waiting", reason: stop.reason, online, tries, next_try_at: Date.now() + wait });
  later(wait);
}

/** Background Sync, where the browser has it: it wakes us when there is a network again, also a page that it has put to sleep. */
function askToBeWoken() {
  const ready = /** @type {Promise<any> | undefined} */ (globalThis.navigator?.serviceWorker?.ready);
  ready?.then((registration) => registration.sync?.register("outbox")).catch(() => null); // the timer and `online` do without
}

/** @param {number} ms */
function later(ms) {
  clearTimeout(timer);
  if (forgotten) return;
  timer = setTimeout(() => { if (visible() || now.state !== "resting") wake("timer"); else later(QUIET_MS); }, ms);
  /** @type {any} */ (timer)?.unref?.(); // Node only
}
