// News between the parts of the app and between its tabs: "changed" (records or ledger), "sync" (engine), "session", "kept" (a new op).

/** @type {Map<string, Set<(detail?: any) => void>>} */
const listeners = new Map();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("fieldapp");
/** @type {any} */ (channel)?.unref?.(); // Node only: an open channel would keep the test runner alive
if (channel) channel.onmessage = ({ data }) => tell(data.event, data.detail);

/** @param {string} event @param {any} [detail] */
function tell(event, detail) {
  for (const fn of listeners.get(event) ?? []) fn(detail);
}

/**
 * @param {string} event
 * @param {(detail?: any) => void} fn
 * @returns {() => void} call it to stop listening
 */
export function on(event, fn) {
  const set = listeners.get(event) ?? new Set();
  listeners.set(event, set.add(fn));
  return () => void set.delete(fn);
}

/**
 * Tells this tab and all others.
 * @param {string} event
 * @param {any} [detail] plain data
 */
export function emit(event, detail) {
  tell(event, detail);
  channel?.postMessage({ event, detail });
}

/**
 * Tells this tab only.
 * @param {string} event
 * @param {any} [detail]
 */
export const emitHere = tell;
