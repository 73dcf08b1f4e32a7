// A phone that was shut out forgets what it may (protocol 4): the records, what the server has, the numbers, the use of its keys.
// What is unsent stays, with its signed bytes, and can only be exported.
import { emptyCache } from "./cache.js";
import { setCurrentUser, setShutOut } from "./device.js";
import { forgetAcknowledged } from "./forget.js";
import { shutLanes } from "./lanes.js";

/**
 * Doing it twice changes nothing. Stopped half-way, the next contact begins it again: who is at work here goes last.
 * @param {number} now Unix ms
 */
export async function wipe(now) {
  await setShutOut(now);
  await shutLanes("lane_revoked");
  await forgetAcknowledged();
  await emptyCache();
  await setCurrentUser(null);
}
