// The only file that deletes from the ledger. It refuses what has no receipt.
import { HAND_OVER, decisionOf } from "./attention.js";
import { ActionError } from "./errors.js";
import { emit } from "./bus.js";
import { reading, strictly } from "./ledger.js";

/** Acknowledged ops stay this long, to be offered again to a server restored from a backup (protocol 6). */
export const KEEP_ACKNOWLEDGED_MS = 7 * 24 * 3600 * 1000;
export const FORGET_STORES = ["ops", "receipts", "files", "claims", "drafts", "draft_photos"];

/**
 * The one function that deletes: an acknowledged op with its photos, or a draft. A draft goes when its author drops it or when the op
 * made from it is written in this same transaction.
 * @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx over FORGET_STORES
 * @param {{op?: string, draft?: string, unseen?: boolean}} what unseen: the phone is shut out, and nobody will look here any more
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
    const next = op?.decided?.startsWith("refiled:") ? await tx.objectStore("ops").get(op.decided.slice("refiled:".length)) : undefined;
    if (!onServer(op, receipt, claims) || !(what.unseen || looked(op, receipt, next))) throw new ActionError("no_receipt");
    for (const claim of claims) await dropClaim(tx, claim);
    await tx.objectStore("receipts").delete(what.op);
    await tx.objectStore("ops").delete(what.op);
  }
}

/** A phone that is shut out: whatever the server has goes, looked at or not. What has no receipt stays, and so does a photo that is unsent. */
export async function forgetAcknowledged() {
  const ops = await reading(async (db) => (await db.getAllFromIndex("ops", "by_state", "acked")).map((op) => op.op_id));
  for (const op of ops) await dropped({ op, unseen: true });
  emit("changed");
}

/** @param {{op: string, unseen?: boolean}} what @returns {Promise<boolean>} false when it has to stay */
const dropped = (what) => strictly(FORGET_STORES, (tx) => forget(tx, what)).then(() => true, (error) => {
  if (error.code !== "no_receipt") throw error;
  return false;
});

/**
 * @param {import("../types.js").OpRow | undefined} op
 * @param {import("../types.js").Receipt | undefined} receipt
 * @param {import("../types.js").Claim[]} claims
 */
const onServer = (op, receipt, claims) => Boolean(op?.acked_at && op.state === "acked" && receipt && claims.every((claim) => claim.state === "sent"));

/**
 * Nobody has to look at it any more, and no leader's answer is to come that would make it its author's again.
 * @param {import("../types.js").OpRow} op @param {import("../types.js").Receipt} receipt @param {import("../types.js").OpRow} [next] what was made about it, while that is here
 */
function looked(op, receipt, next) {
  if (receipt.verdict === "applied") return true;
  if (receipt.verdict === "held" || !op.decided) return false;
  if (next?.type === HAND_OVER) return Boolean(next.decided);
  return !(receipt.verdict === "flagged" && op.decided === "seen" && !decisionOf(receipt));
}

/** @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx @param {import("../types.js").Claim} claim */
async function dropClaim(tx, claim) {
  const others = await tx.objectStore("claims").index("by_sha").count(claim.sha256);
  if (others === 1) await tx.objectStore("files").delete(claim.sha256);
  await tx.objectStore("claims").delete([claim.op_id, claim.sha256]);
}

/**
 * Forgets what has been on the server for seven days of the server's own clock: this phone's may be set to any day.
 * @param {number | null} heard what the server's clock said last, UTC ms; null when it never did: then nothing goes
 * @returns {Promise<number>} how many ops went
 */
export async function forgetOld(heard) {
  if (heard === null) return 0;
  const settled = await reading(async (db) => (await db.getAllFromIndex("ops", "by_state", "acked")).filter((op) => op.settled));
  await begin(settled.filter((op) => !op.acked_heard).map((op) => op.op_id), heard);
  const old = settled.filter((op) => op.acked_heard && op.acked_heard < heard - KEEP_ACKNOWLEDGED_MS).map((op) => op.op_id);
  let gone = 0;
  for (const op of old) gone += Number(await dropped({ op }));
  if (gone) emit("changed");
  return gone;
}

/** Their days begin now: the receipt came before the server's clock had been heard. @param {string[]} ids @param {number} heard */
async function begin(ids, heard) {
  if (ids.length) await strictly(["ops"], async (tx) => {
    for (const id of ids) {
      const op = await tx.objectStore("ops").get(id);
      if (op && !op.acked_heard) await tx.objectStore("ops").put({ ...op, acked_heard: heard });
    }
  });
}
