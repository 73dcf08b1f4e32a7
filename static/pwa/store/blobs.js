// Photos on this phone: kept as ArrayBuffer, because WebKit may lose a Blob.
import { emit } from "./bus.js";
import { reading, strictly } from "./ledger.js";

/** @typedef {import("../types.js").Claim} Claim */

/**
 * @param {string} sha256
 * @returns {Promise<{buffer: ArrayBuffer, mime: string} | null>} null when this phone does not hold it
 */
export const localPhoto = (sha256) => reading(async (db) => {
  const file = await db.get("files", sha256);
  return file ? { buffer: file.buffer, mime: file.mime } : null;
});

/**
 * What may go up now: photos of ops the server has taken, the smallest first.
 * @returns {Promise<Claim[]>} one per hash
 */
export const uploadable = () => reading(async (db) => {
  const unsent = await db.getAllFromIndex("claims", "by_state", "unsent");
  const taken = new Set((await db.getAllKeys("receipts")).map(String));
  const first = new Map(unsent.filter((c) => taken.has(c.op_id)).reverse().map((c) => [c.sha256, c]));
  return [...first.values()].sort((a, b) => a.bytes - b.bytes);
});

/**
 * The server has these bytes from us: every op of ours that has a receipt and names them is served by one sending.
 * @param {string} sha256
 * @param {string[]} opIds the ops that had a receipt when the sending began
 */
export async function blobSent(sha256, opIds) {
  await mark(sha256, (claim) => (opIds.includes(claim.op_id) ? { ...claim, state: "sent", sent_at: Date.now(), problem: null } : claim));
}

/** @param {string} sha256 @param {string} problem why it cannot go up; shown, and tried again */
export async function blobProblem(sha256, problem) {
  await mark(sha256, (claim) => (claim.state === "unsent" ? { ...claim, problem } : claim));
}

/** @param {string} sha256 @param {(claim: Claim) => Claim} change */
async function mark(sha256, change) {
  await strictly(["claims"], async (tx) => {
    const store = tx.objectStore("claims");
    for (const claim of await store.index("by_sha").getAll(sha256)) await store.put(change(claim));
  });
  emit("changed");
}

/** Ops with a receipt that name this hash. @param {string} sha256 @returns {Promise<string[]>} */
export const claimants = (sha256) => reading(async (db) => {
  const claims = await db.getAllFromIndex("claims", "by_sha", sha256);
  const taken = new Set((await db.getAllKeys("receipts")).map(String));
  return claims.map((c) => c.op_id).filter((id) => taken.has(id));
});

/** @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx over claims @param {Claim} claim */
export const sendAgain = (tx, claim) => tx.objectStore("claims").put({ ...claim, state: "unsent", sent_at: null });

/**
 * The server names photos of ours that it has not got. What it once said it had goes up again: it was restored from a backup.
 * @param {{op_id: string, sha256: string, stored: boolean}[]} photos as records show them
 */
export async function lackedByServer(photos) {
  const lacking = photos.filter((photo) => photo.stored === false);
  const sent = new Set(await reading(async (db) => (await db.getAllFromIndex("claims", "by_state", "sent")).map((c) => `${c.op_id} ${c.sha256}`)));
  const ours = lacking.filter((photo) => sent.has(`${photo.op_id} ${photo.sha256}`));
  if (!ours.length) return;
  await strictly(["claims"], async (tx) => {
    for (const { op_id, sha256 } of ours) await sendAgain(tx, await tx.objectStore("claims").get([op_id, sha256]));
  });
  emit("changed");
}
