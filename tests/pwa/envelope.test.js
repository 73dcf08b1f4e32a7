// What is signed and sent (protocol 3).
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { LI, draftOf, phoneOf, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import { addNote } from "../../static/pwa/actions/caseActions.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { reading } from "../../static/pwa/store/ledger.js";
import { openLane } from "../../static/pwa/store/lanes.js";
import { integersOnly } from "../../static/pwa/store/seal.js";

let server;
const bodies = async () => (await reading((db) => db.getAll("ops"))).sort((a, b) => a.seq - b.seq).map((op) => JSON.parse(op.body));

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  server.scopes = [scope("unit:unit-2", [caseRecord("case-1", { version: 17 })])];
  await syncOnce();
});

test("the envelope says who, where, when, what and on which ground", async () => {
  const { case_id, op_id } = await fileReport(draftOf("d1"));

  const [body] = await bodies();
  const lane = await openLane();
  assert.deepEqual(Object.keys(body), ["v", "op_id", "lane_id", "user_id", "device_id", "lane_seq", "prev_hash", "type", "type_v", "kind", "target",
    "base", "expect", "at", "place", "payload", "blobs", "number", "supersedes", "app"]);
  assert.deepEqual([body.v, body.op_id, body.lane_id, body.user_id, body.lane_seq, body.type, body.type_v, body.kind],
    [1, op_id, lane.lane_id, LI.id, 1, "report.file", 1, "fact"]);
  assert.equal(body.prev_hash, createHash("sha256").update(lane.lane_id + lane.nonce).digest("hex"));
  assert.deepEqual(body.target, { type: "case", id: case_id });
  assert.deepEqual(body.payload, { category: "ZW01", text: "占道经营", source: "patrol", grid_id: "grid-7", fixed_on_spot: false });
  assert.deepEqual(body.place, { lat_e7: 357991234, lon_e7: 1129230000, acc_cm: 1200, fix_at: "2026-09-21T14:13:20.000Z", age_ms: 800, source: "gps", datum: "WGS84" });
  assert.deepEqual(body.blobs.map((b) => [b.bytes, b.mime, b.role]), [[64, "image/jpeg", "evidence"]]);
  assert.match(body.at.local, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  assert.ok(Number.isInteger(body.at.offset_ms) && Number.isInteger(body.at.mono_ms) && body.at.boot);
  assert.equal(body.app.ledger_schema, 2);
});

test("a position carries its age at the shutter", async () => {
  const place = { lat_e7: 1, lon_e7: 2, acc_cm: 3, fix_at: 1_790_000_000_000 - 40_000, source: "gps" };

  await fileReport(draftOf("d1", { place }));

  assert.equal((await bodies())[0].place.age_ms, 40_000); // the photo was taken at 1 790 000 000 000
});

test("the next op names the one before it, and what was on screen", async () => {
  const first = await addNote("case-1", { text: "看过了" });
  await addNote("case-1", { text: "又看了一次" });

  const [a, b] = await bodies();
  const [rowA] = await reading((db) => db.getAllFromIndex("ops", "by_lane"));
  assert.equal(b.prev_hash, rowA.hash);
  assert.deepEqual(a.base, { version: 17, after: [] });
  assert.deepEqual(b.base, { version: 17, after: [first.op_id] });
  assert.deepEqual(b.expect, { state: "dispatched" });
});

test("the server can verify what the phone signed", async () => {
  await fileReport(draftOf("d1"));

  assert.equal(await syncOnce(), null);

  const [{ op }] = server.ops.values();
  assert.match(op.sig, /^[A-Za-z0-9_-]{86}$/); // 64 raw bytes, no padding
});

test("the private key cannot leave the phone", async () => {
  const { keys } = await openLane();

  assert.equal(keys.privateKey.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("jwk", keys.privateKey));
});

test("grid staff report as the grid", async () => {
  await phoneOf({ ...LI, roles: ["grid"] });
  server = new Server({ user: { ...LI, roles: ["grid"] } });
  await syncOnce();

  await fileReport(draftOf("d1"));

  assert.equal((await bodies())[0].payload.source, "grid");
});

test("no floats anywhere", () => {
  assert.equal(integersOnly({ a: [1, { b: "1.5" }], c: null, d: true }), true);
  assert.equal(integersOnly({ a: [1, { b: 1.5 }] }), false);
  assert.equal(integersOnly({ a: NaN }), false);
});
