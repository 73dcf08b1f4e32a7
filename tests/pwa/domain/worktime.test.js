// Stories of deadlines: the same files as tests/domain/test_worktime.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { add, due, isWorkingDay } from "../../../static/pwa/domain/worktime.js";
import { rulebook, told } from "./contract.js";

const { clocks, calendars } = rulebook;
const stories = told("worktime.json");
const ms = (/** @type {string} */ local) => Date.parse(`${local.length === 16 ? `${local}:00` : local}+08:00`);

for (const story of stories.add) {
  test(story.say, () => {
    const got = add(ms(story.start), story.n, story.unit, clocks, calendars);
    assert.deepEqual(got, { at_ms: ms(story.at), warned: story.warned });
  });
}

for (const story of stories.due) {
  test(`due: ${story.say}`, () => {
    const got = due(ms(story.start), story.limit, clocks, calendars);
    assert.deepEqual(got, story.at && { at_ms: ms(story.at), warned: story.warned });
  });
}

for (const { n, unit, start_ms = ms("2026-11-24T09:00") } of stories.refused) {
  test(`refused: ${JSON.stringify(n)} ${unit} from ${start_ms}`, () => {
    assert.throws(() => add(start_ms, n, unit, clocks, calendars), RangeError);
  });
}

test("working days", () => {
  assert.deepEqual(stories.working_days.yes.filter((/** @type {string} */ day) => !isWorkingDay(day, calendars)), []);
  assert.deepEqual(stories.working_days.no.filter((/** @type {string} */ day) => isWorkingDay(day, calendars)), []);
});

test("deadlines counted by another way", () => {
  for (const { start_ms, n, unit, at_ms } of told("worktime_random.json").add) {
    assert.deepEqual(add(start_ms, n, unit, clocks, calendars), { at_ms, warned: false }, `${start_ms} ${n} ${unit}`);
  }
});
