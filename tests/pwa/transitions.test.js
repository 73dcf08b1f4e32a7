// The engine's machine, one test for each transition: resting, pushing, pulling, waiting, blocked(reason); and each trigger of protocol 4.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { WANG, draftOf, phoneOf } from "./support.js";
import { Server, portal, refusal } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { signIn } from "../../static/pwa/api/session.js";
import { emit, on } from "../../static/pwa/store/bus.js";
import { counts } from "../../static/pwa/store/outbox.js";
import { backoff } from "../../static/pwa/sync/backoff.js";
import * as engine from "../../static/pwa/sync/engine.js";

const page = new EventTarget(), worker = new EventTarget();
let server, said, off;

beforeEach(async () => {
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.removeEventListener = page.removeEventListener.bind(page);
  globalThis.document = { visibilityState: "visible" };
  navigator.serviceWorker = worker;
  await phoneOf();
  server = new Server();
  engine.start();
  await engine.wake("button");
  said = [];
  off = on("sync", ({ state, reason }) => { if (said.at(-1)?.[0] !== state) said.push([state, reason]); });
});

afterEach(async () => {
  off();
  await engine.stop();
  mock.timers.reset();
  mock.restoreAll();
  for (const name of ["addEventListener", "removeEventListener", "document"]) delete globalThis[name];
  delete navigator.serviceWorker;
});

const states = () => said.map(([state]) => state);
const reached = (state) => new Promise((resolve) => { const stop = on("sync", (now) => { if (now.state === state) { stop(); resolve(now); } }); });
const asked = () => server.requests.length;

/** The engine waits: the server has told it to, for `seconds`. */
async function toldToWait(seconds = 120) {
  server.fault("/sync/pull", refusal(429, "slow_down", {}, { "Retry-After": String(seconds) }));
  await engine.wake("button");
  assert.equal(engine.status().state, "waiting");
}

/** The engine is blocked: the session has ended. */
async function signedOut() {
  server.user = null;
  await fileReport(draftOf("d1"));
  await engine.wake("button");
  assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "signed_out"]);
}

test("resting → pushing → pulling → resting: a round in which all goes well", async () => {
  await fileReport(draftOf("d1"));
  await engine.wake("button");

  assert.deepEqual(states().slice(0, 3), ["pushing", "pulling", "resting"]);
});

test("pushing → pulling → waiting: a server fault on push does not keep the phone from pulling", async () => {
  server.fault("/sync/push", refusal(500, "broken"), 9);
  await fileReport(draftOf("d1"));
  await engine.wake("button");

  assert.deepEqual(said.slice(0, 3).map(([state]) => state), ["pushing", "pulling", "waiting"]);
  assert.deepEqual([engine.status().reason, engine.status().online], ["broken", true]);
});

test("pushing → waiting: no answer to a push", async () => {
  server.fault("/sync/push", "down", 9);
  await fileReport(draftOf("d1"));
  await engine.wake("button");

  assert.deepEqual([states().includes("pulling"), engine.status().state, engine.status().reason, engine.status().online], [false, "waiting", "no_network", false]);
});

test("pulling → waiting: no answer to a pull", async () => {
  server.fault("/sync/pull", "down");
  await engine.wake("button");

  assert.deepEqual([states().slice(-2), engine.status().online], [["pulling", "waiting"], false]);
});

test("pushing → waiting: a captive portal is no answer, and takes nothing off the queue", async () => {
  server.fault("/", () => portal(), 99);
  await fileReport(draftOf("d1"));
  await engine.wake("button");

  assert.deepEqual([engine.status().state, engine.status().reason, engine.status().online, (await counts()).ops], ["waiting", "not_ours", false, 1]);
});

test("pushing → waiting: a black hole is given up after fifteen seconds", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const swallowed = new Promise((resolve) => {
    globalThis.fetch = (_, { signal }) => new Promise((_, reject) => { signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))); resolve(); });
  });
  const round = engine.wake("button");
  await swallowed;
  mock.timers.tick(14_999);
  assert.notEqual(engine.status().state, "waiting");
  mock.timers.tick(1);
  await round;

  assert.deepEqual([engine.status().state, engine.status().reason, engine.status().online], ["waiting", "timeout", false]);
});

test("pushing → blocked(signed_out), and signing in goes on", async () => {
  await signedOut();
  const done = reached("resting");
  await signIn("li", "pw");
  await done;

  assert.equal(server.ops.size, 1);
});

for (const reason of ["lane_revoked", "too_many_lanes"]) {
  test(`pushing → blocked(${reason})`, async () => {
    server.fault("/sync/push", refusal(403, reason), 9);
    await fileReport(draftOf("d1"));
    await engine.wake("button");

    assert.deepEqual([engine.status().state, engine.status().reason, (await counts()).ops], ["blocked", reason, 1]);
  });
}

test("pushing → blocked(other_user): the browser's session is somebody else's", async () => {
  server.user = WANG;
  emit("session");
  await engine.wake("button");

  assert.deepEqual([engine.status().state, engine.status().reason], ["blocked", "other_user"]);
});

test("pulling → blocked(password_change_needed)", async () => {
  server.fault("/sync/pull", refusal(403, "password_change_needed"));
  await engine.wake("button");

  assert.deepEqual([states().slice(-2), engine.status().reason], [["pulling", "blocked"], "password_change_needed"]);
});

test("pulling → blocked(quota): a full disk; what is kept stays", async () => {
  const put = IDBObjectStore.prototype.put;
  mock.method(IDBObjectStore.prototype, "put", function (...given) {
    if (this.name === "scopes") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  });
  server.scopes = [{ id: "reference", epoch: 1, head: 1, seq: 1, records: [], gone: [], more: false }];
  await fileReport(draftOf("d1"));
  await engine.wake("button");

  assert.deepEqual([engine.status().state, engine.status().reason, server.ops.size], ["blocked", "storage_full", 1]);
});

for (const reason of ["online", "visible", "button", "session", "start"]) {
  test(`waiting → pushing by ${reason}: something has changed, failures are counted anew`, async () => {
    await toldToWait();
    await engine.wake(reason);

    assert.deepEqual([engine.status().state, engine.status().tries], ["resting", 0]);
  });

  test(`blocked → pushing by ${reason}`, async () => {
    await signedOut();
    server.user = { id: "user-li", username: "li" };
    await engine.wake(reason);

    assert.deepEqual([engine.status().state, server.ops.size], ["resting", 1]);
  });
}

for (const reason of ["op", "worker"]) {
  test(`waiting, told to: ${reason} changes nothing`, async () => {
    await toldToWait();
    const before = asked();
    await engine.wake(reason);

    assert.deepEqual([engine.status().state, asked()], ["waiting", before]);
  });

  test(`blocked: ${reason} changes nothing`, async () => {
    await signedOut();
    const before = asked();
    await engine.wake(reason);

    assert.deepEqual([engine.status().state, asked()], ["blocked", before]);
  });

  test(`waiting without a network → pushing by ${reason}: asking costs nothing`, async () => {
    server.fault("/", "down", 1);
    await engine.wake("button");
    await engine.wake(reason);

    assert.equal(engine.status().state, "resting");
  });
}

test("waiting → pushing by the timer, when the time the server named is over and not before", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await toldToWait(120);
  const before = asked();
  mock.timers.tick(119_999);
  assert.equal(asked(), before);
  const done = reached("resting");
  mock.timers.tick(1);
  await done;
});

test("waiting → waiting: each failure in a row waits longer at the most, up to half a minute while something is pending", async () => {
  const most = mock.method(Math, "random", () => 0.999999);
  server.fault("/", "down", 99);
  await fileReport(draftOf("d1"));
  await engine.wake("button");
  const waits = [];
  for (let n = 0; n < 6; n += 1) {
    await engine.wake("timer");
    waits.push(engine.status().tries);
  }

  assert.deepEqual(waits, waits.map((_, n) => waits[0] + n));
  assert.ok(engine.status().next_try_at - Date.now() <= 30_000);
  assert.ok(most.mock.callCount() > 0);
});

test("waiting → pushing → waiting: what went through begins the count of failures anew, so that a bad line is not a slow one", async () => {
  server.fault("/blobs", "down", 99);
  await fileReport(draftOf("d1"));
  await engine.wake("button");
  for (let n = 0; n < 3; n += 1) await engine.wake("timer");
  assert.ok(engine.status().tries >= 3);

  await fileReport(draftOf("d2"));
  await engine.wake("timer");

  assert.deepEqual([engine.status().state, engine.status().tries], ["waiting", 1]);
});

test("back-off is spread over the whole interval, from nearly nothing to its bound, for every failure", () => {
  for (let tries = 1; tries < 12; tries += 1) {
    const bound = Math.min(300_000, 2_000 * 2 ** (tries - 1));
    assert.equal(backoff(tries, undefined, () => 0), 250);
    assert.equal(backoff(tries, undefined, () => 0.5), bound / 2);
    assert.ok(backoff(tries, undefined, () => 1 - 2 ** -53) <= bound);
  }
});

/** What happens outside, and what it is to the engine. */
const TRIGGERS = {
  "the network comes back": () => page.dispatchEvent(new Event("online")),
  "the page becomes visible": () => page.dispatchEvent(new Event("visibilitychange")),
  "the page comes out of the back-forward cache": () => page.dispatchEvent(new Event("pageshow")),
  "the service worker was woken by a push or by background sync": () => worker.dispatchEvent(Object.assign(new Event("message"), { data: { type: "wake" } })),
  "something was kept": () => emit("kept", { op_id: "x" }),
  "somebody signed in": () => emit("session"),
};
for (const [what, happens] of Object.entries(TRIGGERS)) {
  test(`trigger: ${what}`, async () => {
    const begun = reached("pulling");
    happens();
    await begun;

    assert.deepEqual(states().slice(-2), ["pushing", "pulling"]);
  });
}

test("trigger: the minute, while the page is looked at", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await engine.wake("button");
  said.length = 0;
  const begun = reached("pulling");
  mock.timers.tick(59_999);
  assert.deepEqual(states(), []);
  mock.timers.tick(1);
  await begun;
});

test("no trigger: a page that is hidden, and a message that is no wake", async () => {
  const before = asked();
  globalThis.document.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  worker.dispatchEvent(Object.assign(new Event("message"), { data: { type: "other" } }));
  await new Promise(setImmediate);

  assert.deepEqual([asked(), engine.status().state], [before, "resting"]);
});

test("stopped: no trigger does anything any more", async () => {
  await engine.stop();
  const before = asked();
  for (const happens of Object.values(TRIGGERS)) happens();
  await new Promise(setImmediate);

  assert.equal(asked(), before);
});
