// A photo that is still being read when somebody taps Save belongs to what is saved.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onChosen, openFiles, picked, picking } from "../../static/pwa/capture/picker.js";

const tick = () => new Promise(setImmediate);
/** @type {any} */
let input;

before(() => {
  globalThis.document = /** @type {any} */ ({
    getElementById: () => input ?? null, body: { append() {} },
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
