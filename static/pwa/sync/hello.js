// Once per page load and sign-in: is the session this person's, and which lane is ours?
import { register } from "../api/sync.js";
import { whoAmI } from "../api/session.js";
import { currentUser, installId, setCurrentUser, setShutOut } from "../store/device.js";
import { laneGiven, laneToAskFor, startOf } from "../store/lanes.js";
import { withLock } from "../store/locks.js";
import { leasesTold } from "../store/numbers.js";
import { offerAgain } from "../store/receipts.js";
import { wipe } from "../store/wipe.js";
import { rescueStuck } from "./rescue.js";
import { Stop, stopFor } from "./stop.js";

/** @typedef {import("../types.js").Lane} Lane */

/** @type {string | null} */
let greeted = null;

/** The session may have changed: ask again in the next round. */
export const forgetGreeting = () => void (greeted = null);

/** Nothing has happened since the greeting that asks for another. */
export const hasGreeted = () => greeted !== null;

/**
 * @param {string} userId who is at work here
 * @throws {Stop} blocked `other_user` when the browser's session is somebody else's (the desk open in another tab):
 *         nothing may be pushed then, it would go to quarantine; `lane_revoked` when this phone is shut out: then it has wiped itself
 */
export async function hello(userId) {
  if (greeted === userId) return;
  try {
    await sameUser(userId);
    const lane = await askForLane();
    if (lane.state !== "open") throw new Stop("failed", "no_lane");
  } catch (error) {
    if (error instanceof Stop && error.reason === "lane_revoked") await wipe(Date.now());
    throw error;
  }
  await setShutOut(null);
  await rescueStuck();
  greeted = userId;
}

/** @param {string} userId */
export async function sameUser(userId) {
  const answer = await whoAmI();
  if (answer.kind !== "ok") throw stopFor(answer);
  if (answer.data?.user?.id !== userId) throw new Stop("blocked", "other_user");
  const known = await currentUser();
  if (known?.id === userId && JSON.stringify(known) !== JSON.stringify(answer.data.user)) await setCurrentUser(answer.data.user);
}

/**
 * Registers the lane in use, or the first one. What the server's head lacks is queued again.
 * @returns {Promise<Lane>}
 * @throws {Stop}
 */
export async function askForLane() {
  const asked = await laneToAskFor();
  const given = await registered(asked);
  if (asked.state === "open" && given.lane_id !== asked.lane_id) return replaceLane(asked, "unknown_lane");
  const lane = await laneGiven(asked.key_id, given);
  if (asked.state === "open") {
    const found = await offerAgain(String(lane.lane_id), given.lane_head, await startOf(lane));
    if (found !== "ok") return replaceLane(lane, found);
  }
  await leasesTold(String(lane.lane_id), given.leases ?? []);
  return lane;
}

/**
 * A new epoch: new key, new lane; the old one is closed with what it has not sent, which goes by rescue at the next greeting.
 * @param {Lane} old
 * @param {string} reason
 * @returns {Promise<Lane>}
 * @throws {Stop} when the server cannot be asked; the old lane is then still open
 */
export async function replaceLane(old, reason) {
  const asked = await laneToAskFor({ fresh: true });
  const given = await registered(asked);
  const swap = () => laneGiven(asked.key_id, given, { lane_id: String(old.lane_id), reason });
  const lane = await withLock(`lane-${old.lane_id}`, swap);
  forgetGreeting();
  await leasesTold(String(lane.lane_id), given.leases ?? []);
  return lane;
}

/** @param {Lane} lane */
async function registered(lane) {
  const answer = await register({ install_id: await installId(), name: deviceName(), jwk: lane.jwk, ...(lane.epoch ? { epoch: lane.epoch } : {}) });
  if (answer.kind !== "ok" || !answer.data?.lane_id || !answer.data?.lane_head) throw stopFor(answer);
  return answer.data;
}

/** What a person recognises their phone by, in the list of devices. */
function deviceName() {
  const agent = /** @type {any} */ (navigator);
  const system = agent.userAgentData?.platform || /iPhone|iPad|Android|Windows|Mac OS X|Linux/.exec(agent.userAgent ?? "")?.[0];
  return system || "browser";
}
