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

test("a ring around the whole earth, where products leave the exact numbers", () => {
  const [w, s, e, n] = [-1_800_000_000, -900_000_000, 1_799_999_999, 900_000_000];
  const upper = { id: "upper", level: 3, kind: "normal", bbox: [w, s, e, n], ring: [[w, s], [e, n], [w, n]] };
  const lower = { id: "lower", level: 3, kind: "normal", bbox: [w, s, e, n], ring: [[w, s], [e, s], [e, n]] };
  for (let lon = -1_799_999_998; lon < 1_799_999_999; lon += 179_999_983) {
    const lat = Number((BigInt(lon - w) * BigInt(n - s)) / BigInt(e - w)) + s; // the diagonal passes at or just above this
    for (const near of [lat - 1, lat, lat + 1]) {
      const held = [upper, lower].filter((cell) => cellAt(near, lon, [cell]));
      const above = BigInt(near - s) * BigInt(e - w) > BigInt(n - s) * BigInt(lon - w);
      assert.deepEqual(held.map((cell) => cell.id), [above ? "upper" : "lower"], `${near} ${lon}`);
    }
  }
});
