// Reading what this phone knows.
import { on } from "./bus.js";
import { cache } from "./cache.js";
import { currentUser } from "./device.js";
import { ledgerOf } from "./ledger.js";

/** @typedef {import("../types.js").ShownCase} ShownCase */

/** @type {Map<string, Promise<any[]>>} reference data by type, until a pull touches it */
let remembered = new Map();
on("changed", (detail) => {
  if (!detail || !("types" in detail)) return;
  if (detail.types === null) remembered = new Map();
  else for (const type of detail.types) remembered.delete(type);
});

/** @param {string} type @param {string} id @returns {Promise<any | null>} the record's data */
export async function get(type, id) {
  return (await cache.use((db) => db.get("records", [type, id])))?.data ?? null;
}

/** @param {string} type @returns {Promise<any[]>} the data of every record of the type */
export async function all(type) {
  return (await rows(type)).map((row) => row.data);
}

/** @param {string} type @returns {Promise<any[]>} */
const rows = (type) => cache.use((db) => db.getAllFromIndex("records", "by_type", type));

/** As `all`, remembered until a pull changes it: categories, units, grids. @param {string} type @returns {Promise<any[]>} */
export function reference(type) {
  const had = remembered.get(type);
  if (had) return had;
  const asked = all(type);
  remembered.set(type, asked);
  asked.catch(() => remembered.delete(type));
  return asked;
}

/** The rulebook in force, or null before the first pull. @returns {Promise<any | null>} */
export async function rulebook() {
  return (await reference("rulebook"))[0] ?? null;
}

/**
 * Every case this person may see, as it will be once their own pending work is through.
 * @param {string} userId
 * @returns {Promise<ShownCase[]>}
 */
export async function shownCases(userId) {
  const [{ replay }, world, records, ops] = await Promise.all([import("./replay.js"), worldOf(userId), rows("case"), unshown(userId)]);
  return replay(records, ops, world);
}

/** @param {string} id @returns {Promise<ShownCase | null>} */
export async function shownCase(id) {
  const user = await currentUser();
  if (!user) return null;
  return (await shownCases(user.id)).find((c) => c.id === id) ?? null;
}

/** @param {string} userId */
async function worldOf(userId) {
  const [rules, categories, units, user] = await Promise.all([rulebook(), reference("category"), reference("unit"), currentUser()]);
  const grants = user?.grants ?? (user?.roles ?? []).map((r) => (typeof r === "string" ? { role: r, unit: user?.unit ?? null } : r));
  return {
    rules, actor: { user_id: userId, grants },
    categories: new Map(categories.map((c) => [c.id, c])), units: new Map(units.map((u) => [u.id, u])),
  };
}

/** Own ops that no pull has shown yet, oldest first. @param {string} userId */
async function unshown(userId) {
  const { ops, receipts } = await ledgerOf(userId).use(async (db) => {
    const states = await Promise.all(["queued", "attention", "acked"].map((s) => db.getAllFromIndex("ops", "by_state", s)));
    return { ops: states.flat().filter((op) => !op.settled && !op.decided), receipts: new Map((await db.getAll("receipts")).map((r) => [r.op_id, r])) };
  });
  return ops.sort((a, b) => a.made_at - b.made_at || a.seq - b.seq).map((op) => {
    const body = JSON.parse(op.body);
    const verdict = receipts.get(op.op_id)?.verdict;
    return {
      op_id: op.op_id, case_id: op.case_id, type: op.type, made_at: op.made_at, payload: body.payload, blobs: body.blobs, place: body.place,
      state: op.state, refused: verdict === "refused" || verdict === "held" ? verdict : null,
    };
  });
}

/**
 * Cases whose record must stay on this phone although it has left every scope: pending ops, unsent photos, open questions.
 * @param {string} userId
 * @returns {Promise<Set<string>>} case ids
 */
export async function heldCases(userId) {
  return ledgerOf(userId).use(async (db) => {
    const unsent = new Set((await db.getAllFromIndex("claims", "by_state", "unsent")).map((c) => c.op_id));
    const receipts = new Map((await db.getAll("receipts")).map((r) => [r.op_id, r]));
    const ops = await db.getAll("ops");
    return new Set(ops.filter((op) => op.state !== "acked" || unsent.has(op.op_id) || (receipts.get(op.op_id)?.verdict !== "applied" && !op.decided)).map((op) => op.case_id));
  });
}
