// When to try again.

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** An unreachable server costs nothing to ask: at least this often while something is pending (protocol 4). */
export const PENDING_MS = 30_000;
const LEAST_MS = 250;

/**
 * Doubling from 2 s to 5 min with full jitter, so that phones that fell together do not come back together.
 * @param {number} tries failures in a row, from 1
 * @param {number} [longestMs]
 * @param {() => number} [random] in [0, 1)
 * @returns {number} milliseconds
 */
export function backoff(tries, longestMs = LONGEST_MS, random = Math.random) {
  const cap = Math.min(longestMs, FIRST_MS * 2 ** Math.min(20, tries - 1));
  return Math.max(LEAST_MS, Math.floor(random() * cap));
}
