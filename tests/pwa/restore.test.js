// The server comes back from a backup (protocol 6): the phone offers what is missing, photos too, and takes everything anew.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { LI, draftOf, phoneOf, photo, reload, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { lanes } from "../../static/pwa/store/lanes.js";
import { reading } from "../../static/pwa/store/ledger.js";
import { attention, counts, receipts } from "../../static/pwa/store/outbox.js";

const UNIT = "unit:unit-2";
let server;
const file = (id, seed) => fileReport(draftOf(id, { photos: [photo(seed)] }));
const sha = (seed) => createHash("sha256").update(new Uint8Array(photo(seed).buffer)).digest("hex");
const records = async () => {
  const { mirror } = await import("../../static/pwa/store/mirror.js"), known = await mirror();
  return [...known.rows.keys()].flatMap(known.all).map((record) => record.id).sort();
};

/** What the server holds now, to be put back later. */
function backup() {
  const lane = [...server.lanes.values()].at(0);
  return { ops: new Map(server.ops), blobs: new Map(server.blobs), lanes: new Map(lane && [[lane.lane_id, { ...lane }]]) };
}

/** Put back; every session has ended, as a restore ends them, and the person has signed in again. */
async function restore(kept) {
  Object.assign(server, kept, { user: null });
  assert.equal(await syncOnce(), "blocked:signed_out");
  server.user = LI;
  await reload();
}

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("ops and photos that the backup does not know go up again, in order, on the same lane", async () => {
  const first = await file("d1", 1);
  await syncOnce();
  const kept = backup();
  const later = [await file("d2", 2), await file("d3", 3)];
  await syncOnce();
  const sent = server.asked("/sync/push").flatMap((request) => request.body.ops);
  await restore(kept);

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], [first, ...later].map((op) => op.op_id));
  assert.deepEqual(server.asked("/sync/push").at(-1).body.ops, sent.slice(1));
  assert.deepEqual([...server.blobs.keys()].sort(), [1, 2, 3].map(sha).sort());
  assert.deepEqual((await lanes()).map((lane) => [lane.state, lane.head_seq]), [["open", 3]]);
  assert.deepEqual([await attention(), (await receipts()).length, (await counts()).ops, (await counts()).blobs], [[], 3, 0, 0]);
});

test("a lane that the backup has never heard of is made again, and everything on it goes up", async () => {
  const kept = backup();
  kept.lanes.clear();
  const [a, b] = [await file("d1", 1), await file("d2", 2)];
  await syncOnce();
  await restore(kept);

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], [a.op_id, b.op_id]);
  assert.equal(server.blobs.size, 2);
  assert.equal((await lanes()).length, 1);
});

test("a photo that went up after the backup of its report goes up again when the record says it is lacking", async () => {
  const { op_id, case_id } = await file("d1", 1);
  await syncOnce();
  const kept = backup();
  kept.blobs.clear();
  await restore(kept);
  server.pages = [[scope(UNIT, [caseRecord(case_id, { photos: [{ op_id, sha256: sha(1), stored: false }] })])]];
  server.scopes = [scope(UNIT, [])];

  await syncOnce();
  assert.equal((await counts()).blobs, 1);
  await syncOnce();

  assert.deepEqual([...server.blobs.keys()], [sha(1)]);
  assert.equal((await counts()).blobs, 0);
});

test("what lacks on the server but is somebody else's, or still on its way, is left as it is", async () => {
  const { case_id } = await file("d1", 1);
  await syncOnce();
  server.scopes = [scope(UNIT, [caseRecord(case_id, { photos: [{ op_id: "another", sha256: sha(1), stored: false }] })])];

  await syncOnce();

  assert.equal((await counts()).blobs, 0);
  assert.deepEqual((await reading((db) => db.getAll("claims"))).map((claim) => claim.state), ["sent"]);
});

test("records of a new epoch replace what the phone held of the lost server", async () => {
  server.scopes = [scope(UNIT, [caseRecord("kept"), caseRecord("made-at-the-desk-since")])];
  await syncOnce();
  await restore(backup());
  server.scopes = [scope(UNIT, [caseRecord("kept")], { epoch: 28_000_000, reset: true })];

  await syncOnce();

  assert.deepEqual(await records(), ["kept"]);
});
