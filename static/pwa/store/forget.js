// The only file that deletes from the ledger. It refuses what has no receipt.
import { ActionError } from "./errors.js";
import { emit } from "./bus.js";
import { reading, strictly } from "./ledger.js";

/** Acknowledged ops stay this long, to be offered again to a server restored from a backup (protocol 6). */
export const KEEP_ACKNOWLEDGED_MS = 7 * 24 * 3600 * 1000;
export const FORGET_STORES = ["ops", "receipts", "files", "claims", "drafts", "draft_photos"];

/**
 * Deletes an acknowledged op with its photos, or a draft. A draft goes when its author drops it or when the op made
 * from it is written in this same transaction.
 * @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx over FORGET_STORES
 * @param {{op?: string, draft?: string}} what
 * @throws {ActionError} no_receipt when the op or one of its photos is not known to be on the server, or a person has yet to look
 */
export async function forget(tx, what) {
  if (what.draft) {
    await tx.objectStore("drafts").delete(what.draft);
    await tx.objectStore("draft_photos").delete(IDBKeyRange.bound([what.draft, ""], [what.draft, "\uffff"]));
  }
  if (what.op) {
    const op = await tx.objectStore("ops").get(what.op);
    const receipt = await tx.objectStore("receipts").get(what.op);
    const claims = await tx.objectStore("claims").getAll(IDBKeyRange.bound([what.op, ""], [what.op, "\uffff"]));
    if (!mayGo(op, receipt, claims)) throw new ActionError("no_receipt");
    for (const claim of claims) await dropClaim(tx, claim);
    await tx.objectStore("receipts").delete(what.op);
    await tx.objectStore("ops").delete(what.op);
  }
}

/** A phone that is shut out: whatever the server has goes, looked at or not. What has no receipt stays, and so does a photo that is unsent. */
export async function forgetAcknowledged() {
  const ops = await reading(async (db) => (await db.getAllFromIndex("ops", "by_state", "acked")).map((op) => op.op_id));
  for (const id of ops) {
    await strictly(FORGET_STORES, async (tx) => {
      const [op, receipt] = await Promise.all([tx.objectStore("ops").get(id), tx.objectStore("receipts").get(id)]);
      const claims = await tx.objectStore("claims").getAll(IDBKeyRange.bound([id, ""], [id, "\uffff"]));
      if (op?.state !== "acked" || !receipt || !claims.every((claim) => claim.state === "sent")) return;
      for (const claim of claims) await dropClaim(tx, claim);
      await tx.objectStore("receipts").delete(id);
      await tx.objectStore("ops").delete(id);
    });
  }
  emit("changed");
}

/**
 * @param {import("../types.js").OpRow | undefined} op
 * @param {import("../types.js").Receipt | undefined} receipt
 * @param {import("../types.js").Claim[]} claims
 */
function mayGo(op, receipt, claims) {
  const looked = receipt?.verdict === "applied" || op?.decided;
  return Boolean(op?.acked_at && op.state === "acked" && receipt && receipt.verdict !== "held" && looked && claims.every((c) => c.state === "sent"));
}

/** @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx @param {import("../types.js").Claim} claim */
async function dropClaim(tx, claim) {
  const others = await tx.objectStore("claims").index("by_sha").count(claim.sha256);
  if (others === 1) await tx.objectStore("files").delete(claim.sha256);
  await tx.objectStore("claims").delete([claim.op_id, claim.sha256]);
}

/**
 * Forgets what has been on the server for seven days.
 * @param {number} now Unix ms
 * @returns {Promise<number>} how many ops went
 */
export async function forgetOld(now) {
  const old = await reading(async (db) => (await db.getAllFromIndex("ops", "by_state", "acked"))
    .filter((op) => op.settled && op.acked_at < now - KEEP_ACKNOWLEDGED_MS).map((op) => op.op_id));
  let gone = 0;
  for (const op of old) {
    const went = await strictly(FORGET_STORES, (tx) => forget(tx, { op })).then(() => true, (error) => {
      if (error.code !== "no_receipt") throw error;
      return false;
    });
    gone += Number(went);
  }
  if (gone) emit("changed");
  return gone;
}
