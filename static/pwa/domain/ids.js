// Names for new things. Twin of fieldapp/domain/ids.py.

/**
 * Random bytes from the platform; the one impure default of this folder, replaced in tests.
 * @param {number} n
 * @returns {Uint8Array}
 */
function platformRandom(n) {
  const bytes = new Uint8Array(n);
  /** @type {any} */ (globalThis).crypto.getRandomValues(bytes);
  return bytes;
}

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then version, variant and 74 random bits.
 * Ids made later sort later, to the millisecond.
 * @param {number} nowMs Unix milliseconds, an integer
 * @param {(n: number) => Uint8Array} rand
 * @returns {string}
 */
export function uuid7(nowMs = Date.now(), rand = platformRandom) {
  const bytes = new Uint8Array(16);
  bytes.set(rand(10), 6);
  let rest = nowMs;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
