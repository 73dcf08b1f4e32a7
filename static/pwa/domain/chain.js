// The hash chain of a lane (protocol 3). Pure: digests and signatures are handed in, see store/keys.js.
// Twin of fieldapp/domain/chain.py.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Lower-case hex.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toHex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * base64url without padding (RFC 4648 section 5).
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64url(bytes) {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const have = Math.min(3, bytes.length - i);
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k <= have; k += 1) out += ALPHABET[(word >> (18 - 6 * k)) & 63];
  }
  return out;
}

/**
 * The text whose SHA-256 is the `prev_hash` of a lane's first op.
 * @param {string} laneId
 * @param {string} nonce
 * @returns {string}
 */
export function firstPrevText(laneId, nonce) {
  return laneId + nonce;
}

/**
 * Walks a lane from its first row and says where it breaks.
 * @param {{seq: number, prev_hash: string, hash: string, body: string}[]} rows in order of `seq`
 * @param {string} start the `prev_hash` that seq 1 must carry
 * @param {(body: string) => Promise<string>} hashOf sha256 hex of the body's UTF-8 bytes
 * @returns {Promise<{seq: number, code: "gap"|"fork"|"bad_hash"} | null>} null when every link holds
 */
export async function firstBreak(rows, start, hashOf) {
  let expected = start;
  let seq = 0;
  for (const row of rows) {
    seq += 1;
    if (row.seq !== seq) return { seq, code: "gap" };
    if (row.prev_hash !== expected) return { seq, code: "fork" };
    if ((await hashOf(row.body)) !== row.hash) return { seq, code: "bad_hash" };
    expected = row.hash;
  }
  return null;
}
