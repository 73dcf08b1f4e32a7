// Export unsent: the file holds exactly what has no receipt, with the bytes that were signed, and making it changes nothing.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draftOf, photo, phoneOf, syncOnce, LI, WANG } from "./support.js";
import { Server } from "./server.js";

const { fileReport } = await import("../../static/pwa/actions/fileReport.js");
const { reading } = await import("../../static/pwa/store/ledger.js");
const { saveDraft } = await import("../../static/pwa/store/drafts.js");
await import("../../static/pwa/store/rescue_file.js");
const { holdings, exported } = globalThis.fieldappRescue;

let server;
beforeEach(async () => {
  await phoneOf(LI);
  server = new Server();
  assert.equal(await syncOnce(), null);
});

const rowsOf = async (blob) => (await blob.text()).trimEnd().split("\n").map((line) => JSON.parse(line));

/** Two reports with a photo each, which the server has not heard of. */
async function report(id, seed) {
  const draft = draftOf(id, { photos: [photo(seed, 300_000)] });
  await saveDraft(draft);
  return fileReport(draft);
}

test("every op without a receipt, with its signed bytes, and every photo whole", async () => {
  await report("d1", 1);
  await report("d2", 2);

  const { files, lost } = await exported();
  const rows = await rowsOf(files[0]);
  const ops = await reading((db) => db.getAllFromIndex("ops", "by_state", "queued"));

  assert.equal(files.length, 1);
  assert.equal(lost, 0);
  assert.equal(rows[0].fieldapp_rescue, 1);
  assert.deepEqual(rows.at(-1), { end: true });
  assert.deepEqual(rows.filter((r) => r.op).map((r) => r.op), ops.sort((a, b) => a.seq - b.seq).map(({ body, hash, sig }) => ({ body, hash, sig })));
  const photos = rows.filter((r) => r.blob);
  assert.equal(new Set(photos.map((r) => r.blob)).size, 2);
  const whole = Buffer.concat(photos.filter((r) => r.blob === photos[0].blob).map((r) => Buffer.from(r.data, "base64")));
  assert.equal(whole.length, 300_000);
  assert.deepEqual(photos[0].ops, [JSON.parse(rows[1].op.body).op_id]);
});

test("what the server has is not in it; a photo it lacks is, by itself", async () => {
  await report("d1", 1);
  server.fault("/blobs/", () => new Response("{}", { status: 500 }), 9);
  await syncOnce();

  const found = await holdings();
  const rows = await rowsOf((await exported()).files[0]);

  assert.deepEqual([found.ops, found.photos], [0, 1]);
  assert.ok(rows.some((r) => r.blob) && !rows.some((r) => r.op));
});

test("an op of a closed lane is in it", async () => {
  await report("d1", 1);
  server.strange = () => "bad_sig";
  await syncOnce();
  server.strange = undefined;
  const stuck = await reading((db) => db.getAllFromIndex("ops", "by_state", "attention"));

  const rows = await rowsOf((await exported()).files[0]);

  assert.equal(stuck.length, 1);
  assert.deepEqual(rows.filter((r) => r.op).map((r) => r.op.hash), [stuck[0].hash]);
});

test("everybody's work on this phone is in one file", async () => {
  await report("d1", 1);
  const { setCurrentUser } = await import("../../static/pwa/store/device.js");
  server.user = WANG;
  await setCurrentUser(WANG);
  await syncOnce();
  await report("d2", 2);

  const found = await holdings();
  const ops = (await rowsOf((await exported()).files[0])).filter((r) => r.op);

  assert.deepEqual([found.people, found.ops, found.photos], [2, 2, 2]);
  assert.deepEqual(ops.map((r) => JSON.parse(r.op.body).user_id).sort(), [LI.id, WANG.id].sort());
});

test("making the file changes nothing, and the phone sends as before", async () => {
  await report("d1", 1);
  const before = await reading((db) => db.getAll("ops"));
  await exported();
  assert.deepEqual(await reading((db) => db.getAll("ops")), before);

  assert.equal(await syncOnce(), null);

  assert.deepEqual(await holdings(), { people: 0, ops: 0, photos: 0, bytes: 0, oldest_at: null });
  assert.equal(server.ops.size, 1);
});

test("a phone on which nobody has worked has nothing, and no database is made by looking", async () => {
  const { freshPhone } = await import("./support.js");
  await freshPhone();

  const found = await holdings();
  const { files } = await exported();

  assert.deepEqual([found.ops, found.photos], [0, 0]);
  assert.deepEqual((await rowsOf(files[0])).length, 2);
  assert.deepEqual(await indexedDB.databases(), []);
});

test("a photo that cannot be read back does not keep the others from being exported", async () => {
  await report("d1", 1);
  await report("d2", 2);
  await reading(async (db) => { const tx = db.transaction("files", "readwrite"); const [first] = await tx.store.getAllKeys(); await tx.store.delete(first); await tx.done; });

  const { files, lost } = await exported();

  assert.equal(lost, 1);
  assert.equal(new Set((await rowsOf(files[0])).filter((r) => r.blob).map((r) => r.blob)).size, 1);
});
