// Holds the server to its own log (protocol 8): what it shows today has to extend what it showed before. Never stops a round.
import { checkpoint, tellOffice } from "../api/sync.js";
import { BUILD } from "../build.js";
import { extendsTree, same } from "../domain/merkle.js";
import { bytesOf, checkpointOf, keyIdInput, opened, publicOf } from "../domain/notes.js";
import { digest, ed25519, utf8 } from "../store/keys.js";
import { keepCheckpoint, keptCheckpoint, noteTrouble, troubleTold, untoldTroubles } from "../store/checkpoint.js";

/** @typedef {import("../store/checkpoint.js").Kept} Kept */
/** @typedef {NonNullable<ReturnType<typeof checkpointOf>>} Checkpoint */

/** Of all rounds only the first after so long asks. */
export const EVERY_MS = 600_000;

/**
 * Asks for the log's head, if it is time, and compares it with the one kept.
 * @param {number} nowMs
 * @returns {Promise<string>} not_yet | no_answer | first | same | extends, or the code of a trouble, which is kept to be shown
 */
export async function watchLog(nowMs) {
  const kept = await keptCheckpoint();
  if (kept && nowMs >= kept.checked_at && nowMs < kept.checked_at + EVERY_MS) return "not_yet";
  const answer = await checkpoint(kept?.size ?? null);
  if (answer.kind !== "ok" || typeof answer.data?.checkpoint !== "string") return "no_answer";
  const shown = await read(answer.data, kept);
  if (typeof shown === "string") return refuse(kept, shown, answer.data.checkpoint, nowMs);
  const said = kept ? await compare(kept, shown.said, proofOf(answer.data, kept.size)) : { code: "first" };
  if (kept && (said.code === "forked" || said.code === "shorter")) return refuse(kept, said.code, answer.data.checkpoint, nowMs);
  const { head } = shown.said;
  if (kept && (said.code === "other_log" || said.code === "restored_older"))
    await noteTrouble({ code: said.code, at: nowMs, kept: kept.note, shown: answer.data.checkpoint, lost: said.lost });
  await keepCheckpoint({
    note: answer.data.checkpoint, origin: head.origin, size: head.size, root: base64(head.root), publics: shown.publics, checked_at: nowMs,
  });
  return said.code;
}

/** Tells the office what did not add up, with both notes, until it has it. */
export async function tellTroubles() {
  for (const { id, code, kept, shown } of await untoldTroubles()) {
    const text = `服务器日志核对不上 / the server's log does not add up: ${code}\n\n${kept}\n${shown}`;
    const answer = await tellOffice({ id: String(id), text: text.slice(0, 4000), build: BUILD, topic: "log" });
    if (answer.kind === "ok") await troubleTold(String(id));
  }
}

/** What was kept stays the measure. @param {Kept | null} kept @param {string} code @param {string} note @param {number} at */
async function refuse(kept, code, note, at) {
  await noteTrouble({ code, at, kept: kept?.note ?? "", shown: note });
  if (kept) await keepCheckpoint({ ...kept, checked_at: at });
  return code;
}

/**
 * The checkpoint, signed by a key that signed before (the first time: by one it names), and the keys to believe from now on.
 * @param {{checkpoint: string, keys?: string[]}} told @param {Kept | null} kept
 * @returns {Promise<{said: Checkpoint, publics: string[]} | "unreadable" | "unknown_key">}
 */
async function read(told, kept) {
  const note = opened(told.checkpoint);
  const said = note && checkpointOf(note.text);
  if (!note || !said) return "unreadable";
  const named = (told.keys ?? []).map(publicOf).filter((key) => key !== null);
  const signing = [];
  for (const key of new Map([...named, ...(kept?.publics ?? []).map(bytesOf)].map((k) => [base64(k ?? []), k])).values())
    if (key && (await signs(note, said.head.origin, key))) signing.push(base64(key));
  if (!signing.length || (kept && !kept.publics.some((key) => signing.includes(key)))) return "unknown_key";
  return { said, publics: signing };
}

/** A browser that cannot check believes the name. @param {NonNullable<ReturnType<typeof opened>>} note @param {string} origin @param {Uint8Array} key */
async function signs(note, origin, key) {
  const id = (await digest(keyIdInput(origin, key))).slice(0, 4);
  const one = note.signatures.find((s) => s.name === origin && same(s.id, id));
  return Boolean(one) && (await ed25519(key, /** @type {any} */ (one).signature, utf8(note.text))) !== false;
}

/**
 * @param {Kept} kept @param {Checkpoint} said @param {Uint8Array[] | null} proof
 * @returns {Promise<{code: string, lost?: number}>}
 */
async function compare(kept, { head, before }, proof) {
  const root = bytesOf(kept.root) ?? new Uint8Array();
  const whole = () => extendsTree(digest, kept.size, head.size, root, head.root, proof ?? []);
  if (head.origin === kept.origin) {
    if (head.size < kept.size) return { code: "shorter" };
    return { code: !(await whole()) ? "forked" : head.size === kept.size ? "same" : "extends" };
  }
  const end = before.find((one) => one.origin === kept.origin);
  if (!end) return { code: "other_log" };
  if (end.size < kept.size) return { code: "restored_older", lost: kept.size - end.size };
  return { code: (await whole()) ? "extends" : "forked" };
}

/** @param {any} told @param {number} from @returns {Uint8Array[] | null} null where the server gave none for this size */
function proofOf(told, from) {
  const { consistency } = told;
  if (consistency?.from !== from || !Array.isArray(consistency.proof)) return null;
  return consistency.proof.map((/** @type {string} */ part) => Uint8Array.from(String(part).match(/../g) ?? [], (byte) => parseInt(byte, 16)));
}

/** @param {Iterable<number>} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
