// Numbers of papers are fetched before they run out: an order is made where there is no network (protocol 7).
import { lease } from "../api/sync.js";
import { registersOf } from "../domain/numbering.js";
import { uuid7 } from "../domain/ids.js";
import { localDay } from "../domain/instants.js";
import { certified } from "../store/authority.js";
import { openLane } from "../store/lanes.js";
import { askFor, askRefused, block, leaseGiven } from "../store/numbers.js";
import { rulebook } from "../store/records.js";
import { serverNow } from "../store/time.js";
import { stopFor } from "./stop.js";

/** Blocks of ten, refilled at five left. */
const BLOCK = 10, REFILL_AT = 5;

/**
 * Asks for a block of each register that runs low, in December also of next year's; only for officers who may sign. That the server
 * lends none is no failure of the round.
 * @throws {import("./stop.js").Stop} when there was no answer; the same block is then asked for again
 */
export async function refill() {
  const [rules, lane, now] = await Promise.all([rulebook(), openLane(), serverNow()]);
  if (!rules?.documents || !lane?.lane_id) return;
  const day = localDay(now, rules.clocks);
  if (!(await certified(day))) return;
  for (const register of registersOf(rules.documents, day)) {
    // Twice at the most: the answer to a question that was lost may be a block that is known, and used up, by now.
    for (let tries = 0; tries < 2 && (await block(register)).free.length <= REFILL_AT; tries += 1) {
      if (!(await ask(lane.lane_id, register))) break;
    }
  }
}

/** @param {string} laneId @param {string} register @returns {Promise<boolean>} whether a block was lent */
async function ask(laneId, register) {
  const request = await askFor(laneId, register, uuid7);
  const answer = await lease({ register, lane_id: laneId, want: BLOCK, request_id: request });
  if (answer.kind === "ok" && answer.data?.lease_id && answer.data.register === register) return leaseGiven(laneId, answer.data).then(() => true);
  if (answer.kind !== "refused") throw stopFor(answer);
  return askRefused(laneId, register).then(() => false);
}
