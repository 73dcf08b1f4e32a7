// `ledger-<user>`: what this person did and the server may not have yet. Sacred: the schema only ever grows,
// and rows are deleted by store/forget.js alone.
import { currentUser } from "./device.js";
import { ActionError } from "./errors.js";
import { database, written } from "./open.js";

/** Schema version; named in every op as `app.ledger_schema`. */
export const LEDGER_SCHEMA = 2;

/** @type {Map<string, ReturnType<typeof database>>} */
const open = new Map();

/** @param {import("../vendor/idb/index.js").IDBPDatabase<any>} db @param {number} from the version found, 0 when new */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore("lanes", { keyPath: "key_id" }).createIndex("by_lane", "lane_id");
    const ops = db.createObjectStore("ops", { keyPath: "op_id" });
    ops.createIndex("by_lane", ["lane_id", "seq"], { unique: true });
    ops.createIndex("by_state", "state");
    ops.createIndex("by_case", "case_id");
    ops.createIndex("by_draft", "draft_id");
    db.createObjectStore("receipts", { keyPath: "op_id" });
    db.createObjectStore("files", { keyPath: "sha256" });
    const claims = db.createObjectStore("claims", { keyPath: ["op_id", "sha256"] });
    claims.createIndex("by_sha", "sha256");
    claims.createIndex("by_state", "state");
    db.createObjectStore("drafts", { keyPath: "id" });
    db.createObjectStore("draft_photos", { keyPath: ["draft_id", "sha256"] });
  }
  if (from < 2) db.createObjectStore("numbers", { keyPath: ["register", "n"] });
}

/** @param {string} userId */
export function ledgerOf(userId) {
  const had = open.get(userId);
  if (had) return had;
  const ledger = database(`ledger-${userId}`, LEDGER_SCHEMA, upgrade);
  open.set(userId, ledger);
  return ledger;
}

/**
 * The ledger of whoever is at work on this phone.
 * @throws {ActionError} no_user
 */
export async function ledger() {
  const user = await currentUser();
  if (!user) throw new ActionError("no_user");
  return ledgerOf(user.id);
}

/**
 * One transaction that is on disk when it is done, not only handed to the system.
 * @template T
 * @param {string[]} stores
 * @param {(tx: import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">) => Promise<T>} work
 *        may await nothing but this transaction: any other promise lets it commit half-way
 * @returns {Promise<T>}
 */
export async function strictly(stores, work) {
  return (await ledger()).use((db) => written(db, stores, { durability: "strict" }, work));
}

/**
 * @template T
 * @param {(db: import("../vendor/idb/index.js").IDBPDatabase<any>) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function reading(work) {
  return (await ledger()).use(work);
}

/** For tests and for handing the phone to somebody else. */
export async function closeLedgers() {
  await Promise.all([...open.values()].map((l) => l.close()));
  open.clear();
}
