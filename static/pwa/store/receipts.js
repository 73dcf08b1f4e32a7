// What the server has said about our ops. A verdict is stored in the transaction that marks its op acknowledged.
import { sendAgain } from "./blobs.js";
import { HAND_OVER, decisionOf } from "./attention.js";
import { emit } from "./bus.js";
import { reading, strictly } from "./ledger.js";
import { laneRange } from "./lanes.js";
import { lastHeard } from "./time.js";

/** @typedef {{op_id: string, verdict: string, code?: string|null, detail?: unknown, version?: number|null, flags?: (string | {code: string})[], in_effect?: boolean}} Result */

const VERDICTS = new Set(["applied", "flagged", "held", "refused"]);

/** True for a result that says the server has the op for good. @param {Result} result */
export const isReceipt = (result) => VERDICTS.has(result?.verdict);

/**
 * Stores verdicts, from push or pull. Results without a verdict, and ops that are not ours, change nothing.
 * @param {Result[]} results
 * @returns {Promise<number>} how many ops got their first receipt
 */
export async function storeResults(results) {
  const good = results.filter(isReceipt);
  if (!good.length) return 0;
  const known = await reading(async (db) => new Map((await db.getAll("receipts")).map((r) => [r.op_id, r])));
  const queued = new Set((await reading((db) => db.getAllKeysFromIndex("ops", "by_state", "queued"))).map(String));
  const news = good.filter((result) => queued.has(result.op_id) || !same(known.get(result.op_id), receiptOf(result, 0)));
  if (!news.length) return 0;
  const heard = await lastHeard();
  const [first, changed] = await strictly(["ops", "receipts"], (tx) => write(tx, news, heard));
  if (changed) emit("changed");
  return first;
}

/** @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx @param {Result[]} results @param {number | null} heard @returns {Promise<[number, boolean]>} */
async function write(tx, results, heard) {
  let first = 0;
  let changed = false;
  for (const result of results) {
    const op = await tx.objectStore("ops").get(result.op_id);
    if (!op) continue; // made on another phone of ours
    const at = Date.now();
    changed = true;
    if (!op.acked_at) first += 1;
    const had = await tx.objectStore("receipts").get(result.op_id), receipt = receiptOf(result, at), decision = decisionOf(receipt);
    await tx.objectStore("receipts").put(receipt);
    const spoken = decision && !decisionOf(had) && (!op.decided || op.decided === "seen");
    if (spoken) op.decided = await answered(tx, op, decision.decision);
    if (spoken || op.state !== "acked") await tx.objectStore("ops").put({ ...op, state: "acked", acked_at: op.acked_at ?? at, acked_heard: heard ?? op.acked_heard, problem: null });
  }
  return [first, changed];
}

/**
 * A leader has spoken for the first time. What was dismissed is told to its author even if they had left it at that; what was taken up needs
 * nobody here any more; what was handed over and comes back is its author's again.
 * @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx @param {import("../types.js").OpRow} op @param {string} decision
 * @returns {Promise<string | null>}
 */
async function answered(tx, op, decision) {
  if (decision === "confirm") return "confirmed";
  if (op.type !== HAND_OVER) return null;
  const about = await tx.objectStore("ops").get(op.case_id);
  if (!about) return null; // what it was about is no longer here: the answer is read on what was handed over
  if (about.decided === `refiled:${op.op_id}`) await tx.objectStore("ops").put({ ...about, decided: null });
  return "returned";
}

/** @param {Result} result @param {number} at @returns {import("../types.js").Receipt} */
function receiptOf(result, at) {
  return {
    op_id: result.op_id, verdict: /** @type {any} */ (result.verdict), code: result.code ?? null, detail: result.detail ?? null,
    version: result.version ?? null, flags: (result.flags ?? []).map((f) => (typeof f === "string" ? f : f.code)),
    in_effect: result.in_effect ?? result.verdict === "applied", at,
  };
}

/** The same word of the server again: nothing to write. @param {object | undefined} had @param {object} told */
const same = (had, told) => Boolean(had) && JSON.stringify({ ...had, at: 0 }) === JSON.stringify(told);

/** The server could not take this op as ours; why stays with it. @param {string} opId @param {string} code */
export async function storeProblem(opId, code) {
  await strictly(["ops"], async (tx) => {
    const op = await tx.objectStore("ops").get(opId);
    if (op && !op.acked_at) await tx.objectStore("ops").put({ ...op, problem: code });
  });
  emit("changed");
}

/**
 * Queues again what the server's head lacks, as after a restore from backup (protocol 6), and its photos with it. Receipts stay.
 * @param {string} laneId
 * @param {{seq: number, hash: string}} head the server's
 * @param {string} start the lane's first prev_hash
 * @returns {Promise<"ok" | "fork" | "gap_lost">} fork: the server holds another op at our place; gap_lost: what it lacks is no longer here
 */
export async function offerAgain(laneId, head, start) {
  return strictly(["ops", "lanes", "claims"], async (tx) => {
    const lane = await tx.objectStore("lanes").index("by_lane").get(laneId);
    const rows = await tx.objectStore("ops").index("by_lane").getAll(laneRange(laneId, head.seq || 1));
    const at = rows.find((op) => op.seq === head.seq);
    if (head.seq > lane.head_seq) return "fork";
    if (at ? at.hash !== head.hash : head.seq === 0 && head.hash !== start) return "fork";
    const after = rows.filter((op) => op.seq > head.seq);
    if (after.length !== lane.head_seq - head.seq) return "gap_lost";
    for (const op of after.filter((row) => row.state === "acked")) {
      await tx.objectStore("ops").put({ ...op, state: "queued", settled: false });
      for (const claim of await tx.objectStore("claims").getAll(IDBKeyRange.bound([op.op_id, ""], [op.op_id, "\uffff"]))) await sendAgain(tx, claim);
    }
    return "ok";
  });
}

/** Ops whose verdict is stored but whose effect no full pull has brought yet. @returns {Promise<string[]>} */
export const unsettled = () => reading(async (db) =>
  (await db.getAllFromIndex("ops", "by_state", "acked")).filter((op) => !op.settled).map((op) => op.op_id));

/** A full pull that began after these were acknowledged is through: records now show them. @param {string[]} opIds */
export async function settle(opIds) {
  if (!opIds.length) return;
  await strictly(["ops"], async (tx) => {
    for (const id of opIds) {
      const op = await tx.objectStore("ops").get(id);
      if (op?.state === "acked") await tx.objectStore("ops").put({ ...op, settled: true });
    }
  });
}

/** A person has seen it and needs nothing more. @param {string} opId @param {string} how */
export async function decide(opId, how) {
  await strictly(["ops"], async (tx) => {
    const op = await tx.objectStore("ops").get(opId);
    if (op && !op.decided) await tx.objectStore("ops").put({ ...op, decided: how }); // what another tab has done about it stands
  });
  emit("changed");
}
