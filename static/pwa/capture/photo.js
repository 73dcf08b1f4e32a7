/** A chosen file becomes a photo only if its first bytes say so; its name and type are hearsay. The bytes stay as they are. */
import { ActionError } from "../store/errors.js";

/** What the server takes in one blob, bytes. */
export const MOST_BYTES = 32 * 1024 * 1024;

const HEADS = /** @type {Array<[string, (b: Uint8Array) => boolean]>} */ ([
  ["image/jpeg", (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ["image/png", (b) => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((v, i) => b[i] === v)],
  ["image/webp", (b) => ascii(b, 0, 4) === "RIFF" && ascii(b, 8, 12) === "WEBP"],
]);
const HEIC = /^(heic|heix|hevc|heim|heis|mif1|msf1)$/;

const ascii = (/** @type {Uint8Array} */ b, /** @type {number} */ from, /** @type {number} */ to) => String.fromCharCode(...b.subarray(from, to));

/** @param {Uint8Array} bytes at least the first 16 @returns {string|null} media type, "image/heic" for what phones make and we cannot show, else null */
export function kindOf(bytes) {
  const found = HEADS.find(([, is]) => is(bytes));
  if (found) return found[0];
  return ascii(bytes, 4, 8) === "ftyp" && HEIC.test(ascii(bytes, 8, 12)) ? "image/heic" : null;
}

/**
 * Reads and checks a chosen file.
 * @param {File} file
 * @returns {Promise<{sha256: string, buffer: ArrayBuffer, mime: string, bytes: number, name: string, taken_at: number}>}
 * @throws {ActionError} not_a_photo · heic · photo_too_large · photo_empty · photo_unreadable
 */
export async function pick(file) {
  if (file.size > MOST_BYTES) throw new ActionError("photo_too_large");
  if (file.size === 0) throw new ActionError("photo_empty");
  const buffer = await file.arrayBuffer().catch((cause) => { throw new ActionError("photo_unreadable", cause); });
  const mime = kindOf(new Uint8Array(buffer, 0, Math.min(16, buffer.byteLength)));
  if (mime === "image/heic") throw new ActionError("heic");
  if (!mime) throw new ActionError("not_a_photo");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  const sha256 = [...digest].map((b) => b.toString(16).padStart(2, "0")).join("");
  return { sha256, buffer, mime, bytes: buffer.byteLength, name: file.name, taken_at: Date.now() };
}
