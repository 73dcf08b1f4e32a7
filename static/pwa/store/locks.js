// Web Locks: one writer per lane, one sync per browser.

/** @type {Map<string, Promise<unknown>>} */
const queues = new Map();

/**
 * Runs `work` while holding the lock, waiting for it if need be.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withLock(name, work) {
  if (navigator.locks) return navigator.locks.request(name, work);
  const before = queues.get(name) ?? Promise.resolve(); // browsers without Web Locks: at least within this page
  const mine = before.then(work, work);
  queues.set(name, mine.catch(() => null));
  return mine;
}

/**
 * Runs `work` only if nobody holds the lock.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined when somebody else holds it
 */
export async function ifFree(name, work) {
  if (!navigator.locks) return withLock(name, work);
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
