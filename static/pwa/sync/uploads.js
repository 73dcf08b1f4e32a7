// Photos go up one at a time, the smallest first, after the op that names them.
import { putBlob } from "../api/sync.js";
import { blobProblem, blobSent, claimants, localPhoto, uploadable } from "../store/blobs.js";
import { sha256 as digest } from "../store/keys.js";
import { openLane } from "../store/lanes.js";
import { nowDoing, queuedOn } from "../store/outbox.js";
import { pushAll } from "./push.js";
import { Stop, stopFor } from "./stop.js";

/**
 * Tries every photo that may go up once. One that fails stands in nobody's way; new ops overtake the rest.
 * @param {import("./push.js").Round} round
 * @throws {Stop} failed, after all were tried, when one did not go up
 */
export async function uploadAll(round) {
  const tried = new Set();
  /** @type {string | null} */
  let failed = null;
  for (;;) {
    const next = (await uploadable()).find((claim) => !tried.has(claim.sha256));
    if (!next) break;
    tried.add(next.sha256);
    nowDoing({ sending: new Set([next.sha256]) });
    try {
      const problem = await upload(next.sha256, next.mime);
      if (problem) await blobProblem(next.sha256, (failed = problem));
      else round.progress(1);
    } catch (/** @type {any} */ error) {
      if (error?.code !== "storage_lost") throw error;
      failed = error.code; // a connection lost in passing says nothing about the photo, which is not called damaged for it
    } finally {
      nowDoing({ sending: new Set() });
    }
    const lane = await openLane();
    if (lane && (await queuedOn(String(lane.lane_id))).length) await pushAll(round);
  }
  if (failed) throw new Stop("failed", failed);
}

/**
 * @param {string} sha @param {string} mime
 * @returns {Promise<string | null>} what was wrong with this one, null when the server has it
 */
async function upload(sha, mime) {
  const file = await localPhoto(sha);
  if (!file) return "storage_lost";
  const ops = await claimants(sha);
  const answer = await putBlob(sha, file.buffer, mime);
  if (answer.kind === "ok") return blobSent(sha, ops).then(() => null);
  if (answer.kind === "failed") return answer.code;
  if (answer.kind !== "refused" || answer.status === 403) throw stopFor(answer);
  if (answer.status === 422 && (await digest(file.buffer)) !== sha) return "damaged";
  return answer.code;
}
