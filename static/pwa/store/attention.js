// Ops that a person has to look at, or has dealt with: the whole of what was captured, and what has become of it since.
import { reading } from "./ledger.js";

/** What is done about an op of one's own (protocol 10): it never needs anybody's look by itself. */
export const HAND_OVER = "op.hand_over", WITHDRAW = "op.withdraw";

/**
 * @typedef {import("../types.js").OpRow} OpRow
 * @typedef {import("../types.js").Receipt} Receipt
 * @typedef {{decision: "confirm" | "dismiss", by: string, reason: string}} Decision
 * @typedef {{op: OpRow, body: any, receipt: Receipt | null, about: any}} Step
 */

/** What a leader said, once one has. @param {Receipt | null | undefined} receipt @returns {Decision | null} */
export const decisionOf = (receipt) => /** @type {any} */ (receipt?.detail)?.decision ?? null;

/** What somebody wrote in an op, and how many files it names: two of one kind are told apart by that. @param {OpRow} op @returns {{said: string, photos: number}} */
export function saidIn({ body }) {
  const { payload, blobs } = JSON.parse(body);
  return { said: [payload.text, payload.reason, payload.note].filter((one) => typeof one === "string" && one).join(" "), photos: blobs.length };
}

/**
 * One op of this person with all that was captured, and what they did about it afterwards, oldest first.
 * @param {string} opId
 * @returns {Promise<(Step & {claims: import("../types.js").Claim[], after: Step[]}) | null>} null when it is not, or no longer, on this phone
 */
export const lookedInto = (opId) => reading(async (db) => {
  const op = await db.get("ops", opId);
  if (!op) return null;
  const step = async (/** @type {OpRow} */ row) => ({ op: row, body: JSON.parse(row.body), receipt: (await db.get("receipts", row.op_id)) ?? null, about: null });
  const [claims, onIt, instead] = await Promise.all([
    db.getAll("claims", IDBKeyRange.bound([opId, ""], [opId, "\uffff"])), db.getAllFromIndex("ops", "by_case", opId), followUp(db, op)]);
  const rows = [...onIt, ...(instead && instead.case_id !== opId ? [instead] : [])].sort((a, b) => a.made_at - b.made_at);
  return { ...(await step(op)), claims, after: await Promise.all(rows.map(step)) };
});

/** The op that was made in place of this one. @param {any} db @param {OpRow} op */
const followUp = async (db, { decided }) => decided?.startsWith("refiled:") ? (await db.get("ops", decided.slice("refiled:".length))) ?? null : null;

/**
 * What has been dealt with and is still on this phone, the newest first: its history can be read.
 * @returns {Promise<{op_id: string, type: string, title: string, made_at: number, how: string, at: number, said: string}[]>} how: seen, confirmed, or the type of
 *   the op that was made about it
 */
export const dealtWith = () => reading(async (db) => {
  const done = (await db.getAll("ops")).filter((op) => op.decided && op.type !== HAND_OVER && op.type !== WITHDRAW);
  const rows = await Promise.all(done.map(async (op) => {
    const next = await followUp(db, op);
    return { op_id: op.op_id, type: op.type, title: op.title, made_at: op.made_at, said: saidIn(op).said, how: next ? next.type : op.decided, at: next?.made_at ?? op.acked_at ?? op.made_at };
  }));
  return rows.sort((a, b) => b.at - a.at);
});
