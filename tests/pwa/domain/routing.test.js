// Whose is it: the same file as tests/domain/test_routing.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { route } from "../../../static/pwa/domain/routing.js";
import { categories, told } from "./contract.js";

const stories = told("routing.json");
const byId = new Map(categories.map((/** @type {any} */ c) => [c.id, c]));

for (const r of stories.routes) {
  test(r.say, () => {
    for (const source of r.sources) {
      for (const [who, codes] of Object.entries(r.ours ? stories.in_power : stories.others)) {
        const squadron = who === "nobody" ? null : who;
        for (const code of codes) {
          const expect = { rule: r.rule, unit: r.unit === "squadron" ? squadron : r.unit, state: r.state, queue: r.queue, co: r.co ? squadron : null };
          assert.deepEqual(route(byId.get(code), source, r.complex), expect, `${code} ${source}`);
        }
      }
    }
  });
}

test("the table covers every category", () => {
  const all = [...Object.values(stories.in_power), ...Object.values(stories.others)].flat();
  assert.deepEqual(all.sort(), [...byId.keys()].sort());
});

test("an unknown source is refused", () => {
  for (const source of stories.unknown_sources) assert.throws(() => route(byId.get("HW04"), source), RangeError);
});
