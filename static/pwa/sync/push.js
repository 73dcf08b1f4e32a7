// Ops go up, in order, exactly as they were signed (protocol 5, answers of push).
import { BATCH_BYTES, BATCH_OPS, push } from "../api/sync.js";
import { utf8 } from "../store/keys.js";
import { openLane, startOf } from "../store/lanes.js";
import { nowDoing, queuedOn } from "../store/outbox.js";
import { isReceipt, offerAgain, storeProblem, storeResults } from "../store/receipts.js";
import { askForLane, replaceLane, sameUser } from "./hello.js";
import { Stop, stopFor } from "./stop.js";

/**
 * @typedef {import("../types.js").Lane} Lane
 * @typedef {{op_id: string, seq: number, body: string, hash: string, sig: string}} Queued
 * @typedef {{user_id: string, progress: (n: number) => void, seen: Set<string>}} Round
 */

/**
 * Sends until nothing is queued on the open lane.
 * @param {Round} round
 * @throws {Stop}
 */
export async function pushAll(round) {
  let most = BATCH_OPS;
  for (;;) {
    const lane = await openLane();
    if (!lane) throw new Stop("failed", "no_lane");
    const batch = take(await queuedOn(String(lane.lane_id)), most);
    if (!batch.length) return;
    nowDoing({ sending: new Set(batch.map((op) => op.op_id)) });
    try {
      most = await heed(await push(String(lane.lane_id), batch.map(wire)), lane, batch, round);
    } finally {
      nowDoing({ sending: new Set() });
    }
  }
}

/** @param {Queued} op */
const wire = ({ body, hash, sig }) => ({ body, hash, sig });

/**
 * As many as fit, never fewer than one.
 * @template {Queued} T
 * @param {T[]} queued @param {number} most @returns {T[]}
 */
export function take(queued, most) {
  let bytes = 200; // the batch's own braces and lane id
  const end = queued.slice(0, most).findIndex((op) => (bytes += utf8(JSON.stringify(wire(op))).length + 1) > BATCH_BYTES);
  return queued.slice(0, end < 0 ? most : Math.max(1, end));
}

/**
 * @param {import("../types.js").Answer} answer @param {Lane} lane @param {Queued[]} batch @param {Round} round
 * @returns {Promise<number>} the largest batch to send next
 */
async function heed(answer, lane, batch, round) {
  if (answer.kind === "ok" && Array.isArray(answer.data?.results)) {
    await judged(answer.data.results, lane, batch, round);
    return BATCH_OPS;
  }
  if (answer.kind === "refused" && answer.status === 413) return halve(batch, lane);
  if (answer.kind === "refused" && answer.status === 409 && answer.details?.lane_head) {
    const results = Array.isArray(answer.data?.results) ? answer.data.results : [];
    round.progress(await storeResults(ofBatch(results, batch)));
    await (answer.code === "fork" ? replaceLane(lane, "fork") : resume(lane, answer.details.lane_head, batch, round));
    return BATCH_OPS;
  }
  throw stopFor(answer);
}

/** Only what we asked about. @param {any[]} results @param {Queued[]} batch */
const ofBatch = (results, batch) => results.filter((r) => batch.some((op) => op.op_id === r?.op_id));

/** @param {any[]} results @param {Lane} lane @param {Queued[]} batch @param {Round} round */
async function judged(results, lane, batch, round) {
  const ours = ofBatch(results, batch).filter(isReceipt);
  await storeResults(ours);
  round.progress(ours.length);
  const strange = results.find((r) => r?.verdict === "quarantined");
  if (strange) return inauthentic(strange, lane, batch, round);
  if (!ours.length) throw new Stop("failed", "unreadable_answer");
}

/**
 * The server cannot take an op of ours as ours. A session that is somebody else's is waited for, a lane the server has lost is
 * asked for again; otherwise the lane can go no further and work goes on in a new epoch.
 * @param {{op_id?: string|null, index?: number, code: string}} result @param {Lane} lane @param {Queued[]} batch @param {Round} round
 */
async function inauthentic(result, lane, batch, round) {
  if (result.code === "wrong_owner") await sameUser(round.user_id);
  if (result.code === "unknown_lane" && once(round, `unknown:${lane.lane_id}`)) return void (await askForLane());
  const op = batch.find((o) => o.op_id === result.op_id) ?? batch[result.index ?? 0];
  if (op) await storeProblem(op.op_id, result.code);
  await replaceLane(lane, result.code);
}

/** A gap: the server's head says where to go on from. @param {Lane} lane @param {{seq: number, hash: string}} head @param {Queued[]} batch @param {Round} round */
async function resume(lane, head, batch, round) {
  const found = await offerAgain(String(lane.lane_id), head, await startOf(lane));
  if (found !== "ok") return void (await replaceLane(lane, found));
  if (!once(round, `gap:${lane.lane_id}:${head.seq}:${batch[0].seq}`)) throw new Stop("failed", "gap");
}

/** False the second time: the same answer twice in a round leads nowhere. @param {Round} round @param {string} what */
function once(round, what) {
  const fresh = !round.seen.has(what);
  round.seen.add(what);
  return fresh;
}

/** A single op that is too large stands in nobody's way: work goes on in a new epoch. @param {Queued[]} batch @param {Lane} lane @returns {Promise<number>} */
async function halve(batch, lane) {
  if (batch.length > 1) return Math.ceil(batch.length / 2);
  await storeProblem(batch[0].op_id, "too_large");
  await replaceLane(lane, "too_large");
  return BATCH_OPS;
}
