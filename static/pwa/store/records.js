// Reading what this phone knows.
import { on } from "./bus.js";
import { currentUser } from "./device.js";
import { ledgerOf } from "./ledger.js";
import { mirror } from "./mirror.js";
import { serverNow } from "./time.js";

/** @typedef {import("../types.js").ShownCase} ShownCase */

/** @type {Map<string, Promise<any[]>>} reference data by type, until a pull touches it */
let remembered = new Map();
/** @type {Map<string, ReturnType<typeof readPapers>>} what is being read just now, by person */
const reading = new Map();
on("changed", (detail) => {
  reading.clear();
  if (!detail || !("types" in detail)) return;
  if (detail.types === null) remembered = new Map();
  else for (const type of detail.types) remembered.delete(type);
});

/** @param {string} type @param {string} id @returns {Promise<any | null>} the record's data */
export async function get(type, id) {
  return (await mirror()).get(type, id)?.data ?? null;
}

/** @param {string} type @returns {Promise<any[]>} the data of every record of the type */
export async function all(type) {
  return (await rows(type)).map((row) => row.data);
}

/** @param {string} type @returns {Promise<any[]>} */
const rows = async (type) => (await mirror()).all(type);

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
 * Every case this person may see, as it will be once their own pending work is through, and as its orders stand by the clock.
 * @param {string} userId
 * @returns {Promise<ShownCase[]>}
 */
export async function shownCases(userId) {
  const [{ replay }, { withOrders }, { papers, ops, world }, records, now] = await Promise.all([
    import("./replay.js"), import("./case_papers.js"), shownPapers(userId), rows("case"), serverNow()]);
  const cases = replay(records, ops.filter((op) => op.target.type === "case"), world);
  return withOrders(cases, papers, ops, { user_id: userId, now });
}

/**
 * Inspections, orders, items and other papers, as they will be once this person's own pending work is through. Whoever asks while they
 * are being read, and nothing has changed, gets the same: a screen asks for several things of them at once.
 * @param {string} userId @returns {ReturnType<typeof readPapers>}
 */
export function shownPapers(userId) {
  const had = reading.get(userId), asked = had ?? readPapers(userId);
  if (had) return had;
  reading.set(userId, asked);
  const over = () => { if (reading.get(userId) === asked) reading.delete(userId); };
  asked.then(over, over);
  return asked;
}

/** @param {string} userId */
async function readPapers(userId) {
  const [{ replayPapers }, world, inspection, order, document, item, ops] = await Promise.all([
    import("./paper_replay.js"), worldOf(userId), rows("inspection"), rows("order"), rows("document"), rows("item"), unshown(userId)]);
  return { papers: replayPapers({ inspection, order, document, item }, ops, world), ops, world };
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

/** Own ops that no pull has shown yet, or never will while a leader has not decided; oldest first. @param {string} userId */
async function unshown(userId) {
  const { ops, receipts } = await ledgerOf(userId).use(async (db) => {
    const states = await Promise.all(["queued", "attention", "acked"].map((s) => db.getAllFromIndex("ops", "by_state", s)));
    const receipts = new Map((await db.getAll("receipts")).map((r) => [r.op_id, r]));
    const waits = (/** @type {any} */ op) => (op.target_type ?? "case") !== "case" && withoutEffect(receipts.get(op.op_id));
    return { ops: states.flat().filter((op) => (!op.settled || waits(op)) && !op.decided), receipts };
  });
  return ops.sort((a, b) => a.made_at - b.made_at || a.seq - b.seq).map((op) => {
    const body = JSON.parse(op.body);
    const receipt = receipts.get(op.op_id), verdict = receipt?.verdict;
    return {
      op_id: op.op_id, case_id: op.case_id, target: body.target, type: op.type, made_at: claimed(body.at) ?? op.made_at, payload: body.payload, blobs: body.blobs,
      place: body.place, number: body.number, supersedes: body.supersedes, base: body.base, state: op.state,
      refused: verdict === "refused" || verdict === "held" ? verdict : null, flagged: withoutEffect(receipt) ? receipt.code ?? "flagged" : null,
    };
  });
}

/** The moment an op claims, as the server reads it: by its own clock (protocol 6). @param {{local: string, offset_ms: number} | undefined} at @returns {number | null} UTC ms */
function claimed(at) {
  const local = Date.parse(at?.local ?? "");
  return Number.isNaN(local) ? null : local + (at?.offset_ms ?? 0);
}

/** The server has it, and it counts only when a leader says so, or when what it leans on has come. @param {any} receipt */
const withoutEffect = (receipt) => receipt?.verdict === "flagged" && receipt.in_effect === false;

/**
 * Records that must stay on this phone although they have left every scope: pending ops, unsent photos, open questions. With an op its
 * target stays, and what it leans on: an order's inspection, items and case.
 * @param {string} userId
 * @returns {Promise<Set<string>>} ids
 */
export async function heldRecords(userId) {
  return ledgerOf(userId).use(async (db) => {
    const unsent = new Set((await db.getAllFromIndex("claims", "by_state", "unsent")).map((c) => c.op_id));
    const receipts = new Map((await db.getAll("receipts")).map((r) => [r.op_id, r]));
    const ops = await db.getAll("ops");
    const open = ops.filter((op) => op.state !== "acked" || unsent.has(op.op_id) || (receipts.get(op.op_id)?.verdict !== "applied" && !op.decided));
    return new Set(open.flatMap((op) => op.holds ?? [op.case_id]));
  });
}
