// Every answer of push, and what the phone makes of it. Nothing is ever deleted.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LI, WANG, draftOf, phoneOf, reload, syncOnce } from "./support.js";
import { Server, portal, refusal } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { refileAsNew } from "../../static/pwa/actions/refile.js";
import { lanes, openLane } from "../../static/pwa/store/lanes.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { attention, counts, pending, receipts } from "../../static/pwa/store/outbox.js";
import { BATCH_BYTES } from "../../static/pwa/api/sync.js";

let server;
const file = (id, more) => fileReport(draftOf(id, { photos: [], ...more }));
const pushes = () => server.asked("/sync/push").map((r) => r.body.ops);
const states = async () => (await reading((db) => db.getAll("ops"))).sort((a, b) => a.made_at - b.made_at || a.seq - b.seq).map((op) => op.state);

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("ops arrive in the order they were made, each with its receipt", async () => {
  const ids = [];
  for (const id of ["d1", "d2", "d3"]) ids.push((await file(id)).op_id);

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], ids);
  assert.deepEqual(await pending(), []);
  assert.deepEqual((await receipts()).map((r) => r.verdict), ["applied", "applied", "applied"]);
});

test("an answer lost behind the commit: the same bytes again, one effect", async () => {
  await file("d1");
  server.fault("/sync/push", "cut");

  assert.equal(await syncOnce(), "offline:no_network");
  assert.deepEqual(await states(), ["queued"]);
  assert.equal(await syncOnce(), null);

  const [first, second] = pushes();
  assert.deepEqual(second, first);
  assert.equal(server.ops.size, 1);
  assert.equal((await receipts()).length, 1);
});

for (const [name, how, stop] of [
  ["no network", "down", "offline:no_network"],
  ["a captive portal's 200", portal(), "offline:not_ours"],
  ["500", refusal(500, "server_error"), "failed:server_error"],
  ["502 of a proxy", new Response("Bad gateway", { status: 502 }), "failed:http_502"],
  ["429", refusal(429, "slow_down", {}, { "Retry-After": "7" }), "busy:slow_down"],
  ["503", refusal(503, "unavailable", {}, { "Retry-After": "7" }), "busy:unavailable"],
  ["401", refusal(401, "signed_out"), "blocked:signed_out"],
  ["403 lane_revoked", refusal(403, "lane_revoked"), "blocked:lane_revoked"],
  ["409 too_many_lanes", refusal(409, "too_many_lanes"), "blocked:too_many_lanes"],
  ["403 of another kind", refusal(403, "cross_site"), "failed:cross_site"],
  ["422", refusal(422, "invalid"), "failed:invalid"],
  ["a JSON answer that is not push's", new Response("{}", { status: 200, headers: { "Content-Type": "application/json", "X-Server-Time": "1" } }), "failed:unreadable_answer"],
]) {
  test(`${name}: kept, and sent when it is over`, async () => {
    await file("d1");
    server.fault("/sync/push", how);

    assert.equal(await syncOnce(), stop);
    assert.equal((await counts()).ops, 1);
    assert.equal(await syncOnce(), null);

    assert.equal((await counts()).ops, 0);
    assert.equal(server.ops.size, 1);
  });
}

test("a server fault on push does not keep the phone from pulling", async () => {
  await file("d1");
  const before = server.asked("/sync/pull").length;
  server.fault("/sync/push", refusal(500, "server_error"));

  await syncOnce();

  assert.equal(server.asked("/sync/pull").length, before + 1);
});

test("refused, held and flagged do not stop the next op and wait for a person", async () => {
  const verdicts = ["refused", "held", "flagged", "applied"];
  server.verdict = (said) => ({ verdict: verdicts[said.lane_seq - 1], code: said.lane_seq < 4 ? "state_moved" : null });
  for (const id of ["d1", "d2", "d3", "d4"]) await file(id);

  assert.equal(await syncOnce(), null);

  assert.equal(server.ops.size, 4);
  assert.deepEqual((await attention()).map((a) => a.verdict).sort(), ["flagged", "held", "refused"]);
});

test("413 halves the batch until it fits", async () => {
  for (let i = 0; i < 8; i += 1) await file(`d${i}`);
  server.fault("/sync/push", (request) => (request.body.ops.length > 2 ? refusal(413, "too_large") : server.serve(request)), 3);

  assert.equal(await syncOnce(), null);

  assert.deepEqual(pushes().slice(0, 3).map((ops) => ops.length), [8, 4, 2]);
  assert.equal(server.ops.size, 8);
});

test("a single op the server finds too large stays, says why, and stands in nobody's way", async () => {
  const { op_id } = await file("d1");
  server.fault("/sync/push", refusal(413, "too_large"));

  assert.equal(await syncOnce(), null);
  assert.deepEqual((await attention()).map((row) => [row.op_id, row.verdict, row.code]), [[op_id, "unsent", "too_large"]]);
  assert.equal((await pending())[0].error, "too_large");

  const next = await file("d2");
  assert.equal(await syncOnce(), null);
  assert.deepEqual([...server.ops.keys()], [next.op_id]);
});

test("no batch is larger than 100 ops or 1 MiB", async () => {
  for (let i = 0; i < 24; i += 1) await file(`d${i}`, { text: "字".repeat(20_000) });

  await syncOnce();

  assert.ok(pushes().length >= 2);
  for (const request of server.asked("/sync/push")) assert.ok(Buffer.byteLength(JSON.stringify(request.body)) <= BATCH_BYTES);
  assert.equal(server.ops.size, 24);
});

test("a gap: the server's head says where to go on from, and acknowledged ops are offered again", async () => {
  const ids = [];
  for (const id of ["d1", "d2"]) ids.push((await file(id)).op_id);
  await syncOnce();
  const [lane] = server.lanes.values();
  const { op } = server.ops.get(ids[0]);
  server.ops.delete(ids[1]); // restored from a backup that ends after the first op
  Object.assign(lane, { seq: 1, hash: op.hash });
  ids.push((await file("d3")).op_id);

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], ids);
  assert.deepEqual(await states(), ["acked", "acked", "acked"]);
});

test("a restored server gets back what it lacks at the next start, with nothing new to send", async () => {
  const { op_id } = await file("d1");
  await syncOnce();
  const [lane] = server.lanes.values();
  server.ops.clear();
  Object.assign(lane, { seq: 0, hash: server.asked("/sync/push")[0].body.ops.map((o) => JSON.parse(o.body).prev_hash)[0] });
  await reload();

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], [op_id]);
});

test("a gap that leads nowhere is waited out, not asked for ever", async () => {
  await file("d1");
  const [lane] = server.lanes.values();
  server.fault("/sync/push", () => refusal(409, "gap", { lane_head: { seq: 0, hash: lane.hash } }), 50);

  assert.equal(await syncOnce(), "failed:gap");

  assert.equal(pushes().length, 2);
  assert.deepEqual(await states(), ["queued"]);
});

test("what a gap wants is no longer here: a new epoch, and the rest for rescue", async () => {
  await file("d1");
  await file("d2");
  await syncOnce();
  await strictly(["ops"], (tx) => tx.objectStore("ops").delete(JSON.parse(pushes()[0][0].body).op_id));
  const [lane] = server.lanes.values();
  const start = JSON.parse(pushes()[0][0].body).prev_hash;
  server.ops.clear();
  Object.assign(lane, { seq: 0, hash: start });
  await file("d3");

  assert.equal(await syncOnce(), null);

  assert.deepEqual((await lanes()).map((l) => [l.state, l.closed_reason]), [["closed", "gap_lost"], ["open", null]]);
  assert.deepEqual(await states(), ["acked", "attention"]);
});

test("a fork closes the lane; what it had not sent stays, and work goes on in a new epoch", async () => {
  await file("d1");
  const [lane] = server.lanes.values();
  Object.assign(lane, { seq: 1, hash: "f".repeat(64) }); // a cloned profile was here first

  assert.equal(await syncOnce(), null);

  assert.deepEqual((await lanes()).map((l) => [l.state, l.closed_reason]), [["closed", "fork"], ["open", null]]);
  assert.deepEqual((await attention()).map((a) => [a.verdict, a.code]), [["unsent", "fork"]]);
  await file("d2");
  assert.equal(await syncOnce(), null);
  assert.equal(server.ops.size, 1);
});

test("quarantined: the op and those behind it stay for rescue, the ones before are judged, the next is sent at once", async () => {
  const [a, b, c] = [await file("d1"), await file("d2"), await file("d3")];
  server.strange = (said) => (said.op_id === b.op_id ? "bad_sig" : null);

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], [a.op_id]);
  assert.deepEqual(await states(), ["acked", "attention", "attention"]);
  const shown = new Map((await attention()).map((row) => [row.op_id, row.code]));
  assert.equal(shown.get(b.op_id), "bad_sig");
  assert.ok(shown.has(c.op_id));
  const d = await file("d4");
  assert.equal(await syncOnce(), null);
  assert.deepEqual([...server.ops.keys()], [a.op_id, d.op_id]);
  assert.equal((await openLane()).head_seq, 1);
});

test("a lane is replaced in mid-round: what it had not sent goes by rescue in that round, photos too", async () => {
  const a = await fileReport(draftOf("d1")), b = await file("d2");
  server.strange = (said) => (said.op_id === a.op_id ? "bad_sig" : null);
  server.rescued = (op_id) => ({ op_id, verdict: "applied", code: null, dup: false, via: "rescue" });

  assert.equal(await syncOnce(), null);

  assert.deepEqual([...server.ops.keys()], [a.op_id, b.op_id]);
  assert.deepEqual(await states(), ["acked", "acked"]);
  assert.equal(server.blobs.size, 1);
  assert.deepEqual(await attention(), []);
});

test("no network while the new epoch is asked for: there is still a lane to file on", async () => {
  await file("d1");
  server.strange = () => "bad_sig";
  server.fault("/devices", "down");

  assert.equal(await syncOnce(), "offline:no_network");
  await file("d2");

  server.strange = null;
  assert.equal(await syncOnce(), null);
  assert.equal(server.ops.size, 2);
});

test("what the server would not take can be filed anew, naming the old", async () => {
  const old = await fileReport(draftOf("d1"));
  server.strange = () => "bad_hash";
  await syncOnce();
  server.strange = null;

  const again = await refileAsNew(old.op_id);
  assert.equal(await syncOnce(), null);

  const { said } = server.ops.get(again.op_id);
  assert.equal(said.supersedes, old.op_id);
  assert.deepEqual(said.payload, JSON.parse((await reading((db) => db.get("ops", old.op_id))).body).payload);
  assert.notEqual(again.case_id, old.case_id);
  assert.deepEqual(await attention(), []);
  assert.equal(server.blobs.size, 1);
  await assert.rejects(refileAsNew(old.op_id), { code: "not_found" });
});

test("a lane the server has lost is asked for again, not given up", async () => {
  await file("d1");
  server.lanes.clear();

  assert.equal(await syncOnce(), null);

  assert.equal(server.ops.size, 1);
  assert.equal((await lanes()).length, 1);
});

test("somebody else's session in this browser: nothing is pushed, nothing is quarantined", async () => {
  await file("d1");
  await reload();
  server.user = WANG;

  assert.equal(await syncOnce(), "blocked:other_user");
  assert.deepEqual(pushes(), []);

  server.user = LI;
  assert.equal(await syncOnce(), null);
  assert.equal(server.ops.size, 1);
});

test("the session changes hands between two pushes: the lane is not given up for it", async () => {
  await file("d1");
  server.user = WANG; // signed in at the desk, in another tab

  assert.equal(await syncOnce(), "blocked:other_user");

  assert.deepEqual((await lanes()).map((l) => l.state), ["open"]);
  assert.deepEqual(await states(), ["queued"]);
});

test("asking for the first lane twice, because the first answer was lost, gives one lane", async () => {
  await phoneOf();
  server = new Server();
  server.fault("/devices", "cut");

  assert.equal(await syncOnce(), "offline:no_network");
  assert.equal(await syncOnce(), null);

  assert.equal(server.lanes.size, 1);
  assert.equal((await lanes()).length, 1);
});
