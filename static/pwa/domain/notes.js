// Signed notes and checkpoints of a log (C2SP signed-note, tlog-checkpoint). Pure: who signed is asked elsewhere.
// Twin of fieldapp/domain/notes.py as far as a phone needs it.

/** @typedef {{origin: string, size: number, root: Uint8Array}} Head */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DASH = "\u2014 ";
const SIZE = /^(0|[1-9][0-9]{0,14})$/;

/**
 * Text and signatures of a note, or null for what is none.
 * @param {string} note
 * @returns {{text: string, signatures: {name: string, id: Uint8Array, signature: Uint8Array}[]} | null}
 */
export function opened(note) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n") || cut + 2 >= note.length) return null;
  const signatures = [];
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const space = line.indexOf(" ", DASH.length);
    const raw = bytesOf(line.slice(space + 1));
    if (!line.startsWith(DASH) || space <= DASH.length || !raw || raw.length < 5) return null;
    signatures.push({ name: line.slice(DASH.length, space), id: raw.slice(0, 4), signature: raw.slice(4) });
  }
  return { text: note.slice(0, cut + 1), signatures };
}

/**
 * What a checkpoint's text says, or null. `before`: where the logs ended that a restore put an end to, the newest first.
 * @param {string} text
 * @returns {{head: Head, before: Head[]} | null}
 */
export function checkpointOf(text) {
  const lines = text.split("\n");
  if (lines.length < 4 || lines.at(-1) !== "") return null;
  const head = headOf(lines.slice(0, 3));
  const before = lines.slice(3).filter((line) => line.startsWith("restored ")).map((line) => headOf(line.split(" ").slice(1)));
  if (!head || before.includes(null)) return null;
  return { head, before: /** @type {Head[]} */ (before) };
}

/** The public bytes of a verifier key `<name>+<id>+<base64 of type and key>`, or null. @param {string} key @returns {Uint8Array | null} */
export function publicOf(key) {
  const raw = bytesOf(key.split("+").slice(2).join("+"));
  return raw && raw.length === 33 && raw[0] === 1 ? raw.slice(1) : null;
}

/** The bytes whose SHA-256 begins with a key's id; our names are ASCII. @param {string} name @param {Uint8Array} publicKey */
export const keyIdInput = (name, publicKey) => Uint8Array.from([...Array.from(`${name}\n`, (c) => c.charCodeAt(0)), 1, ...publicKey]);

/** @param {string[]} parts @returns {Head | null} */
function headOf(parts) {
  const [origin, size, root] = parts;
  const raw = bytesOf(root ?? "");
  return parts.length === 3 && origin && SIZE.test(size) && raw?.length === 32 ? { origin, size: Number(size), root: raw } : null;
}

/** @param {string} text @returns {Uint8Array | null} null for what is no base64 */
export function bytesOf(text) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = [];
  for (let i = 0; i < text.length; i += 4) {
    const [a, b, c, d] = Array.from(text.slice(i, i + 4), (char) => (char === "=" ? 0 : ALPHABET.indexOf(char)));
    const word = (a << 18) | (b << 12) | (c << 6) | d;
    bytes.push((word >> 16) & 255, (word >> 8) & 255, word & 255);
  }
  return Uint8Array.from(bytes.slice(0, bytes.length - (text.length - text.replaceAll("=", "").length)));
}
