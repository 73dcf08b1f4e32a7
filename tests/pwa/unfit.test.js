// Where nothing stays nothing is kept, by any verb: it is said instead, and what is only read goes on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, mock, test } from "node:test";
import "./support.js";
import * as actions from "../../static/pwa/actions/index.js";
import { onlyWhereItStays } from "../../static/pwa/shell.js";
import { wording } from "../../static/pwa/texts/format.js";
import en from "../../static/pwa/texts/en_more.js";

const READS = ["previewPaper", "authorityOf", "candidates", "mayInspect"];
const VERBS = Object.keys(actions).filter((name) => name !== "ActionError");
let words, app;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  words = {};
  app = { ...wording(words), fits: Promise.resolve(), unfit: null };
});
afterEach(() => mock.timers.reset());
const allWords = async () => Object.assign(words, en);

for (const unfit of ["ios_tab", "private"]) {
  test(`${unfit}: every verb that keeps is refused in the words of the sheet, before it keeps anything`, async () => {
    app.unfit = unfit;
    for (const verb of VERBS.filter((name) => !READS.includes(name))) {
      await assert.rejects(onlyWhereItStays(app, verb, allWords), (error) => error.code === "unfit" && app.errorText(error).includes(en[`unfit.${unfit}`]) && error.said.includes("NOT kept"), verb);
    }
    for (const verb of READS) await onlyWhereItStays(app, verb, allWords);
  });
}

test("a browser that keeps refuses nothing", async () => {
  for (const verb of VERBS) await onlyWhereItStays(app, verb, allWords);
});

test("what is done before the browser has answered waits for its answer", async () => {
  let answered = () => {};
  app.fits = new Promise((resolve) => { answered = resolve; });
  const refused = assert.rejects(onlyWhereItStays(app, "addNote", allWords), { code: "unfit" });
  await new Promise(setImmediate);
  app.unfit = "private";
  answered();
  await refused;
});

test("a browser that never answers is not waited for without end", async () => {
  app.fits = new Promise(() => {});
  const through = onlyWhereItStays(app, "addNote", allWords);
  mock.timers.tick(60_000);
  await through;
});

test("the app does nothing for a screen but by that door", () => {
  const main = readFileSync(new URL("../../static/pwa/main.js", import.meta.url), "utf8");
  assert.deepEqual(main.match(/.*actions\/index\.js.*/g)?.map((line) => line.includes("onlyWhereItStays(app, verb, allWords)")), [true]);
});
