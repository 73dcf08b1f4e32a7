// A screen says of a draft that it is kept only when all of it is on disk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phoneOf, photo, reload } from "./support.js";

globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
const { keeping } = await import("../../static/pwa/screens/keeping.js");
const drafts = await import("../../static/pwa/store/drafts.js");

const told = [];
const app = { redraw: () => null, errorText: (error) => `said: ${error.code ?? error.message}`, failed: (error) => told.push(error) };
const begun = (id) => ({ id, kind: "recheck", item_id: `item of ${id}`, made_at: 1, text: "", photos: [] });

test("a photo is said to be kept when it can be read back, and not before", async () => {
  await phoneOf();
  const draft = begun("d1"), keep = keeping(app, () => draft);
  assert.equal(keep.saved, true);
  draft.photos.push(photo(1, 300_000));
  const written = keep.now();
  assert.equal(keep.saved, false);
  await written;
  assert.equal(keep.saved, true);
  await reload();
  assert.equal((await drafts.draft("d1")).photos.length, 1);
});

test("of several changes in a row only the last one says so", async () => {
  await phoneOf();
  const draft = begun("d2"), keep = keeping(app, () => draft);
  draft.photos.push(photo(1));
  const first = keep.now();
  draft.photos.push(photo(2));
  const second = keep.now();
  await first;
  assert.equal(keep.saved, false);
  await second;
  assert.equal(keep.saved, true);
});

test("what is being typed is written when the page is put aside, and when the screen goes", async () => {
  await phoneOf();
  const draft = begun("d3"), keep = keeping(app, () => draft);
  draft.text = "半句";
  keep.soon();
  assert.equal(keep.saved, false);
  document.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  document.visibilityState = "visible";
  await keep.settled();
  assert.equal((await drafts.draft("d3")).text, "半句");
  draft.text = "一句话";
  keep.soon();
  await keep.leave();
  assert.equal((await drafts.draft("d3")).text, "一句话");
});

test("what could not be written is said, and is not called kept", async () => {
  await phoneOf();
  const draft = begun("d4"), keep = keeping(app, () => draft);
  draft.text = () => null; // nothing a disk could take
  await keep.now();
  assert.equal(keep.saved, false);
  assert.match(keep.problem, /^said: /);
  draft.text = "";
  await keep.now();
  assert.deepEqual([keep.saved, keep.problem], [true, ""]);
});

test("what was thrown away or filed is not written again", async () => {
  await phoneOf();
  const draft = begun("d5"), keep = keeping(app, () => draft);
  keep.end();
  await keep.now();
  await keep.leave();
  assert.equal(await drafts.draft("d5"), null);
});

test("a letter typed while a write is under way is written too, whatever ends the screen", async () => {
  await phoneOf();
  for (const end of ["leave", "hide", "settled"]) {
    const draft = begun(`typed ${end}`), keep = keeping(app, () => draft);
    draft.text = "一";
    const written = keep.now();
    draft.text = "一二";
    keep.soon();
    await written;
    assert.equal(keep.saved, false, end);
    if (end === "hide") {
      document.visibilityState = "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
      document.visibilityState = "visible";
    }
    await (end === "leave" ? keep.leave() : keep.settled());
    assert.equal((await drafts.draft(draft.id)).text, "一二", end);
  }
});

test("a screen that goes while nothing can be written tells it", async () => {
  await phoneOf();
  const draft = begun("d6"), keep = keeping(app, () => draft);
  draft.text = () => null;
  keep.soon();
  assert.equal(told.length, 0);
  await keep.leave();
  assert.equal(told.length, 1);
});
