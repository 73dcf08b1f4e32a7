// The ledger's schema only grows: what an older app has kept is there after the update, and goes up as it was signed.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openDB } from "../../static/pwa/vendor/idb/index.js";
import { LI, draftOf, phoneOf, reload, syncOnce } from "./support.js";
import { Server } from "./server.js";
import { addNote } from "../../static/pwa/actions/caseActions.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { drafts, saveDraft } from "../../static/pwa/store/drafts.js";
import { LEDGER_SCHEMA, reading } from "../../static/pwa/store/ledger.js";
import { leasesTold } from "../../static/pwa/store/numbers.js";
import { attention, pending, waiting } from "../../static/pwa/store/outbox.js";
import { heldRecords } from "../../static/pwa/store/records.js";

const STORES = ["lanes", "ops", "receipts", "files", "claims", "drafts", "draft_photos"];
const NAME = `ledger-${LI.id}`;

/** The database as version 1 of the schema made it. */
function schema1(db) {
  db.createObjectStore("lanes", { keyPath: "key_id" }).createIndex("by_lane", "lane_id");
  const ops = db.createObjectStore("ops", { keyPath: "op_id" });
  ops.createIndex("by_lane", ["lane_id", "seq"], { unique: true });
  for (const [name, key] of [["by_state", "state"], ["by_case", "case_id"], ["by_draft", "draft_id"]]) ops.createIndex(name, key);
  db.createObjectStore("receipts", { keyPath: "op_id" });
  db.createObjectStore("files", { keyPath: "sha256" });
  const claims = db.createObjectStore("claims", { keyPath: ["op_id", "sha256"] });
  claims.createIndex("by_sha", "sha256");
  claims.createIndex("by_state", "state");
  db.createObjectStore("drafts", { keyPath: "id" });
  db.createObjectStore("draft_photos", { keyPath: ["draft_id", "sha256"] });
}

/** Puts the ledger back to what the older app would have on its disk: without the new store and fields. */
async function asBefore() {
  const rows = await reading(async (db) => Object.fromEntries(await Promise.all(STORES.map(async (name) => [name, await db.getAll(name)]))));
  await reload();
  await new Promise((done, fail) => { Object.assign(indexedDB.deleteDatabase(NAME), { onsuccess: done, onerror: fail }); });
  const old = await openDB(NAME, 1, { upgrade: schema1 });
  for (const op of rows.ops) { delete op.target_type; delete op.holds; }
  for (const draft of rows.drafts) delete draft.photo_facts;
  for (const name of STORES) for (const row of rows[name]) await old.put(name, row);
  old.close();
  return rows;
}

let server;
beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("a full outbox, drafts and photos of schema 1 are all there, and everything goes up", async () => {
  server.verdict = (said) => (said.payload.text === "不收" ? { verdict: "flagged", code: "no_access" } : { verdict: "applied", code: null });
  await fileReport(draftOf("d0", { text: "不收" }));
  await syncOnce();
  const kept = [await fileReport(draftOf("d1")), await fileReport(draftOf("d2"))];
  await addNote(kept[0].case_id, { text: "补充" });
  await saveDraft(draftOf("d3", { text: "没写完" }));
  const before = await asBefore();

  assert.equal((await waiting()).length, 3);
  assert.deepEqual((await pending()).map((row) => row.target), before.ops.filter((op) => op.state === "queued").sort((a, b) => a.seq - b.seq).map((op) => ({ type: "case", id: op.case_id })));
  assert.deepEqual((await drafts()).map((d) => [d.text, d.photos[0].mime, d.photos[0].buffer.byteLength]), [["没写完", "image/jpeg", 64]]);
  assert.deepEqual((await attention()).map((a) => a.code), ["no_access"]);
  assert.deepEqual([...(await heldRecords(LI.id))].sort(), [...new Set(before.ops.map((op) => op.case_id))].sort());

  assert.equal(await syncOnce(), null);
  assert.deepEqual([...server.ops.values()].map(({ op }) => op.hash).sort(), before.ops.map((op) => op.hash).sort());
  assert.equal((await pending()).length, 0);
});

test("the new store is there and takes numbers", async () => {
  await asBefore();
  const lane = await reading(async (db) => (await db.getAll("lanes"))[0]);

  await leasesTold(lane.lane_id, [{ lease_id: "l", register: "order_to_correct:2026", from: 1, to: 2, next: 1 }]);

  assert.equal(await reading(async (db) => db.version), LEDGER_SCHEMA);
  assert.deepEqual(await reading(async (db) => (await db.getAll("numbers")).map((row) => [row.n, row.state])), [[1, "free"], [2, "free"]]);
});
