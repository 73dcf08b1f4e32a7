// The service worker, run as the classic script it is.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const source = (name) => readFileSync(new URL(`../../static/pwa/${name}`, import.meta.url), "utf8");
const sha = (text) => createHash("sha256").update(text).digest("hex");
const SITE = { "/": "<html>", "/pwa/main.js": "main", "/api/v1/time": "", "/desk/": "desk" };

/** Cache storage, one for all workers of a story. */
function storage() {
  const shells = new Map();
  const shellOf = (name) => {
    if (!shells.has(name)) shells.set(name, new Map());
    const held = shells.get(name);
    return { put: async (url, response) => void held.set(url, await response.text()), match: async (url) => (held.has(url) ? new Response(held.get(url)) : undefined) };
  };
  return {
    shells, open: async (name) => shellOf(name), keys: async () => [...shells.keys()], delete: async (name) => shells.delete(name),
    match: async (url) => { for (const held of shells.values()) if (held.has(url)) return new Response(held.get(url)); },
  };
}

/** A worker of `build` that names `files`, over a site that serves `site`. */
function worker(caches, build, files, site = SITE, script = "sw.js") {
  const heard = {};
  const log = { fetched: [], skipped: 0, told: [], shown: [], opened: [], pages: [{ url: "https://fieldapp.test/" }] };
  const page = (at) => ({ ...at, focus: async () => {}, postMessage: (m) => log.told.push(m), navigate: async (url) => log.told.push(url) });
  const self = {
    addEventListener: (event, fn) => { heard[event] = fn; }, skipWaiting: () => { log.skipped += 1; }, location: { origin: "https://fieldapp.test" },
    clients: { claim: async () => {}, matchAll: async () => log.pages.map(page), openWindow: async (url) => void log.opened.push(url) },
    registration: { unregister: async () => { log.unregistered = true; }, showNotification: async (title, more) => void log.shown.push([title, more]) },
  };
  const fetch = async (what) => {
    const path = typeof what === "string" ? what : new URL(what.url).pathname;
    log.fetched.push(path);
    return new Response(site[path] ?? "", { status: path in site ? 200 : 404 });
  };
  const listed = files.map((path) => [path, sha(SITE[path])]);
  vm.runInNewContext(`const BUILD = ${JSON.stringify(build)}; const FILES = ${JSON.stringify(listed)};\n${source(script)}`, { self, caches, fetch, crypto, URL, Uint8Array, Array, Error, Promise });
  const fire = async (event, more = {}) => {
    let waited;
    heard[event]?.({ waitUntil: (p) => { waited = p; }, respondWith: (p) => { waited = p; }, ...more });
    return waited;
  };
  const get = (path, more = {}) => fire("fetch", { request: { url: `https://fieldapp.test${path}`, method: "GET", mode: "cors", ...more } });
  return { fire, get, log };
}

test("install keeps every file, and the shell then opens with no network", async () => {
  const caches = storage();
  const w = worker(caches, "b1", ["/", "/pwa/main.js"]);
  await w.fire("install");
  await w.fire("activate");
  w.log.fetched.length = 0;

  assert.equal(await (await w.get("/?from=home", { mode: "navigate" })).text(), "<html>");
  assert.equal(await (await w.get("/pwa/main.js")).text(), "main");
  assert.deepEqual(w.log.fetched, []);
});

test("a file that is not the one named fails the install, and the old shell stays in service", async () => {
  const caches = storage();
  const old = worker(caches, "b1", ["/"]);
  await old.fire("install");

  await assert.rejects(worker(caches, "b2", ["/", "/pwa/main.js"], { ...SITE, "/pwa/main.js": "a portal's page" }).fire("install"), /not the file of build b2/);

  assert.equal(await (await old.get("/", { mode: "navigate" })).text(), "<html>");
});

test("the API, other methods, other origins and the desk are left to the network", async () => {
  const w = worker(storage(), "b1", ["/", "/pwa/main.js"]);
  await w.fire("install");

  assert.equal(await w.get("/api/v1/time"), undefined);
  assert.equal(await w.get("/pwa/main.js", { method: "POST" }), undefined);
  assert.equal(await w.get("/desk/", { mode: "navigate" }), undefined);
  assert.equal(await w.fire("fetch", { request: { url: "https://elsewhere.test/pwa/main.js", method: "GET", mode: "cors" } }), undefined);
});

test("an update fetches only what changed, and removes older shells alone", async () => {
  const caches = storage();
  await worker(caches, "b1", ["/", "/pwa/main.js"]).fire("install");
  await (await caches.open("somebody-elses")).put("/x", new Response("x"));
  const next = worker(caches, "b2", ["/", "/pwa/main.js"]);

  await next.fire("install");
  await next.fire("activate");

  assert.deepEqual(next.log.fetched, []);
  assert.deepEqual((await caches.keys()).sort(), ["shell-b2", "somebody-elses"]);
});

test("it skips waiting only when it is asked", async () => {
  const w = worker(storage(), "b1", ["/"]);
  await w.fire("install");
  assert.equal(w.log.skipped, 0);

  await w.fire("message", { data: { type: "something" } });
  assert.equal(w.log.skipped, 0);
  await w.fire("message", { data: { type: "skip_waiting" } });

  assert.equal(w.log.skipped, 1);
});

test("a sync event wakes the pages, which do the work", async () => {
  const w = worker(storage(), "b1", ["/"]);

  await w.fire("sync", { tag: "outbox" });

  assert.equal(w.log.told[0].type, "wake");
});

const pushed = (said) => ({ data: { json: () => JSON.parse(said) } });
const declared = (more) => JSON.stringify({ web_push: 8030, notification: { title: "已到期", body: "2026-11-0042", lang: "zh-CN", tag: "t1", ...more } });

test("a push is shown as it is declared, and wakes the pages", async () => {
  const w = worker(storage(), "b1", ["/"]);

  await w.fire("push", pushed(declared({ navigate: "https://fieldapp.test/#/alert/a1" })));

  assert.deepEqual(w.log.shown.map(([title, { body, tag, data }]) => [title, body, tag, data.path]), [["已到期", "2026-11-0042", "t1", "/alert/a1"]]);
  assert.deepEqual(w.log.told.map((m) => m.type), ["wake"]);
});

test("something is shown whatever came, and it leads nowhere but into the app", async () => {
  const w = worker(storage(), "b1", ["/"]);

  for (const event of [{ data: null }, pushed("cut off {"), pushed("7"), pushed(declared({ navigate: "https://evil.test/#/alert/a1" })), pushed(declared({ navigate: "javascript:x" }))]) {
    await w.fire("push", event);
  }

  assert.equal(w.log.shown.length, 5);
  for (const [title, { body, data }] of w.log.shown) assert.ok(title && body && data.path === "/inbox");
});

test("a tap on a notification goes to its screen in the app that is open, else in a new window", async () => {
  const w = worker(storage(), "b1", ["/"]);
  const tap = () => w.fire("notificationclick", { notification: { close: () => {}, data: { path: "/alert/a1" } } });

  await tap();
  assert.equal(JSON.stringify(w.log.told), JSON.stringify([{ type: "go", path: "/alert/a1" }]));

  w.log.pages = [];
  await tap();
  assert.deepEqual(w.log.opened, ["/#/alert/a1"]);
});

test("a shell that was evicted is read from the network", async () => {
  const caches = storage();
  const w = worker(caches, "b1", ["/", "/pwa/main.js"]);
  await w.fire("install");
  caches.shells.clear();

  assert.equal(await (await w.get("/pwa/main.js")).text(), "main");
});

test("the kill switch removes worker and shells and reloads the pages; IndexedDB it does not know", async () => {
  const caches = storage();
  await worker(caches, "b1", ["/"]).fire("install");
  const kill = worker(caches, "b1", [], SITE, "sw-kill.js");

  await kill.fire("install");
  await kill.fire("activate");

  assert.deepEqual(await caches.keys(), []);
  assert.deepEqual([kill.log.skipped, kill.log.unregistered, kill.log.told], [1, true, ["https://fieldapp.test/"]]);
  assert.doesNotMatch(source("sw-kill.js").replace(/\/\/.*/g, ""), /indexedDB/);
});

test("it is short", () => {
  assert.ok(source("sw.js").split("\n").length < 150);
});
