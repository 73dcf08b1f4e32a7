// The inbox on the phone, and the browser's subscription for pushes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LI, phoneOf } from "./support.js";
import { alerts, noteSeen, tidySeen, unseen, untold } from "../../static/pwa/store/alerts.js";
import { prefs } from "../../static/pwa/store/device.js";
import { takePage } from "../../static/pwa/store/pulled.js";
import { keepInStep, state, turnOff, turnOn } from "../../static/pwa/push.js";

const alert = (id, more = {}) => ({ id, kind: "due", subject: { type: "case", id: "c1" }, deadline: 1000, due_at: 1000, made_at: 1000, seen_at: null, ended_at: null, ...more });
const pulled = (...rows) => takePage([{ id: `user:${LI.id}`, epoch: 1, head: 9, seq: 9, records: rows.map((data) => ({ type: "alert", id: data.id, version: 1, data })), gone: [] }], new Set());

beforeEach(() => phoneOf());

test("the newest comes first, and what is over does not count as new", async () => {
  await pulled(alert("a1"), alert("a2", { due_at: 3000 }), alert("a3", { due_at: 2000, ended_at: 2500 }));

  assert.deepEqual((await alerts()).map((a) => a.id), ["a2", "a3", "a1"]);
  assert.equal(await unseen(), 2);
});

test("seen is kept here at once, told until the server knows, and then forgotten", async () => {
  await pulled(alert("a1"), alert("a2"));
  await noteSeen(["a1"], 5000);

  assert.equal(await unseen(), 1);
  assert.deepEqual((await alerts()).map((a) => a.seen_at).sort(), [5000, null].sort());
  assert.deepEqual(await untold(), ["a1"]);

  await pulled(alert("a1", { seen_at: 5100 }));
  assert.deepEqual(await untold(), []);
  await tidySeen();

  assert.deepEqual((await prefs()).alerts_seen, {});
});

test("seeing again does not change when it was seen", async () => {
  await pulled(alert("a1"));
  await noteSeen(["a1"], 5000);
  await noteSeen(["a1"], 9000);

  assert.equal((await alerts())[0].seen_at, 5000);
});

/** A browser that takes pushes, and a server with a key. */
function browser({ permission = "granted", key = "AQID", reachable = true } = {}) {
  const log = { told: [], subscriptions: 0, key };
  let had = null;
  const made = (given) => ({
    endpoint: `https://push.test/${(log.subscriptions += 1)}`, options: { applicationServerKey: Uint8Array.from(atob(given), (c) => c.charCodeAt(0)).buffer },
    unsubscribe: async () => { had = null; }, toJSON() { return { endpoint: this.endpoint, keys: { p256dh: "p", auth: "a" } }; },
  });
  const pushManager = {
    getSubscription: async () => had,
    subscribe: async ({ applicationServerKey }) => { if (!reachable) throw new Error("push service error"); return (had = made(applicationServerKey)); },
  };
  globalThis.PushManager = class {};
  globalThis.Notification = { permission, requestPermission: async () => permission };
  navigator.serviceWorker = { getRegistration: async () => ({ pushManager }) };
  globalThis.fetch = async (url, { method, body }) => {
    if (method !== "GET") log.told.push([method, JSON.parse(body)]);
    const answer = method === "GET" ? { key: log.key } : {};
    return new Response(method === "DELETE" ? null : JSON.stringify(answer), { status: method === "DELETE" ? 204 : 200, headers: { "X-Server-Time": "1790000000000", "Content-Type": "application/json" } });
  };
  log.lose = () => { had = null; };
  return log;
}

test("turned on by a tap, told to the server with the key it was made with", async () => {
  const log = browser();
  assert.equal(await state(LI.id), "off");

  await turnOn(LI.id);

  assert.equal(await state(LI.id), "on");
  assert.deepEqual(log.told, [["POST", { endpoint: "https://push.test/1", keys: { p256dh: "p", auth: "a" }, key: "AQID" }]]);
  assert.equal(await state("another"), "off");
});

test("what can stand in the way has a name, and nothing is half on", async () => {
  for (const [given, code] of [[{ permission: "denied" }, "push_denied"], [{ key: null }, "push_off"], [{ reachable: false }, "push_unavailable"]]) {
    browser(given);
    await assert.rejects(turnOn(LI.id), { code });
    assert.equal((await prefs()).push, undefined);
  }
  browser({ permission: "denied" });
  assert.equal(await state(LI.id), "denied");
  delete globalThis.PushManager;
  assert.equal(await state(LI.id), "unsupported");
});

test("at the next start a lost subscription, or one of an old key, is made anew without a question", async () => {
  const log = browser();
  await turnOn(LI.id);

  await keepInStep(LI.id);
  assert.equal(log.subscriptions, 1);
  log.lose();
  await keepInStep(LI.id);
  assert.equal(log.subscriptions, 2);
  log.key = "BAUG";
  await keepInStep(LI.id);

  assert.equal(log.subscriptions, 3);
  assert.deepEqual(log.told.at(-1)[1].key, "BAUG");
});

test("whoever did not ask for pushes here gets none", async () => {
  const log = browser();

  await keepInStep(LI.id);
  await keepInStep(undefined);
  await turnOn("another");
  log.told.length = 0;
  await keepInStep(LI.id);

  assert.deepEqual(log.told, []);
});

test("turned off, here and at the server", async () => {
  const log = browser();
  await turnOn(LI.id);

  await turnOff();

  assert.equal(await state(LI.id), "off");
  assert.deepEqual(log.told.at(-1), ["DELETE", { endpoint: "https://push.test/1" }]);
});
