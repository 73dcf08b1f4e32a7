// One lane, one request at a time, and a queue that is computed from its rows: what the engine's rounds do with protocol 4's last lines.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { draftOf, phoneOf, photo, reload, syncOnce } from "./support.js";
import { Server, refusal } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { emit, on } from "../../static/pwa/store/bus.js";
import { lanes, openLane } from "../../static/pwa/store/lanes.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { withLock } from "../../static/pwa/store/locks.js";
import { attention, counts, nowDoing, pending, waiting } from "../../static/pwa/store/outbox.js";
import * as engine from "../../static/pwa/sync/engine.js";

let server, registered, worker;

beforeEach(async () => {
  [registered, worker] = [[], new EventTarget()];
  worker.ready = Promise.resolve({ sync: { register: async (tag) => void registered.push(tag) } });
  navigator.serviceWorker = worker;
  await phoneOf();
  server = new Server();
  engine.start();
  await engine.wake("button");
});
afterEach(async () => {
  await engine.stop();
  mock.timers.reset();
  mock.restoreAll();
  delete globalThis.document;
  delete navigator.serviceWorker;
});
const reached = (state) => new Promise((resolve) => { const stop = on("sync", (now) => { if (now.state === state) { stop(); resolve(now); } }); });
/** While the engine does not listen, so that it all goes up at once. */
async function quietly(work) {
  await engine.stop();
  await work();
  engine.start();
  await engine.wake("timer");
}
const file = (n) => fileReport(draftOf(`d${n}`, { photos: [photo(n)] }));
const pushes = () => server.asked("/sync/push").map((request) => request.body.ops.length);

test("never two requests at once, however many wake it and whatever is kept meanwhile", async () => {
  const { fetch } = globalThis;
  let flying = 0, most = 0;
  globalThis.fetch = async (...given) => {
    most = Math.max(most, (flying += 1));
    await new Promise(setImmediate);
    try { return await fetch(...given); } finally { flying -= 1; }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(async (n) => { await file(n); void engine.wake(["op", "timer", "button", "online"][n % 4]); }));
  await engine.wake("button");
  await engine.wake("button");

  assert.deepEqual([most, server.ops.size, server.blobs.size], [1, 6, 6]);
});

test("413: halved until it fits, then whole again, all in one round", async () => {
  await quietly(async () => {
    for (let n = 1; n <= 6; n += 1) await file(n);
    server.fault("/sync/push", () => refusal(413, "too_large"), 2);
  });
  assert.deepEqual([pushes(), engine.status().state, server.ops.size], [[6, 3, 2, 4], "resting", 6]);
});

for (const [status, code] of [[429, "slow_down"], [503, "starting"]]) {
  test(`pushing → waiting: ${status} with Retry-After is waited out to the second, and the same bytes go again`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    await quietly(async () => {
      server.fault("/sync/push", refusal(status, code, {}, { "Retry-After": "77" }));
      await file(1);
    });
    assert.deepEqual([engine.status().state, engine.status().reason, (await counts()).ops], ["waiting", code, 1]);
    const asked = server.requests.length;
    mock.timers.tick(76_999);
    assert.equal(server.requests.length, asked);
    const done = reached("resting");
    mock.timers.tick(1);
    await done;

    const [first, second] = server.asked("/sync/push").map((request) => request.body.ops[0].body);
    assert.deepEqual([second, server.ops.size], [first, 1]);
  });
}

test("a lane that can go no further: closed, work goes on in a new one in the same round, and what it held waits for a person or goes by rescue", async () => {
  const stuck = await file(1);
  server.strange = (said) => (said.op_id === stuck.op_id ? "bad_sig" : null);
  await engine.wake("button");
  const after = await file(2);
  await engine.wake("button");

  assert.deepEqual((await lanes()).map((lane) => [lane.state, lane.closed_reason]), [["closed", "bad_sig"], ["open", null]]);
  assert.deepEqual([engine.status().state, [...server.ops.keys()], (await attention()).map((one) => one.op_id)], ["resting", [after.op_id], [stuck.op_id]]);
  server.rescued = (op_id) => ({ op_id, verdict: "applied", code: null, dup: false, via: "rescue" });
  emit("session");
  await engine.wake("button");
  assert.deepEqual([server.ops.has(stuck.op_id), await attention(), (await counts()).ops], [true, [], 0]);
});

test("nothing to send is what the rows say: not what was sent last, not what another tab did, not what a crash left", async () => {
  await engine.stop();
  await file(1);
  nowDoing({ sending: new Set((await pending()).map((row) => row.op_id)), tries: 3, error: "x" });
  await reload();
  assert.deepEqual((await pending()).map((row) => [row.state, row.tries, row.error]), [["queued", 0, null]]);

  await syncOnce();
  assert.deepEqual(await counts(), { ops: 0, blobs: 0, bytes: 0, oldest_at: null });
  // Another tab, or a restore, queues it again behind our back: nobody has to be told for the outbox to know.
  await strictly(["ops", "claims"], async (tx) => {
    for (const op of await tx.objectStore("ops").getAll()) await tx.objectStore("ops").put({ ...op, state: "queued" });
    for (const claim of await tx.objectStore("claims").getAll()) await tx.objectStore("claims").put({ ...claim, state: "unsent" });
  });
  assert.deepEqual([(await counts()).ops, (await counts()).blobs, (await waiting()).length], [1, 1, 1]);
  const before = pushes().length;
  await syncOnce();
  assert.deepEqual([(await counts()).ops, pushes().length - before], [0, 1]);
});

test("another tab is at it: this one looks again after half a minute", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const before = server.requests.length;
  await withLock("sync", () => engine.wake("button"));
  await new Promise(setImmediate); // the other tab is through
  assert.equal(server.requests.length, before);
  const done = reached("resting");
  mock.timers.tick(30_000);
  await done;
  assert.ok(server.requests.length > before);
});

test("resting → blocked(storage_lost), and back when the storage is there again and the page is looked at", async () => {
  const { transaction } = IDBDatabase.prototype;
  mock.method(IDBDatabase.prototype, "transaction", function (...given) {
    if (this.name.startsWith("ledger-")) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    return transaction.apply(this, given);
  });
  await engine.wake("button");
  assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "storage_lost"]);
  mock.restoreAll();
  await engine.wake("visible");
  assert.equal(engine.status().state, "resting");
});

test("no network and something to send: the browser is asked to wake us, where it can; with nothing to send it is not", async () => {
  server.fault("/", "down", 1);
  await engine.wake("button");
  assert.deepEqual([engine.status().state, registered], ["waiting", []]);
  server.fault("/", "down", 2);
  await file(1);
  await engine.wake("button");
  await worker.ready;
  assert.deepEqual([engine.status().state, new Set(registered)], ["waiting", new Set(["outbox"])]);

  const done = reached("resting");
  worker.dispatchEvent(Object.assign(new Event("message"), { data: { type: "wake" } })); // its sync event, told by the worker
  await done;
  assert.equal(server.ops.size, 1);
});

test("a browser without Background Sync, or that refuses it, is no trouble", async () => {
  for (const ready of [() => Promise.resolve({}), () => Promise.reject(new DOMException("no", "NotAllowedError")), () => undefined]) {
    Object.defineProperty(worker, "ready", { get: ready, configurable: true });
    await quietly(async () => {
      await file(1);
      server.fault("/", "down", 2);
    });
    assert.equal(engine.status().state, "waiting");
  }
});

test("a hidden page does not ask for news each minute, and does go on sending", async () => {
  globalThis.document = { visibilityState: "hidden" };
  mock.timers.enable({ apis: ["setTimeout"] });
  await engine.wake("button");
  const before = server.requests.length;
  mock.timers.tick(60_000);
  await new Promise(setImmediate);
  assert.equal(server.requests.length, before);

  server.fault("/", "down", 2);
  await file(1);
  await engine.wake("button");
  const done = reached("resting");
  mock.timers.tick(30_000);
  await done;
  assert.deepEqual([server.ops.size, (await openLane()).head_seq], [1, 1]);
});

test("rows of the ledger are all there is: no other place remembers what waits", async () => {
  await file(1);
  const stores = await reading(async (db) => [...db.objectStoreNames]);
  assert.deepEqual(stores.sort(), ["claims", "draft_photos", "drafts", "files", "lanes", "numbers", "ops", "receipts"]);
});
