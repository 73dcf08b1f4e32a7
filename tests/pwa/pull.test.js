// Records by scope: what arrives, what leaves, and what may not leave yet.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LI, WANG, draftOf, phoneOf, reload, syncOnce } from "./support.js";
import { Server, caseRecord, refusal, scope } from "./server.js";
import { addNote } from "../../static/pwa/actions/caseActions.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { signIn, signOut } from "../../static/pwa/api/session.js";
import { cursors } from "../../static/pwa/store/cache.js";
import { everSynced } from "../../static/pwa/store/device.js";
import { keep } from "../../static/pwa/store/keep.js";
import { takePage } from "../../static/pwa/store/pulled.js";
import { all, get, heldRecords, reference, shownCase } from "../../static/pwa/store/records.js";
import { attention, counts, receipts } from "../../static/pwa/store/outbox.js";

let server;
const ids = async () => (await all("case")).map((c) => c.id).sort();
const pull = async (...scopes) => {
  server.scopes = scopes;
  return syncOnce();
};

beforeEach(async () => {
  await phoneOf();
  server = new Server();
});

test("records and cursors are taken together, and told to the server next time", async () => {
  assert.equal(await everSynced(), false);
  await pull(scope("unit:u", [caseRecord("a")], { seq: 7 }));

  await pull(scope("unit:u", [], { seq: 7 }));

  assert.deepEqual(await ids(), ["a"]);
  assert.deepEqual(server.asked("/sync/pull").at(-1).body.cursors, { "unit:u": [1, 7] });
  assert.equal(await everSynced(), true);
});

test("pages are read until there is no more", async () => {
  server.pages = [[scope("u", [caseRecord("a")], { seq: 1, more: true })], [scope("u", [caseRecord("b")], { seq: 2, more: true })], [scope("u", [caseRecord("c")], { seq: 3 })]];

  assert.equal(await syncOnce(), null);

  assert.deepEqual(await ids(), ["a", "b", "c"]);
  assert.deepEqual(server.asked("/sync/pull").map((r) => r.body.cursors.u ?? null), [null, [1, 1], [1, 2]]);
});

test("a first load that is interrupted goes on where it was", async () => {
  server.pages = [[scope("u", [caseRecord("a")], { seq: 1, more: true })]];
  server.fault("/sync/pull", (request) => server.serve(request));
  server.fault("/sync/pull", "down");
  assert.equal(await syncOnce(), "offline:no_network");

  await reload();
  await pull(scope("u", [caseRecord("b")], { seq: 2 }));

  assert.deepEqual(await ids(), ["a", "b"]);
  assert.deepEqual(server.asked("/sync/pull").at(-1).body.cursors, { u: [1, 1] });
});

test("a pull that stands still ends instead of going round", async () => {
  assert.equal(await pull(scope("u", [], { seq: 0, more: true })), "failed:pull_stands_still");
});

test("a record that leaves one of two scopes stays; leaving the last, it leaves the phone", async () => {
  await pull(scope("u", [caseRecord("a")]), scope("v", [caseRecord("a")]));

  await pull(scope("u", [], { gone: [["case", "a"]] }), scope("v", []));
  assert.deepEqual(await ids(), ["a"]);
  await pull(scope("u", []), scope("v", [], { gone: [["case", "a"]] }));

  assert.deepEqual(await ids(), []);
});

for (const [name, later] of [["gone", { gone: [["case", "a"]] }], ["reset", { reset: true }], ["of a scope that is no more", null]]) {
  test(`the browser ends the first try of a page: what is ${name} goes for good with the second`, async () => {
    await pull(scope("u", [caseRecord("a")]), scope("v", [caseRecord("b")]));
    const real = IDBObjectStore.prototype.put;
    let ended = 0;
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === "scopes" && !ended++) throw new DOMException("the connection is gone", "AbortError");
      return real.apply(this, given);
    };
    try {
      assert.equal(await pull(...(later ? [scope("u", [], { seq: 11, ...later })] : []), scope("v", [])), null);
    } finally { IDBObjectStore.prototype.put = real; }
    assert.ok(ended > 1);
    assert.deepEqual(await ids(), ["b"]);

    await reload();

    assert.deepEqual(await ids(), ["b"]);
  });
}

test("a record that moves between scopes stays, in whichever order the two are told", async () => {
  await pull(scope("a-old", [caseRecord("x")]), scope("z-new", []));
  await pull(scope("a-old", [], { gone: [["case", "x"]] }), scope("z-new", [caseRecord("x", { unit: "unit-3" })]));
  assert.deepEqual((await all("case")).map((c) => c.unit), ["unit-3"]);

  await pull(scope("a-old", [caseRecord("x")]), scope("z-new", [], { gone: [["case", "x"]] }));
  assert.deepEqual(await ids(), ["x"]);
});

test("a scope that left the answer is swept, with its cursor", async () => {
  await pull(scope("u", [caseRecord("a")]), scope("v", [caseRecord("b")]));

  await pull(scope("u", []));

  assert.deepEqual(await ids(), ["a"]);
  assert.deepEqual(Object.keys(await cursors()), ["u"]);
});

for (const [name, anew] of [["a new epoch", { epoch: 2 }], ["a reset", { reset: true }]]) {
  test(`${name} sweeps what is not seen again, after the last page and not before`, async () => {
    await pull(scope("u", [caseRecord("a"), caseRecord("b"), caseRecord("c")]));
    const epoch = anew.epoch ?? 1;
    server.pages = [[scope("u", [caseRecord("b")], { ...anew, epoch, seq: 1, more: true })]];
    server.fault("/sync/pull", (request) => server.serve(request));
    server.fault("/sync/pull", "down");
    await syncOnce();
    assert.deepEqual(await ids(), ["a", "b", "c"]);

    await pull(scope("u", [caseRecord("d")], { epoch, seq: 2 }));

    assert.deepEqual(await ids(), ["b", "d"]);
  });
}

test("a case with work of ours that is not through stays, marked, and goes when it is", async () => {
  await pull(scope("u", [caseRecord("a"), caseRecord("b")]));
  await addNote("a", { text: "还没传" });
  server.fault("/sync/push", refusal(500, "server_error"));

  await pull(scope("u", [], { gone: [["case", "a"], ["case", "b"]] }));
  assert.deepEqual(await ids(), ["a"]);
  assert.equal((await shownCase("a")).moved_on, true);

  await pull(scope("u", []));
  assert.deepEqual(await ids(), []);
});

test("a case that work of ours was kept on while it went stays too, and goes when that is through", async () => {
  await pull(scope("u", [caseRecord("a"), caseRecord("b")]));
  const before = await heldRecords(LI.id), note = { type: "case.note", kind: "record", target: { type: "case", id: "a" }, title: "", payload: { text: "正在这时" } };
  let asked = 0;
  await takePage([scope("u", [], { gone: [["case", "a"], ["case", "b"]] })], before, async () => {
    if (!asked++) await keep(note);
    return heldRecords(LI.id);
  });

  assert.deepEqual(await ids(), ["a"]);
  assert.equal((await shownCase("a")).moved_on, true);
  await reload();
  assert.deepEqual(await ids(), ["a"]);
  assert.equal(await pull(scope("u", [])), null);
  await pull(scope("u", []));
  assert.deepEqual(await ids(), []);
});

test("a case with an open question stays too", async () => {
  await pull(scope("u", [caseRecord("a")]));
  await addNote("a", { text: "x" });
  server.verdict = () => ({ verdict: "flagged", code: "no_access" });

  await pull(scope("u", [], { gone: [["case", "a"]] }));

  assert.deepEqual(await ids(), ["a"]);
});

test("verdicts that come later replace the first, and only what is ours is kept", async () => {
  server.verdict = () => ({ verdict: "held", code: "unknown_target" });
  const { op_id } = await fileReport(await onceMet());
  await syncOnce();
  server.verdicts = [{ op_id, verdict: "applied", code: null, version: 3, decided: true }, { op_id: "another-phone", verdict: "refused", code: "state_moved" }];

  await syncOnce();

  assert.deepEqual((await receipts()).map((r) => [r.op_id, r.verdict, r.version]), [[op_id, "applied", 3]]);
  assert.deepEqual(await attention(), []);
});

test("a report is shown at once, after its receipt, and after the pull; never twice, never not at all", async () => {
  const { case_id } = await fileReport(await onceMet());
  assert.equal((await shownCase(case_id)).pending.length, 1);

  server.fault("/sync/pull", "down");
  await syncOnce();
  assert.equal((await shownCase(case_id)).pending.length, 1);

  await pull(scope("u", [caseRecord(case_id)]));
  assert.equal((await shownCase(case_id)).pending.length, 0);
  await pull(scope("u", [], { gone: [["case", case_id]] }));
  assert.equal(await shownCase(case_id), null);
});

test("reference data is remembered until a pull changes it", async () => {
  await pull(scope("reference", [{ type: "category", id: "ZW01", data: { id: "ZW01", zh: "占道经营" } }]));
  const first = await reference("category");
  assert.equal(await reference("category"), first);

  await pull(scope("reference", [{ type: "category", id: "ZW01", data: { id: "ZW01", zh: "占道" } }]));

  assert.equal((await reference("category"))[0].zh, "占道");
});

test("every pull tells how much the phone still holds", async () => {
  await fileReport(await onceMet());
  server.fault("/sync/push", refusal(500, "server_error"));

  await syncOnce();

  const { lane } = server.asked("/sync/pull").at(-1).body;
  assert.deepEqual([lane.seq, lane.pending_ops, lane.pending_blobs], [1, 1, 1]);
  assert.equal(lane.oldest_pending_at, (await counts()).oldest_at);
});

test("the next person on this phone sees nothing of the last one's, whose unsent work waits for them", async () => {
  server.people = { li: LI, wang: WANG };
  await pull(scope("u", [caseRecord("a")]));
  await fileReport(draftOf("d1"));

  await signOut();
  assert.deepEqual((await signIn("wang", "pw")).user, WANG);

  assert.equal(await get("case", "a"), null);
  assert.deepEqual(await cursors(), {});
  assert.equal((await counts()).ops, 0);
  await signIn("li", "pw");
  assert.equal((await counts()).ops, 1);
  assert.equal(await syncOnce(), null);
  assert.equal(server.ops.size, 1);
});

/** A draft on a phone that has a lane. */
async function onceMet() {
  await syncOnce();
  return draftOf("d1");
}
