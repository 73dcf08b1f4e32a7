// Many seeds of every fault, three stories at a time:
//     node tests/pwa/faults/soak.js [seeds per fault, 20] [first seed, 1000] [--write]
// Prints the table; --write puts it, and the list of broken phones, into docs/faults.md. Ends with 1 when a story failed, naming fault and seed.
import { readFileSync, writeFileSync } from "node:fs";
import { FAULTS } from "./faults.js";
import { Stage, play } from "./story.js";
import { table, variants } from "./table.js";

const DOC = new URL("../../../docs/faults.md", import.meta.url), part = (/** @type {string} */ name) => new RegExp(`(<!-- ${name} -->\\n)[^]*(<!-- end of ${name} -->)`);
/** The world of one server grows with every story; a new one now and then keeps the stories short. */
const STORIES_A_SERVER = 60, AT_ONCE = 3;

const [seeds = 20, first = 1000] = process.argv.slice(2).filter((one) => /^\d+$/.test(one)).map(Number);
const stories = Array.from({ length: seeds }, (_, n) => FAULTS.map((fault) => ({ fault, seed: first + n }))).flat();
const played = [];

while (stories.length) {
  const stage = await Stage.begin(), some = stories.splice(0, STORIES_A_SERVER);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let story; (story = some.shift());) played.push({ ...story, ...(await told(stage, story)) });
  }));
  await stage.end();
}

async function told(stage, { fault, seed }) {
  try {
    return await play(stage, fault, seed);
  } catch (error) {
    console.error(`${fault} ${seed}:`, error);
    return { failed: true, kept: error.kept ?? null, doubled: error.doubled ?? null, met: 0, loads: 0 };
  }
}

const text = table(played);
console.log(text);
if (process.argv.includes("--write")) {
  const put = (/** @type {string} */ doc, /** @type {string} */ name, /** @type {string} */ what) => doc.replace(part(name), (_, start, end) => `${start}${what}\n${end}`);
  writeFileSync(DOC, put(put(readFileSync(DOC, "utf8"), "table", text), "variants", variants()));
}
process.exitCode = played.some((one) => one.failed) ? 1 : 0;
