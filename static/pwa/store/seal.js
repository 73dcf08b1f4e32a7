// From what a person did to the signed text that goes to the server (protocol 3).
import { BUILD } from "../build.js";
import { ActionError } from "./errors.js";
import { sha256Text, sign, utf8 } from "./keys.js";
import { LEDGER_SCHEMA } from "./ledger.js";
import { stamp } from "./time.js";

/** The server takes no longer op (protocol 5), in bytes. */
export const OP_BYTES_MAX = 64 * 1024;

/**
 * @typedef {{sha256: string, bytes: number, mime: string, role: string}} WireBlob
 * @typedef {{body: string, hash: string, sig: string, prev_hash: string, bytes: number}} Sealed
 */

/**
 * Builds, hashes and signs the next op of a lane. Call it under the lane's lock and before any transaction.
 * @param {import("../types.js").Lane} lane open
 * @param {string} opId
 * @param {import("../types.js").Intent} intent
 * @param {WireBlob[]} blobs
 * @returns {Promise<Sealed>}
 * @throws {ActionError} invalid:text when the op is larger than OP_BYTES_MAX · invalid:payload when it holds a float
 */
export async function seal(lane, opId, intent, blobs) {
  if (!integersOnly(intent.payload)) throw new ActionError("invalid:payload");
  const prevHash = /** @type {string} */ (lane.head_hash);
  const body = JSON.stringify({
    v: 1, op_id: opId, lane_id: lane.lane_id, user_id: lane.user_id, device_id: lane.device_id,
    lane_seq: lane.head_seq + 1, prev_hash: prevHash,
    type: intent.type, type_v: 1, kind: intent.kind, target: intent.target,
    base: intent.base ?? { version: 0, after: [] }, expect: intent.expect ?? {},
    at: await stamp(), place: wirePlace(intent.place), payload: intent.payload, blobs, number: intent.number ?? null,
    supersedes: intent.supersedes ?? null,
    app: { build: BUILD, ledger_schema: LEDGER_SCHEMA, rulebook: intent.rulebook ?? null },
  });
  const bytes = utf8(body).length;
  if (bytes > OP_BYTES_MAX) throw new ActionError("invalid:text");
  return { body, bytes, prev_hash: prevHash, hash: await sha256Text(body), sig: await sign(lane.keys, body) };
}

/**
 * @param {import("../types.js").Place | null | undefined} place
 */
function wirePlace(place) {
  if (!place) return { lat_e7: null, lon_e7: null, acc_cm: null, fix_at: null, source: "none", datum: "WGS84" };
  const fixAt = typeof place.fix_at === "number" ? new Date(place.fix_at).toISOString() : place.fix_at ?? null;
  const whole = (/** @type {number} */ n) => (Number.isFinite(n) ? Math.round(n) : null);
  return { lat_e7: whole(place.lat_e7), lon_e7: whole(place.lon_e7), acc_cm: whole(place.acc_cm), fix_at: fixAt, age_ms: whole(place.age_ms ?? NaN), source: place.source, datum: "WGS84" };
}

/** No floats anywhere (protocol 3): they do not survive every JSON reader unchanged. @param {unknown} value @returns {boolean} */
export function integersOnly(value) {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (value && typeof value === "object") return Object.values(value).every(integersOnly);
  return true;
}
