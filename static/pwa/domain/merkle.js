// Checking proofs of the server's log (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Pure: SHA-256 is handed in, see store/keys.js.
// Twin of fieldapp/domain/merkle.py as far as a phone needs it: it checks, the server builds.

/** @typedef {Uint8Array} Hash */
/** @typedef {(bytes: Uint8Array) => Promise<Hash>} Digest */

/** @param {...Uint8Array} parts @returns {Uint8Array} */
export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Hash} a @param {Hash} b */
export const same = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);

/** @param {Digest} digest @param {Uint8Array} data */
export const leafHash = (digest, data) => digest(joined(new Uint8Array([0]), data));

/** @param {Digest} digest @param {Hash} left @param {Hash} right */
export const nodeHash = (digest, left, right) => digest(joined(new Uint8Array([1]), left, right));

/** What a leaf of the ledger's log is the hash of. @param {string} hash of the op @param {string} verdict @param {number} atMs */
export const entryText = (hash, verdict, atMs) => `${hash}|${verdict}|${atMs}`;

/** The largest place is 2^53: halving is done without the 32 bits of `>>`. @param {number} n */
const half = (n) => Math.floor(n / 2);
/** @param {number} n */
const odd = (n) => n % 2 === 1;

/**
 * Does the proof show `leaf` at `index` of the tree with this root?
 * @param {Digest} digest @param {number} index @param {number} size @param {Hash} leaf @param {Hash[]} proof @param {Hash} root
 */
export async function includes(digest, index, size, leaf, proof, root) {
  if (!(index >= 0 && index < size)) return false;
  let at = index, last = size - 1, found = leaf;
  for (const part of proof) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      found = await nodeHash(digest, part, found);
      while (!odd(at) && at) [at, last] = [half(at), half(last)];
    } else found = await nodeHash(digest, found, part);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(found, root);
}

/**
 * Does the proof show the first tree to be the beginning of the second? Every tree extends the empty one.
 * @param {Digest} digest @param {number} first @param {number} second @param {Hash} firstRoot @param {Hash} secondRoot @param {Hash[]} proof
 */
export async function extendsTree(digest, first, second, firstRoot, secondRoot, proof) {
  if (!(first >= 0 && first <= second)) return false;
  if (first === 0) return proof.length === 0 && same(firstRoot, await digest(new Uint8Array(0)));
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  const start = path.shift();
  if (!start) return false;
  let at = first - 1, last = second - 1, old = start, now = start;
  while (odd(at)) [at, last] = [half(at), half(last)];
  for (const part of path) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      [old, now] = [await nodeHash(digest, part, old), await nodeHash(digest, part, now)];
      while (!odd(at) && at) [at, last] = [half(at), half(last)];
    } else now = await nodeHash(digest, now, part);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(old, firstRoot) && same(now, secondRoot);
}
