// One round of sync: greet, push, upload, pull, fetch numbers, tidy.
import { currentUser } from "../store/device.js";
import { forgetOld } from "../store/forget.js";
import { counts } from "../store/outbox.js";
import { lastHeard } from "../store/time.js";
import { finishSignOut } from "../api/session.js";
import { time } from "../api/sync.js";
import { tellTroubles, watchLog } from "./checkpoint.js";
import { tellDamaged } from "./damaged.js";
import { forgetGreeting, hasGreeted, hello } from "./hello.js";
import { refill } from "./numbers.js";
import { pullAll } from "./pull.js";
import { pushAll } from "./push.js";
import { Stop, stopFor } from "./stop.js";
import { uploadAll } from "./uploads.js";

/**
 * @param {(what: {state?: "pushing"|"pulling", progress?: {done: number, total: number}}) => void} say
 * @param {{probe: boolean}} how probe: ask first whether anybody is there, before megabytes are sent into nothing
 * @returns {Promise<void>} when everything is sent and everything new is here
 * @throws {Stop}
 */
export async function round(say, { probe }) {
  if (probe) await reachable();
  const user = await currentUser();
  if (!user) return finishSignOut();
  try {
    await hello(user.id);
    const held = await upward(user.id, say);
    say({ state: "pulling" });
    await pullAll(user.id);
    await refill();
    await forgetOld(await lastHeard());
    await watchLog(Date.now()).then(tellTroubles).catch((error) => console.error("log", error)); // whatever is wrong there, work goes on
    await tellDamaged().catch((error) => console.error("damaged", error));
    if (held) throw held;
  } catch (error) {
    if (error instanceof Stop && error.kind === "blocked") forgetGreeting();
    throw error;
  }
}

/** @param {string} userId @param {Parameters<typeof round>[0]} say @returns {Promise<Stop | null>} a failure that need not keep us from pulling */
async function upward(userId, say) {
  const waiting = await counts();
  const progress = { done: 0, total: waiting.ops + waiting.blobs };
  say({ state: "pushing", progress });
  const onward = (/** @type {number} */ n) => {
    progress.done += n;
    say({ progress: { ...progress, total: Math.max(progress.total, progress.done) } });
  };
  const trip = { user_id: userId, progress: onward, seen: new Set() };
  try {
    await pushAll(trip);
    await uploadAll(trip);
    if (hasGreeted()) return null;
    await hello(userId); // a lane was replaced on the way: what it had not sent goes now, and its photos
    await uploadAll(trip);
    return null;
  } catch (error) {
    if (error instanceof Stop && error.kind === "failed") return error;
    throw error;
  }
}

async function reachable() {
  const answer = await time();
  if (answer.kind !== "ok") throw stopFor(answer);
}
