// Stories of what follows from the states of items: the same file as tests/domain/test_items.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { caseDue, caseState, orderState, takenUp } from "../../../static/pwa/domain/items.js";
import { told } from "./contract.js";

const stories = told("items.json");

for (const { say, state, items, expect } of stories.order) test(`order: ${say}`, () => assert.equal(orderState(state, items), expect));
for (const { say, state, orders, expect } of stories.case) test(`case: ${say}`, () => assert.equal(caseState(state, orders, 1000), expect));
for (const { say, orders, expect } of stories.case_due) test(`case's deadline: ${say}`, () => assert.equal(caseDue(orders), expect));
test("what a further order takes up again", () => {
  for (const story of stories.taken_up) assert.deepEqual(takenUp(story.new, story.old), story.expect);
});
