// The engine's states, and what moves it from one to the next.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { LI, WANG, draftOf, phoneOf } from "./support.js";
import { Server, refusal } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { signIn, signOut } from "../../static/pwa/api/session.js";
import { on } from "../../static/pwa/store/bus.js";
import { withLock } from "../../static/pwa/store/locks.js";
import { counts, pending } from "../../static/pwa/store/outbox.js";
import { clockOff } from "../../static/pwa/store/time.js";
import * as engine from "../../static/pwa/sync/engine.js";

let server;
let off;
const rest = () => engine.wake("button");

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  engine.start();
  await rest();
});

afterEach(async () => {
  off?.();
  off = undefined;
  await engine.stop();
});

/** Resolves when the engine next says it is in `state`. */
const reached = (state) => new Promise((resolve) => {
  off = on("sync", (now) => { if (now.state === state) resolve(now); });
});

test("at rest after the start, with a lane and a pull", () => {
  const now = engine.status();

  assert.deepEqual([now.state, now.online, now.tries, now.next_try_at], ["resting", true, 0, null]);
  assert.ok(now.last_pull_at > 0);
});

test("a kept report goes up without a tap", async () => {
  const done = reached("resting");
  await fileReport(draftOf("d1"));
  await done;
  await rest();

  assert.equal(server.ops.size, 1);
  assert.ok(engine.status().last_receipt_at > 0);
});

test("pushing, pulling, resting are said in order, with progress", async () => {
  const said = [];
  off = on("sync", (now) => said.push([now.state, now.progress.done, now.progress.total]));
  await fileReport(draftOf("d1"));
  await rest();

  const states = said.map(([state]) => state).filter((state, i, all) => state !== all[i - 1]);
  assert.deepEqual(states.slice(-3), ["pushing", "pulling", "resting"]);
  assert.ok(said.some(([, done, total]) => done === 2 && total === 2));
});

test("no answer: waiting, offline, tried again within half a minute while something is pending", async () => {
  server.fault("/", "down", 99);
  await fileReport(draftOf("d1"));
  await rest();

  const now = engine.status();
  assert.deepEqual([now.state, now.reason, now.online], ["waiting", "no_network", false]);
  assert.ok(now.next_try_at - Date.now() <= 30_000);
  const [row] = await pending();
  assert.deepEqual([row.state, row.error], ["retry", "no_network"]);
});

test("back on line: asks whether anybody is there, then sends", async () => {
  server.fault("/", "down", 1);
  await rest();
  assert.equal(engine.status().state, "waiting");
  server.requests.length = 0;

  await fileReport(draftOf("d1"));
  await engine.wake("online");

  assert.equal(server.requests[0].path, "/time");
  assert.equal(engine.status().state, "resting");
  assert.equal(server.ops.size, 1);
});

test("told to wait: an op waits with it, a tap does not", async () => {
  server.fault("/sync/pull", refusal(429, "slow_down", {}, { "Retry-After": "120" }));
  await rest();
  const asked = server.requests.length;
  assert.ok(engine.status().next_try_at - Date.now() > 100_000);

  await fileReport(draftOf("d1"));
  await engine.wake("op");
  assert.equal(server.requests.length, asked);

  await rest();
  assert.equal(server.ops.size, 1);
});

test("signed out: blocked, everything kept; signing in over the screen goes on by itself", async () => {
  server.user = null;
  await fileReport(draftOf("d1"));
  await rest();
  assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "signed_out"]);
  assert.equal((await pending())[0].state, "blocked");

  const done = reached("resting");
  await signIn("li", "pw");
  await done;
  await rest();

  assert.equal(server.ops.size, 1);
});

test("a revoked phone is blocked and deletes nothing", async () => {
  server.fault("/sync/push", refusal(403, "lane_revoked"), 99);
  await fileReport(draftOf("d1"));
  await rest();

  assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "lane_revoked"]);
  assert.equal((await counts()).ops, 1);
});

test("a one-time password blocks until it is changed", async () => {
  server.fault("/sync/pull", refusal(403, "password_change_needed"));
  await rest();

  assert.equal(engine.status().reason, "password_change_needed");
});

test("only one tab syncs at a time", async () => {
  const before = server.requests.length;

  await withLock("sync", () => engine.wake("button"));

  assert.equal(server.requests.length, before);
});

test("two wakes at once are one round, and what came meanwhile gets its own", async () => {
  const before = server.asked("/sync/pull").length;

  await Promise.all([engine.wake("button"), engine.wake("timer")]);

  assert.ok(server.asked("/sync/pull").length - before <= 2);
});

test("a sign-out that the server did not hear of is told later; unsent work stays", async () => {
  server.fault("/", "down", 99);
  await fileReport(draftOf("d1"));
  await signOut();
  assert.equal(server.user, LI);

  server.faults.length = 0;
  await rest();
  assert.equal(server.user, null);

  server.people = { li: LI, wang: WANG };
  await signIn("li", "pw");
  await rest();
  assert.equal(server.ops.size, 1);
});

test("a clock that is two hours fast is told", async () => {
  const real = Date.now;
  Date.now = () => real() + 2 * 3600_000;
  server.fault("/time", () => new Response(null, { status: 204, headers: { "X-Server-Time": String(real()) } }));
  try {
    const { time } = await import("../../static/pwa/api/sync.js");
    const told = new Promise((resolve) => { off = on("sync", (now) => now.clock_off && resolve(now)); });
    await time();
    await told;
    assert.equal(await clockOff(), true);
  } finally {
    Date.now = real;
  }
});

test("storage that the browser has taken away blocks and says so", async () => {
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    if (this.name.startsWith("ledger-")) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    return real.apply(this, given);
  };
  try {
    await rest();
    assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "storage_lost"]);
  } finally {
    IDBDatabase.prototype.transaction = real;
  }
});
