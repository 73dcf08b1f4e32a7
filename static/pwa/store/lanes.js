// This person's lanes on this phone (protocol 1): at most one is open, the closed ones stay with what they hold.
import { uuid7 } from "../domain/ids.js";
import { firstPrevText } from "../domain/chain.js";
import { currentUser, installId } from "./device.js";
import { ActionError } from "./errors.js";
import { makeKeys, publicJwk, sha256Text } from "./keys.js";
import { reading, strictly } from "./ledger.js";
import { endLane } from "./numbers.js";

/** @typedef {import("../types.js").Lane} Lane */

/** @returns {Promise<Lane[]>} oldest first */
export const lanes = () => reading(async (db) => (await db.getAll("lanes")).sort((a, b) => a.made_at - b.made_at));

/** @returns {Promise<Lane | null>} the lane new ops go to, or null before the first contact with the server */
export async function openLane() {
  return (await lanes()).find((lane) => lane.state === "open") ?? null;
}

/**
 * The lane to register: the open one, the one a lost answer left asking, or a new one with a new key. The key is
 * on disk before the server hears of it, so that asking twice gives one lane.
 * @param {{fresh?: boolean}} [how] fresh: never the open one, because it is about to be replaced
 * @returns {Promise<Lane>}
 */
export async function laneToAskFor({ fresh = false } = {}) {
  const had = (await lanes()).filter((lane) => lane.state === "asking" || (lane.state === "open" && !fresh));
  const usable = had.find((lane) => lane.state === "open") ?? had[0];
  if (usable) return usable;
  const user = await currentUser();
  if (!user) throw new ActionError("no_user");
  const keys = await makeKeys();
  /** @type {Lane} */
  const lane = {
    key_id: uuid7(), user_id: user.id, install_id: await installId(), state: "asking", keys, jwk: await publicJwk(keys),
    lane_id: null, device_id: null, epoch: null, nonce: null, head_seq: 0, head_hash: null, made_at: Date.now(), closed_at: null, closed_reason: null,
  };
  await strictly(["lanes"], (tx) => tx.objectStore("lanes").put(lane));
  return lane;
}

/** The `prev_hash` of a lane's first op. @param {{lane_id: string|null, nonce: string|null}} lane */
export const startOf = (lane) => sha256Text(firstPrevText(String(lane.lane_id), String(lane.nonce)));

/**
 * Takes the server's answer to `POST /devices`. With `replaces`, the old lane is closed in the same transaction, so
 * that there is a lane to file on at every moment; what it has not sent stays, as `attention`, and nothing waits behind it.
 * @param {string} keyId
 * @param {{device_id: string, lane_id: string, nonce: string, epoch?: number}} given
 * @param {{lane_id: string, reason: string}} [replaces] reason: a quarantine code, `fork` or `gap_lost`
 * @returns {Promise<Lane>}
 */
export async function laneGiven(keyId, given, replaces) {
  const start = await startOf(given);
  return strictly(["lanes", "ops", "numbers", "drafts"], async (tx) => {
    const store = tx.objectStore("lanes");
    const lane = await store.get(keyId);
    if (!lane) throw new ActionError("storage_lost");
    if (replaces) await close(tx, replaces);
    if (lane.state === "asking") {
      Object.assign(lane, { state: "open", device_id: given.device_id, lane_id: given.lane_id, nonce: given.nonce, epoch: given.epoch ?? null, head_hash: start });
      await store.put(lane);
    }
    return lane;
  });
}

/**
 * This phone is shut out: every lane of this person is closed and its key thrown away, so that nothing can be signed with it.
 * @param {string} reason
 */
export async function shutLanes(reason) {
  await strictly(["lanes", "ops", "numbers", "drafts"], async (tx) => {
    for (const lane of await tx.objectStore("lanes").getAll()) {
      if (lane.state === "open") await close(tx, { lane_id: lane.lane_id, reason });
      const { keys, ...rest } = await tx.objectStore("lanes").get(lane.key_id);
      await tx.objectStore("lanes").put({ ...rest, keys: null, state: "closed", closed_at: rest.closed_at ?? Date.now(), closed_reason: rest.closed_reason ?? reason });
    }
  });
}

/** @param {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} tx @param {{lane_id: string, reason: string}} old */
async function close(tx, { lane_id, reason }) {
  const lane = await tx.objectStore("lanes").index("by_lane").get(lane_id);
  if (lane) await tx.objectStore("lanes").put({ ...lane, state: "closed", closed_at: Date.now(), closed_reason: reason });
  await endLane(tx, lane_id);
  const rows = await tx.objectStore("ops").index("by_lane").getAll(laneRange(lane_id));
  for (const row of rows.filter((op) => op.state === "queued")) {
    // An op that has a receipt and was only being offered again is safe; the others need a person.
    const state = row.acked_at ? "acked" : "attention";
    await tx.objectStore("ops").put({ ...row, state, problem: row.problem ?? (row.acked_at ? null : reason) });
  }
}

/** All ops of a lane, in index terms. @param {string} laneId @param {number} [from] first lane_seq */
export const laneRange = (laneId, from = 0) => IDBKeyRange.bound([laneId, from], [laneId, Infinity]);
