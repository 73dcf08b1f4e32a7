// A new build waits: for a tap, or for a cold start that disturbs nobody.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { draftOf, freshPhone, phoneOf } from "./support.js";
import { saveDraft } from "../../static/pwa/store/drafts.js";
import { watchShell } from "../../static/pwa/shell.js";

const tick = () => new Promise(setImmediate);
/** Pages share this lock. */
const { request } = navigator.locks;
navigator.locks.request = (name, ...rest) => (name === "page" ? Promise.resolve(rest.at(-1)({ name })) : request(name, ...rest));
/** What the server says to whoever asks for its time. */
const served = async () => new Response(null, { status: 204, headers: { "X-Server-Time": "1790000000000" } });
let answer = served;
let told, page, worker, pages, reloads, app;

beforeEach(async () => {
  await phoneOf();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => 500);
  [told, pages, reloads] = [[], 1, 0];
  page = new EventTarget();
  worker = Object.assign(new EventTarget(), { controller: {} });
  app = { update: { ready: false, apply() {}, anyway() {} }, redraw() {}, go() {}, sheetFrom: (path) => told.push(path) };
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page), matchMedia: () => ({ matches: true }), location: { hash: "", reload: () => { reloads += 1; } }, document: Object.assign(new EventTarget(), { visibilityState: "visible", querySelector: () => null }) });
  mock.method(globalThis, "fetch", () => answer());
  answer = served;
  navigator.serviceWorker = worker;
  navigator.locks.query = async () => ({ held: Array.from({ length: pages }, () => ({ name: "page" })), pending: [] });
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
  for (const name of ["addEventListener", "matchMedia", "location", "document"]) delete globalThis[name];
  for (const name of ["serviceWorker", "userActivation"]) delete navigator[name];
  delete navigator.locks.query;
});

/** The app starts while a build waits, or comes later. */
async function start(waiting = true) {
  const build = Object.assign(new EventTarget(), { state: "installed", postMessage: (message) => told.push(message.type) });
  const registration = Object.assign(new EventTarget(), { waiting: waiting ? build : null, installing: build });
  worker.register = async () => registration;
  watchShell(app);
  mock.timers.tick(1000);
  for (let n = 0; n < 300 && !told.length; n += 1) await tick();
  return { build, registration };
}

test("a cold start on the first screen with nothing begun takes the new build, and loads once", async () => {
  await start();
  assert.deepEqual(told, ["skip_waiting"]);
  worker.dispatchEvent(new Event("controllerchange"));
  worker.dispatchEvent(new Event("controllerchange"));
  assert.equal(reloads, 1);
});

/** Another tab changed to the new build. */
async function changedElsewhere() {
  worker.dispatchEvent(new Event("controllerchange"));
  for (let n = 0; n < 100 && !reloads; n += 1) await tick();
}

const AT_WORK = {
  "somebody reads or writes here": () => { navigator.userActivation = { hasBeenActive: true }; },
  "a draft is open": () => saveDraft(draftOf("d1")),
  "another screen is shown": () => { location.hash = "#/case/1"; },
  "a sheet is open in a tab behind": () => { document.visibilityState = "hidden"; document.querySelector = () => ({}); },
};
for (const [why, make] of Object.entries(AT_WORK)) {
  test(`another tab changes to the new build, and ${why}: it is offered, not loaded over the work`, async () => {
    pages = 2;
    await make();
    await start();
    await changedElsewhere();
    assert.deepEqual([told, reloads, app.update.ready], [[], 0, true]);
    app.update.apply();
    app.update.apply();
    assert.equal(reloads, 1);
  });
}

const AT_REST = {
  "hidden, whatever screen it shows": () => { document.visibilityState = "hidden"; location.hash = "#/case/1"; navigator.userActivation = { hasBeenActive: true }; },
  "just opened and not touched": () => {},
};
for (const [how, make] of Object.entries(AT_REST)) {
  test(`a tab that is ${how} loads with the others, once, though it had not seen the build come`, async () => {
    pages = 2;
    make();
    await start(false);
    await changedElsewhere();
    await changedElsewhere();
    assert.deepEqual([told, reloads], [[], 1]);
  });
}

test("nobody at work here yet is disturbed by nothing", async () => {
  await freshPhone();
  await start();
  assert.deepEqual(told, ["skip_waiting"]);
});

const DISTURBED = {
  "a draft is open": () => saveDraft(draftOf("d1")),
  "another screen was asked for": () => { location.hash = "#/case/1"; },
  "another tab is open": () => { pages = 2; },
  "tabs cannot be told": () => { delete navigator.locks.query; },
  "somebody has touched it": () => { navigator.userActivation = { hasBeenActive: true }; },
};
for (const [why, make] of Object.entries(DISTURBED)) {
  test(`${why}: it is offered, and taken by a tap`, async () => {
    await make();
    await start();
    assert.deepEqual([told, app.update.ready], [[], true]);
    await app.update.apply();
    assert.deepEqual(told, ["skip_waiting"]);
  });
}

const AWAY = {
  "there is no network": async () => { throw new TypeError("Failed to fetch"); },
  "a portal answers for the server": async () => new Response("<html>Log in</html>", { headers: { "Content-Type": "text/html" } }),
  "the server is going up": async () => Response.json({}, { status: 503, headers: { "X-Server-Time": "1790000000000" } }),
};
for (const [why, says] of Object.entries(AWAY)) {
  test(`${why}: the new build does not come by itself, and a tap is told what it may cost`, async () => {
    answer = says;
    await start();
    assert.deepEqual([told, app.update.ready], [[], true]);
    await app.update.apply();
    assert.deepEqual(told, ["./screens/update_offline.js"]);
    app.update.anyway();
    assert.equal(told.at(-1), "skip_waiting");
  });
}

test("somebody touches the app while the server is being asked: it is offered", async () => {
  answer = async () => { navigator.userActivation = { hasBeenActive: true }; return served(); };
  await start();
  assert.deepEqual([told, app.update.ready], [[], true]);
});

test("a build that comes while the app is open is offered and no more", async () => {
  const { build, registration } = await start(false);
  assert.equal(app.update.ready, false);
  registration.dispatchEvent(new Event("updatefound"));
  build.dispatchEvent(new Event("statechange"));
  await tick();
  assert.deepEqual([told, app.update.ready], [[], true]);
});

test("a build that is found while the page is still being counted is offered too", async () => {
  location.hash = "#/case/1";
  const build = Object.assign(new EventTarget(), { state: "installing", postMessage: (message) => told.push(message.type) });
  const registration = Object.assign(new EventTarget(), { waiting: null, installing: null });
  worker.register = async () => registration;
  watchShell(app);
  await tick();
  registration.installing = build;
  registration.dispatchEvent(new Event("updatefound"));
  build.state = "installed";
  build.dispatchEvent(new Event("statechange"));
  assert.deepEqual([told, app.update.ready], [[], true]);
});

test("a build that was on its way before anybody listened is offered when it is there", async () => {
  const { build } = await start(false);
  assert.equal(app.update.ready, false);
  build.dispatchEvent(new Event("statechange"));
  assert.equal(app.update.ready, true);
});

test("an app that stays open looks for a new build when somebody comes back after an hour, and offers it", async () => {
  const { registration } = await start(false);
  let looked = 0;
  registration.update = async () => { looked += 1; };
  const back = (state, at) => {
    mock.method(performance, "now", () => at);
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  back("visible", 60_000);
  back("hidden", 4_000_000);
  assert.equal(looked, 0);
  back("visible", 4_000_000);
  back("visible", 4_100_000);
  assert.equal(looked, 1);
  registration.waiting = new EventTarget(); // it came and waits; no event says so again
  back("visible", 8_000_000);
  await tick();
  assert.deepEqual([looked, app.update.ready, told], [2, true, []]);
});

test("the very first worker of a phone is no new build, and its coming reloads nothing", async () => {
  worker.controller = null;
  await start();
  worker.dispatchEvent(new Event("controllerchange"));
  assert.deepEqual([told, app.update.ready, reloads], [[], false, 0]);
});

test("a phone whose database was lost at the start is not called unfit for that, and is asked again until it tells", async () => {
  const { transaction } = IDBDatabase.prototype, { put } = IDBObjectStore.prototype;
  const asked = async (/** @type {number} */ ms) => { mock.timers.tick(ms); for (let n = 0; n < 100; n += 1) await tick(); };
  IDBDatabase.prototype.transaction = () => { throw new DOMException("Connection to Indexed Database server lost.", "UnknownError"); };
  try {
    await start(false);
    await app.fits;
    assert.equal(app.unfit, null);
    IDBDatabase.prototype.transaction = transaction;
    IDBObjectStore.prototype.put = function (value, ...rest) { return put.call(this, value?.buffer ? {} : value, ...rest); }; // what is written does not come back
    await asked(60_000);
    assert.equal(app.unfit, "private");
    IDBObjectStore.prototype.put = put;
    await asked(60_000);
    assert.equal(app.unfit, "private", "what it has told once is not asked again");
  } finally { Object.assign(IDBDatabase.prototype, { transaction }); IDBObjectStore.prototype.put = put; }
});
