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

const PAGE = "page";

/** As long as this page lives it counts as one. @returns {Promise<void>} when it does */
export const bePage = () => new Promise((counted) => {
  if (!navigator.locks) return counted();
  navigator.locks.request(PAGE, { mode: "shared" }, () => { counted(); return new Promise(() => {}); }).catch(() => counted());
});

/** Is this the only page of the app? Where nobody can tell, it is not. @returns {Promise<boolean>} */
export async function onlyPage() {
  const { held = [], pending = [] } = (await navigator.locks?.query?.()) ?? {};
  return [...held, ...pending].filter((lock) => lock.name === PAGE).length === 1;
}
