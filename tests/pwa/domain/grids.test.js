// Which cell: the same files as tests/domain/test_grids.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt, cellsNear } from "../../../static/pwa/domain/grids.js";
import { told } from "./contract.js";

const stories = told("grids.json");

for (const story of stories.at) {
  test(story.say, () => assert.equal(cellAt(story.lat_e7, story.lon_e7, stories.cells)?.id ?? null, story.at));
}

for (const story of stories.near) {
  test(story.say, () => assert.deepEqual(cellsNear(story.lat_e7, story.lon_e7, story.acc_cm, stories.cells), story.near));
}

told("grids_random.json").worlds.forEach((/** @type {any} */ { cells, asked }, /** @type {number} */ i) => {
  test(`random world ${i}`, () => {
    for (const { lat_e7, lon_e7, acc_cm, at, near } of asked) {
      const where = `${lat_e7} ${lon_e7} ${acc_cm}`;
      assert.equal(cellAt(lat_e7, lon_e7, cells)?.id ?? null, at, where);
      assert.deepEqual(cellsNear(lat_e7, lon_e7, acc_cm, cells), near, where);
    }
  });
});

test("points beside a long diagonal, where products leave the exact numbers", () => {
  const { cells, at } = stories.exact;
  for (const asked of at) assert.equal(cellAt(asked.lat_e7, asked.lon_e7, cells)?.id, asked.at);
});
