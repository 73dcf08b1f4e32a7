// The buttons of what the server would not take: each acts once, however often it is tapped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LI, draftOf, phoneOf, syncOnce } from "./support.js";
import { Server } from "./server.js";
import { acknowledge, fileReport, refileAsNew } from "../../static/pwa/actions/index.js";
import { attention } from "../../static/pwa/store/outbox.js";

globalThis.document = /** @type {any} */ (Object.assign(new EventTarget(), { createTreeWalker: () => null, visibilityState: "visible" }));
const { screen } = await import("../../static/pwa/screens/attention.js");

/** What is done when the strong button of this word is tapped. @param {any} part of a template @param {string} word @returns {(() => void) | undefined} */
function tapOn(part, word) {
  if (Array.isArray(part)) return part.map((one) => tapOn(one, word)).find(Boolean);
  if (!part?.strings) return undefined;
  const own = part.strings[0].startsWith("<button class=") && part.values.includes(word);
  return own ? part.values.find((/** @type {unknown} */ v) => typeof v === "function") : tapOn(part.values, word);
}

/** Its screen, for something that the server answered so. @param {string} code */
async function shown(code) {
  await phoneOf();
  const server = /** @type {any} */ (new Server());
  await syncOnce();
  server.verdict = () => ({ verdict: code === "no_access" ? "flagged" : "refused", code, in_effect: false });
  const { op_id } = await fileReport(draftOf("d1"));
  await syncOnce();
  const told = /** @type {string[]} */ ([]), word = (/** @type {string} */ key) => key;
  const app = /** @type {any} */ ({
    t: word, codeText: word, errorText: String, lang: "zh", user: LI, redraw() {}, format: new Proxy({}, { get: () => String }),
    refs: new Proxy({}, { get: (_, name) => (name === "rules" ? null : new Map()) }), go: (/** @type {string} */ path) => told.push(path), toast: (/** @type {string} */ text) => told.push(text), failed: (/** @type {any} */ error) => told.push(`failed: ${error.code}`),
    actions: { refileAsNew, acknowledge },
  });
  const one = screen(app, { id: op_id });
  await one.load();
  return { one, told, app, server };
}

/** Until so much was told, and what might still come has come. @param {string[]} told @param {number} n */
async function settle(told, n) {
  for (let turn = 0; turn < 1000 && told.length < n; turn += 1) await new Promise(setImmediate);
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
}

for (const [word, code, done] of [["attention.again", "id_taken", "attention.again.done"], ["attention.seen", "no_access", "attention.seen.done"]]) {
  test(`${word}: tapped three times it is done once, and nothing says that it failed`, async () => {
    const { one, told } = await shown(code);
    const tap = tapOn(one.view(), word);
    assert.ok(tap, "the button is there");
    tap(); tap();
    tapOn(one.view(), "capture.saving")?.();
    await settle(told, 2);
    assert.deepEqual(told, ["/outbox", done]);
    assert.deepEqual(await attention(), []);
  });
}

test("what failed can be tapped again", async () => {
  const { one, told, app } = await shown("no_access");
  app.actions = { acknowledge: async () => { throw Object.assign(new Error(), { code: "storage_lost" }); } };
  tapOn(one.view(), "attention.seen")?.();
  await settle(told, 1);
  app.actions = { acknowledge };
  tapOn(one.view(), "attention.seen")?.();
  await settle(told, 3);
  assert.deepEqual(told, ["failed: storage_lost", "/outbox", "attention.seen.done"]);
});
