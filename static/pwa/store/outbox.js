// Everything the server may not have yet, computed from the rows themselves each time it is asked.
import { HAND_OVER, decisionOf, saidIn } from "./attention.js";
import { reading } from "./ledger.js";

/**
 * @typedef {import("../types.js").OpRow} OpRow
 * @typedef {import("../types.js").Claim} Claim
 * @typedef {import("../types.js").Waiting} Waiting
 */

/** What the engine is doing this minute. In memory only: a stored "sending" would lie after a crash.
 * @type {{sending: Set<string>, tries: number, next_try_at: number|null, error: string|null, blocked: string|null}} */
const doing = { sending: new Set(), tries: 0, next_try_at: null, error: null, blocked: null };

/** The engine says what it does. @param {Partial<typeof doing>} now op ids and blob hashes in `sending` */
export const nowDoing = (now) => void Object.assign(doing, now);

/** @returns {Promise<Waiting[]>} ops without a receipt, in the order they were made */
export async function pending() {
  return (await waiting()).filter((row) => row.op_pending).map(({ op_pending, ...row }) => row);
}

/** @returns {Promise<(Waiting & {op_pending: boolean})[]>} ops without a receipt, and ops with unsent photos */
export async function waiting() {
  const { ops, claims } = await reading(async (db) => {
    const tx = db.transaction(["ops", "claims"]);
    const [queued, stuck, open] = await Promise.all([
      tx.objectStore("ops").index("by_state").getAll("queued"),
      tx.objectStore("ops").index("by_state").getAll("attention"),
      tx.objectStore("claims").index("by_state").getAll("unsent"),
    ]);
    const byId = new Map([...queued, ...stuck].map((op) => [op.op_id, op]));
    for (const id of new Set(open.map((c) => c.op_id))) if (!byId.has(id)) byId.set(id, await tx.objectStore("ops").get(id));
    const all = [];
    for (const id of byId.keys()) all.push(...(await tx.objectStore("claims").getAll(IDBKeyRange.bound([id, ""], [id, "\uffff"]))));
    // What is stuck and was dealt with (made anew, handed over, withdrawn) is no longer on its way; it stays, and a rescue still takes it along.
    return { ops: [...byId.values()].filter((op) => op && !(op.state === "attention" && op.decided)), claims: all };
  });
  return ops.sort((a, b) => a.made_at - b.made_at || a.seq - b.seq).map((op) => row(op, claims.filter((c) => c.op_id === op.op_id)));
}

/** @param {OpRow} op @param {Claim[]} claims @returns {Waiting & {op_pending: boolean}} */
function row(op, claims) {
  return {
    op_id: op.op_id, type: op.type, case_id: op.case_id, target: targetOf(op), title: op.title, made_at: op.made_at, state: stateOf(op, claims), op_pending: op.state !== "acked",
    tries: doing.tries, next_try_at: doing.next_try_at, error: op.problem ?? claims.find((c) => c.problem)?.problem ?? doing.blocked ?? doing.error,
    bytes: op.bytes + claims.reduce((sum, c) => sum + c.bytes, 0),
    blobs: claims.map((c) => ({
      sha256: c.sha256, bytes: c.bytes, role: c.role, error: c.problem,
      state: c.state === "sent" ? "sent" : doing.sending.has(c.sha256) ? "sending" : "queued",
    })),
  };
}

/** What an op is about. @param {OpRow} op */
const targetOf = (op) => ({ type: op.target_type ?? "case", id: op.case_id });

/** @param {OpRow} op @param {Claim[]} claims @returns {Waiting["state"]} */
function stateOf(op, claims) {
  if (op.state === "attention") return "attention";
  if (doing.sending.has(op.op_id) || claims.some((c) => c.state === "unsent" && doing.sending.has(c.sha256))) return "sending";
  if (doing.blocked) return "blocked";
  return doing.tries > 0 ? "retry" : "queued";
}

/**
 * How much the server may not have, for the screens and for every pull.
 * @returns {Promise<{ops: number, blobs: number, bytes: number, oldest_at: number | null}>}
 */
export async function counts() {
  const rows = await waiting();
  const blobs = rows.flatMap((r) => r.blobs).filter((b) => b.state !== "sent");
  const ops = rows.filter((r) => r.op_pending).length;
  const sentBytes = rows.flatMap((r) => r.blobs).filter((b) => b.state === "sent").reduce((n, b) => n + b.bytes, 0);
  return { ops, blobs: blobs.length, bytes: rows.reduce((n, r) => n + r.bytes, 0) - sentBytes, oldest_at: rows[0]?.made_at ?? null };
}

/** @returns {Promise<{lane_id: string, op_id: string, body: string, hash: string, sig: string, seq: number, bytes: number}[]>} what a lane has to send, in order */
export const queuedOn = (/** @type {string} */ laneId) => reading(async (db) =>
  (await db.getAllFromIndex("ops", "by_state", "queued")).filter((op) => op.lane_id === laneId).sort((a, b) => a.seq - b.seq));

/**
 * What is unsent on lanes that are closed and may go by rescue, in the order it was made. A paper that was filed anew is left out: it is the same
 * paper with the same id and number, and the server would get it twice. The export still takes it along.
 * @returns {Promise<OpRow[]>}
 */
export const stuckOps = () => reading(async (db) => {
  const stuck = (await db.getAllFromIndex("ops", "by_state", "attention")).sort((a, b) => a.made_at - b.made_at || a.seq - b.seq);
  const next = await Promise.all(stuck.map((op) => (op.decided?.startsWith("refiled:") ? db.get("ops", op.decided.slice("refiled:".length)) : null)));
  return stuck.filter((op, i) => (op.target_type ?? "case") === "case" || next[i]?.type !== op.type);
});

/**
 * What a person must look at: refused, held or flagged by the server, or stuck on a closed lane.
 * @returns {Promise<{op_id: string, type: string, case_id: string, target: {type: string, id: string}, title: string, made_at: number, verdict: string, code: string|null, detail: unknown, said: string, photos: number}[]>}
 */
export const attention = () => reading(async (db) => {
  const receipts = (await db.getAll("receipts")).filter((r) => r.verdict !== "applied");
  const judged = await Promise.all(receipts.map(async (r) => ({ op: await db.get("ops", r.op_id), verdict: r.verdict, code: r.code, detail: r.detail })));
  const stuck = (await db.getAllFromIndex("ops", "by_state", "attention")).map((op) => ({ op, verdict: "unsent", code: op.problem, detail: null }));
  // What was handed over is with the leader; when it comes back, the op that it was about is here again, or the answer if that is not.
  const withLeader = (/** @type {any} */ { op, verdict, detail }) => op.type === HAND_OVER && verdict === "flagged" && !decisionOf(/** @type {any} */ ({ detail }));
  return [...judged, ...stuck].filter((row) => row.op && !row.op.decided && !withLeader(row)).sort((a, b) => b.op.made_at - a.op.made_at)
    .map(({ op, verdict, code, detail }) => ({ op_id: op.op_id, type: op.type, case_id: op.case_id, target: targetOf(op), title: op.title, made_at: op.made_at, verdict, code, detail, ...saidIn(op) }));
});

/** @returns {Promise<(import("../types.js").Receipt & {type: string, case_id: string, target: {type: string, id: string}, title: string, made_at: number})[]>} newest first */
export const receipts = () => reading(async (db) => {
  const rows = await Promise.all((await db.getAll("receipts")).map(async (r) => ({ r, op: await db.get("ops", r.op_id) })));
  return rows.filter(({ op }) => op).sort((a, b) => b.r.at - a.r.at)
    .map(({ r, op }) => ({ ...r, type: op.type, case_id: op.case_id, target: targetOf(op), title: op.title, made_at: op.made_at }));
});
