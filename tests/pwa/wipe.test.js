// A phone that was shut out forgets what it may, keeps what is unsent, and goes on when it is let in again.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draftOf, photo, phoneOf, syncOnce, LI } from "./support.js";
import { Server, caseRecord, refusal, scope } from "./server.js";

const { fileReport } = await import("../../static/pwa/actions/fileReport.js");
const { reading } = await import("../../static/pwa/store/ledger.js");
const { saveDraft } = await import("../../static/pwa/store/drafts.js");
const { cache } = await import("../../static/pwa/store/cache.js");
const { currentUser, setCurrentUser, shutOut } = await import("../../static/pwa/store/device.js");
const { openLane } = await import("../../static/pwa/store/lanes.js");
const { forgetGreeting } = await import("../../static/pwa/sync/hello.js");
await import("../../static/pwa/store/rescue_file.js");
const { holdings } = globalThis.fieldappRescue;

let server;
beforeEach(async () => {
  await phoneOf(LI);
  server = new Server();
  server.leases = [{ lease_id: "l1", register: "order_to_correct:2026", from: 1, to: 10, next: 1 }];
  server.scopes = [scope("unit:unit-2", [caseRecord("c1")])];
  assert.equal(await syncOnce(), null);
  await report("sent", 1);
  assert.equal(await syncOnce(), null);
  await report("unsent", 2);
});

async function report(id, seed) {
  const draft = draftOf(id, { photos: [photo(seed)] });
  await saveDraft(draft);
  return fileReport(draft);
}

const all = (store) => reading((db) => db.getAll(store));

/** The server tells the phone, which then asks whom it serves. */
async function shut() {
  server.fault("/session", () => refusal(403, "lane_revoked"));
  forgetGreeting();
  assert.equal(await syncOnce(), "blocked:lane_revoked");
}

test("records, acknowledged rows, numbers and keys go; what is unsent stays and can be exported", async () => {
  const [unsent] = await reading((db) => db.getAllFromIndex("ops", "by_state", "queued"));
  await shut();

  assert.equal(await currentUser(), null);
  assert.ok(await shutOut());
  assert.equal(await cache.use((db) => db.count("pages")), 0);
  assert.equal((await holdings()).ops, 1);
  await setCurrentUser(LI); // to look into this person's ledger
  const ops = await all("ops");
  assert.deepEqual(ops.map((op) => [op.op_id, op.state, op.body, op.sig]), [[unsent.op_id, "attention", unsent.body, unsent.sig]]);
  assert.equal((await all("files")).length, 1);
  assert.deepEqual(await all("receipts"), []);
  assert.ok((await all("numbers")).every((row) => row.state === "gone"));
  assert.ok((await all("lanes")).every((lane) => lane.keys === null && lane.state === "closed"));
});

test("being told again changes nothing", async () => {
  await shut();
  await setCurrentUser(LI);
  const before = [await all("ops"), await all("files")];

  await shut();

  await setCurrentUser(LI);
  assert.deepEqual([await all("ops"), await all("files")], before);
});

test("an acknowledged op whose photo is unsent stays with it", async () => {
  server.fault("/blobs/", () => new Response("{}", { status: 500 }), 9);
  await syncOnce();
  await shut();

  await setCurrentUser(LI);
  assert.deepEqual((await all("ops")).map((op) => op.state), ["acked"]);
  assert.deepEqual([(await holdings()).ops, (await holdings()).photos], [0, 1]);
});

test("let in again, it takes a new lane and what was stuck goes by rescue, once", async () => {
  await shut();
  await setCurrentUser(LI);
  const [stuck] = await all("ops");
  server.rescued = (op_id) => ({ op_id, verdict: "applied", code: null, dup: false, via: "rescue" });

  await syncOnce();

  assert.equal(server.asked("/sync/rescue").length, 1);
  assert.equal((await openLane()).keys.privateKey.extractable, false);
  assert.equal((await reading((db) => db.get("ops", stuck.op_id))).state, "acked");
  assert.equal(await shutOut(), null);
  forgetGreeting();
  await syncOnce();
  assert.equal(server.asked("/sync/rescue").length, 1);
});

test("what the server cannot take stays stuck, and stops nothing", async () => {
  await shut();
  await setCurrentUser(LI);
  server.rescued = (op_id) => ({ op_id, verdict: "quarantined", code: "bad_sig" });

  assert.equal(await syncOnce(), null);

  assert.deepEqual((await all("ops")).map((op) => op.state), ["attention"]);
});
