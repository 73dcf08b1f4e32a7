// Photos of ours that are no longer readable as they were taken, and which of them the office has been told of.
import { uuid7 } from "../domain/ids.js";
import { prefs, setPref } from "./device.js";
import { reading } from "./ledger.js";

const BROKEN = ["damaged", "storage_lost"];
const PREF = "damaged_photos";

/** @typedef {{id: string, told: boolean}} Noted by `<op>|<hash>` */

/** @returns {Promise<Record<string, Noted>>} */
const noted = async () => /** @type {any} */ ((await prefs())[PREF]) ?? {};

/**
 * Those that the office does not know of. Each has an id that stays the same however often it is said.
 * @returns {Promise<{id: string, op_id: string, sha256: string, type: string, title: string, problem: string}[]>}
 */
export async function damagedPhotos() {
  const broken = await reading(async (db) => {
    const claims = (await db.getAllFromIndex("claims", "by_state", "unsent")).filter((claim) => BROKEN.includes(String(claim.problem)));
    return Promise.all(claims.map(async (claim) => ({ claim, op: await db.get("ops", claim.op_id) })));
  });
  if (!broken.length) return [];
  const had = await noted(), found = broken.map(({ claim, op }) => {
    const key = `${claim.op_id}|${claim.sha256}`;
    had[key] ??= { id: uuid7(), told: false };
    return { ...had[key], op_id: claim.op_id, sha256: claim.sha256, type: op?.type ?? "", title: op?.title ?? "", problem: String(claim.problem) };
  });
  await setPref(PREF, had);
  return found.filter((one) => !one.told);
}

/** @param {string} id */
export async function saidOf(id) {
  const had = await noted();
  await setPref(PREF, Object.fromEntries(Object.entries(had).map(([key, one]) => [key, one.id === id ? { ...one, told: true } : one])));
}
