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
  const log = { fetched: [], skipped: 0, told: [] };
  const self = {
    addEventListener: (event, fn) => { heard[event] = fn; }, skipWaiting: () => { log.skipped += 1; }, location: { origin: "https://fieldapp.test" },
    clients: { claim: async () => {}, matchAll: async () => [{ url: "https://fieldapp.test/", postMessage: (m) => log.told.push(m), navigate: async (url) => log.told.push(url) }] },
    registration: { unregister: async () => { log.unregistered = true; } },
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
