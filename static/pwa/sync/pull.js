// What the server knows comes down, scope by scope, until there is no more.
import { BUILD } from "../build.js";
import { pull } from "../api/sync.js";
import { lackedByServer } from "../store/blobs.js";
import { cursors, dropBefore } from "../store/cache.js";
import { currentUser, notePull } from "../store/device.js";
import { openLane } from "../store/lanes.js";
import { leasesTold } from "../store/numbers.js";
import { counts } from "../store/outbox.js";
import { mirror } from "../store/mirror.js";
import { takePage } from "../store/pulled.js";
import { settle, storeResults, unsettled } from "../store/receipts.js";
import { heldRecords } from "../store/records.js";
import { Stop, stopFor } from "./stop.js";

/** The first page is small, so that there is something to look at soon. */
const FIRST_PAGE = 500, PAGE = 2000;

/**
 * @param {string} userId
 * @returns {Promise<number>} pages taken
 * @throws {Stop}
 */
export async function pullAll(userId) {
  const acknowledged = await unsettled();
  await mirror(); // what cannot be read is emptied before the cursors say how far it goes
  for (let pages = 1; ; pages += 1) {
    const asked = await cursors();
    const lane = await heldHere();
    const answer = await pull({ cursors: asked, limit: pages === 1 ? FIRST_PAGE : PAGE, lane, build: BUILD });
    if (answer.kind !== "ok" || !Array.isArray(answer.data?.scopes)) throw stopFor(answer);
    if ((await currentUser())?.id !== userId) throw new Stop("blocked", "other_user");
    await storeResults(answer.data.verdicts ?? []);
    if (lane.lane_id && Array.isArray(answer.data.leases)) await leasesTold(lane.lane_id, answer.data.leases);
    const more = await takePage(answer.data.scopes, await heldRecords(userId), () => heldRecords(userId), Object.keys(asked));
    await lackedByServer(photosIn(answer.data.scopes));
    if (!more) {
      await settle(acknowledged);
      await notePull(Date.now());
      dropBefore();
      return pages;
    }
    if (JSON.stringify(asked) === JSON.stringify(await cursors())) throw new Stop("failed", "pull_stands_still");
  }
}

/** Every photo that a page of records names. @param {import("../types.js").PulledScope[]} scopes */
const photosIn = (scopes) => scopes.flatMap((scope) => (scope.records ?? []).flatMap((record) => record.data?.photos ?? []));

/** What this phone still holds, told with every pull. */
async function heldHere() {
  const [lane, { ops, blobs, oldest_at }] = await Promise.all([openLane(), counts()]);
  return { lane_id: lane?.lane_id ?? null, seq: lane?.head_seq ?? 0, pending_ops: ops, pending_blobs: blobs, oldest_pending_at: oldest_at };
}
