// The phone's own engine before the real server, under each fault: what was kept is on the server exactly once, whatever happened.
// FIELDAPP_FAULT_SEEDS=20 plays that many seeds of each fault; without it a fixed few. A failing story names its fault and seed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FAULTS, WORDS } from "./faults.js";
import { Stage, play } from "./story.js";
import { VARIANTS } from "./variants.js";

const SEEDS = Number(process.env.FIELDAPP_FAULT_SEEDS ?? 1), FIRST = Number(process.env.FIELDAPP_FAULT_FIRST ?? 1);
let stage;

before(async () => { stage = await Stage.begin(); });
after(() => stage.end());

test("faults at every await", { concurrency: 3 }, async (t) => {
  const stories = FAULTS.flatMap((fault, i) => Array.from({ length: SEEDS }, (_, n) => t.test(`${WORDS[fault]} · ${fault} ${FIRST + i + n}`, async () => {
    const { kept, doubled } = await play(stage, fault, FIRST + i + n);
    assert.deepEqual([kept, doubled], [3, 0]);
  })));
  await Promise.all(stories);
});

for (const [broken, { says, story: [fault, seed, aim], caught }] of Object.entries(VARIANTS)) {
  test(`a phone that ${says} is noticed · ${broken}`, async () => {
    await assert.rejects(play(stage, fault, seed, { broken, aim }), caught);
  });
}
