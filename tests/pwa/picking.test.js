// A photo that is still being read when somebody taps Save belongs to what is saved.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onChosen, openFiles, picked, picking } from "../../static/pwa/capture/picker.js";

const tick = () => new Promise(setImmediate);
/** @type {any} */
let input;

before(() => {
  globalThis.document = /** @type {any} */ ({
    getElementById: () => input ?? null, body: { append() {} }, createTreeWalker: () => null,
    createElement: () => (input = Object.assign(new EventTarget(), { files: [], setAttribute() {}, click() {} })),
  });
  openFiles();
});
after(() => { delete (/** @type {any} */ (globalThis)).document; });

/** Somebody chooses. @param {string[]} files */
function choose(...files) {
  input.files = files;
  input.dispatchEvent(new Event("change"));
}

test("whoever saves waits until all that was chosen is taken in, what is chosen meanwhile too", async () => {
  const taken = [], ends = [];
  const release = onChosen(async (files) => { await new Promise((done) => ends.push(done)); taken.push(...files); });
  choose("one");
  assert.equal(picking(), true);
  let saved = /** @type {string[]|null} */ (null);
  const saving = picked().then(() => { saved = [...taken]; });
  choose("two");
  ends[0]();
  await tick();
  assert.equal(saved, null);
  ends[1]();
  await saving;
  assert.deepEqual([saved, picking()], [["one", "two"], false]);
  release();
});

test("what came before anybody could take it is waited for like the rest", async () => {
  choose("early");
  let end = () => {};
  const taken = [], release = onChosen(async (files) => { await new Promise((done) => { end = /** @type {any} */ (done); }); taken.push(...files); });
  assert.equal(picking(), true);
  end();
  await picked();
  assert.deepEqual(taken, ["early"]);
  release();
});

test("a taker that fails holds up nobody", async (t) => {
  t.mock.method(console, "error", () => {});
  const release = onChosen(async () => { throw new Error("unreadable"); });
  choose("bad");
  await picked();
  assert.equal(picking(), false);
  release();
});

test("a photo belongs to what was aimed at when it came, not to what is aimed at when it has been read", async () => {
  const before = /** @type {any[]} */ ([]), after = /** @type {any[]} */ ([]), changed = [];
  const { shots } = await import("../../static/pwa/screens/item/shots.js");
  let aim = before;
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]).buffer;
  const file = (name) => ({ name, size: jpeg.byteLength, arrayBuffer: async () => { aim = after; return jpeg; } });
  const taken = shots({ t: (key) => key, errorText: String }, () => aim, (problem, into) => changed.push([problem, into]));
  choose(file("item-1.jpg"), file("item-1-again.jpg"));
  await picked();
  assert.deepEqual([before.map((p) => p.name), after, changed.length], [["item-1.jpg"], [], 1]);
  assert.equal(changed[0][1], before);
  taken.release();
});
