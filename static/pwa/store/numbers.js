// Numbers of papers (文号, protocol 7) lent to this phone: `free` until a paper takes one, `taken` by our op, `gone` when it is no longer
// ours to give. Rows are never deleted. What an open draft has frozen is free but spoken for.
import { clockRanBack } from "../domain/clock.js";
import { ActionError } from "./errors.js";
import { emit } from "./bus.js";
import { clockReading } from "./device.js";
import { reading, strictly } from "./ledger.js";
import { nowHere } from "./time.js";

/**
 * @typedef {import("../types.js").NumberRow} NumberRow
 * @typedef {import("../types.js").TakenNumber} TakenNumber
 * @typedef {{lease_id: string, register: string, from: number, to: number, next: number}} Lease
 * @typedef {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} Tx
 */

/**
 * What this phone has of a register, without what drafts have spoken for.
 * @param {string} register
 * @returns {Promise<{free: number[], from: number | null, to: number | null}>} from and to: the ends of what is left
 */
export async function block(register) {
  const free = (await usable(register)).map((row) => row.n);
  return { free, from: free[0] ?? null, to: free.at(-1) ?? null };
}

/**
 * The number that the next paper would bear.
 * @param {string} register @param {boolean} [exceptFrozen] false: also one that an open draft has spoken for
 * @returns {Promise<TakenNumber | null>}
 */
export async function nextFree(register, exceptFrozen = true) {
  const row = (await usable(register, exceptFrozen))[0];
  return row ? { register: row.register, n: row.n, lease_id: row.lease_id } : null;
}

/** May a pre-printed form (预印文书) bear this number: it is none of this phone's own. @param {string} register @param {number} n @returns {Promise<boolean>} */
export const isStrange = (register, n) => reading(async (db) => !(await db.get("numbers", [register, n])));

/** Is this number still ours to give? @param {TakenNumber} number @returns {Promise<boolean>} */
export const isFree = ({ register, n }) => reading(async (db) => (await db.get("numbers", [register, n]))?.state === "free");

/** Why no paper can be numbered now: the phone's clock went back, so that its word about the day is worth nothing. @returns {Promise<null | "clock_back">} */
export async function cannotNumber() {
  const known = await clockReading();
  return known && clockRanBack(known, nowHere()) ? "clock_back" : null;
}

/** @param {string} register @param {boolean} [exceptFrozen] @returns {Promise<NumberRow[]>} the lowest first */
const usable = (register, exceptFrozen = true) => reading(async (db) => {
  const tx = db.transaction(["numbers", "lanes", "drafts"]);
  const [rows, lanes, drafts] = await Promise.all([
    tx.objectStore("numbers").getAll(registerRange(register)), tx.objectStore("lanes").getAll(), tx.objectStore("drafts").getAll(),
  ]);
  const open = lanes.find((lane) => lane.state === "open")?.lane_id;
  const spoken = new Set(exceptFrozen ? drafts.map((draft) => spokenFor(draft)).filter((one) => one?.register === register).map((one) => one?.n) : []);
  return rows.filter((row) => row.state === "free" && row.lane_id === open && !spoken.has(row.n));
});

/** @param {TakenNumber | null | undefined} a @param {TakenNumber | null | undefined} b */
export const sameNumber = (a, b) => Boolean(a && b) && a?.register === b?.register && a?.n === b?.n;

/** The number a draft holds: of its frozen text, or of a sheet that was printed or signed with it. @param {any} draft @returns {TakenNumber | null} */
export const spokenFor = (draft) => draft?.frozen?.number ?? draft?.reserved ?? null;

/** On a sheet that somebody has signed or that was printed: the server takes it as ours whatever has become of its lease. @param {any} draft */
const onPaper = (draft) => (draft.reserved || draft.printed_at || draft.photos?.length ? spokenFor(draft) : null);

/** @param {any[]} drafts @returns {Set<string>} `register#n` of what stands on paper */
const keptFor = (drafts) => new Set(drafts.map(onPaper).filter((one) => one !== null).map(({ register, n }) => `${register}#${n}`));

const registerRange = (/** @type {string} */ register) => IDBKeyRange.bound([register, 0], [register, Infinity]);

/**
 * Takes a number inside keep's own transaction. One without a lease stands on a pre-printed form, and comes to be here with the op.
 * @param {Tx} tx @param {TakenNumber} number @param {{op_id: string, lane_id: string, instead_of: string | null}} by instead_of: an op
 *   of ours that bears it and is stuck on this phone
 * @throws {ActionError} number_moved when it is not free any more
 */
export async function takeNumber(tx, { register, n, lease_id }, { op_id, lane_id, instead_of }) {
  const had = /** @type {NumberRow | undefined} */ (await tx.objectStore("numbers").get([register, n]));
  const row = had ?? (lease_id === null ? { register, n, lease_id, lane_id, state: "free", op_id: null } : undefined);
  const same = row?.state === "taken" && instead_of !== null && row.op_id === instead_of;
  if (!row || !(row.state === "free" || same)) throw new ActionError("number_moved");
  await tx.objectStore("numbers").put({ ...row, state: "taken", op_id });
}

/** A number that will be on no paper; one that is ours no longer is left as it is. @param {Tx} tx @param {{register: string, n: number}} number @param {string} opId */
export async function voidNumber(tx, { register, n }, opId) {
  const row = await tx.objectStore("numbers").get([register, n]);
  if (row?.state === "free") await tx.objectStore("numbers").put({ ...row, state: "gone", op_id: opId });
}

/** Nothing new is numbered from a lane that is closed. @param {Tx} tx @param {string} laneId */
export async function endLane(tx, laneId) {
  const kept = keptFor(await tx.objectStore("drafts").getAll());
  for (const row of await tx.objectStore("numbers").getAll()) {
    if (row.lane_id === laneId && row.state === "free" && !kept.has(`${row.register}#${row.n}`)) await tx.objectStore("numbers").put({ ...row, state: "gone" });
  }
}

/**
 * The leases of a lane as the server has them now, from `POST /devices` and every pull. What is still free here and not among them, or
 * comes before a lease's next, is gone; but not what stands on a sheet already.
 * @param {string} laneId @param {Lease[]} leases all of the lane that hold a number
 */
export async function leasesTold(laneId, leases) {
  const same = (await changesOf(laneId, leases)) === 0;
  if (same) return;
  await strictly(["numbers", "drafts"], async (tx) => {
    const store = tx.objectStore("numbers"), kept = keptFor(await tx.objectStore("drafts").getAll());
    for (const row of changes(await store.getAll(), laneId, leases, kept)) await store.put(row);
  });
  emit("changed");
}

/** One block more, the answer to our asking. @param {string} laneId @param {Lease} lease */
export async function leaseGiven(laneId, lease) {
  await strictly(["numbers", "lanes"], async (tx) => {
    const store = tx.objectStore("numbers");
    for (const row of changes(await store.getAll(), laneId, [lease], null)) await store.put(row);
    await answered(tx, laneId, lease.register);
  });
  emit("changed");
}

/** @param {string} laneId @param {Lease[]} leases */
const changesOf = (laneId, leases) => reading(async (db) => changes(await db.getAll("numbers"), laneId, leases, keptFor(await db.getAll("drafts"))).length);

/** @param {NumberRow[]} rows @param {string} laneId @param {Lease[]} leases @param {Set<string> | null} kept null: these are not all leases of the lane; else what stays free without one @returns {NumberRow[]} rows to write */
function changes(rows, laneId, leases, kept) {
  const known = new Map(rows.map((row) => [`${row.register}#${row.n}`, row])), written = [];
  const lent = new Set();
  for (const { lease_id, register, from, to, next } of leases) {
    for (let n = from; n <= to; n += 1) {
      const row = known.get(`${register}#${n}`);
      if (n >= next) lent.add(`${register}#${n}`);
      if (!row) written.push(/** @type {NumberRow} */ ({ register, n, lease_id, lane_id: laneId, state: n < next ? "gone" : "free", op_id: null }));
      else if (!kept && row.state === "free" && n < next) written.push({ ...row, state: /** @type {const} */ ("gone") });
    }
  }
  const lost = kept ? rows.filter((row) => row.state === "free" && row.lane_id === laneId && ![lent, kept].some((some) => some.has(`${row.register}#${row.n}`))) : [];
  return [...written, ...lost.map((row) => ({ ...row, state: /** @type {const} */ ("gone") }))];
}

/**
 * The id under which a block of a register is asked for; the same until it is answered, so that asking twice gets one block.
 * @param {string} laneId @param {string} register @param {() => string} fresh @returns {Promise<string>}
 */
export const askFor = (laneId, register, fresh) => strictly(["lanes"], async (tx) => {
  const lane = await tx.objectStore("lanes").index("by_lane").get(laneId);
  const request = lane.asks?.[register] ?? fresh();
  if (!lane.asks?.[register]) await tx.objectStore("lanes").put({ ...lane, asks: { ...lane.asks, [register]: request } });
  return request;
});

/** The server has said no. @param {string} laneId @param {string} register */
export const askRefused = (laneId, register) => strictly(["lanes"], (tx) => answered(tx, laneId, register));

/** @param {Tx} tx @param {string} laneId @param {string} register */
async function answered(tx, laneId, register) {
  const lane = await tx.objectStore("lanes").index("by_lane").get(laneId);
  if (!lane?.asks?.[register]) return;
  const { [register]: _, ...asks } = lane.asks;
  await tx.objectStore("lanes").put({ ...lane, asks });
}
