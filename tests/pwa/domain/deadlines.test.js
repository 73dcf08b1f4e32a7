// Stories of deadlines as papers give them: the same files as tests/domain/test_deadlines.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dueMs, isOverdue, nextMoment, printed, resolve, shortNotice, standing } from "../../../static/pwa/domain/deadlines.js";
import { instant } from "../../../static/pwa/domain/instants.js";
import { rulebook, told } from "./contract.js";

const { clocks, calendars } = rulebook;
const stories = told("deadlines.json");
const ms = (/** @type {string|null|undefined} */ local) => local ? Date.parse(`${local.length === 16 ? `${local}:00` : local}+08:00`) : null;

for (const { say, served, wanted, kind, due_at, at, zh, en, warned = false } of stories.resolve) {
  test(say, () => {
    const got = resolve(wanted, Number(ms(served)), clocks, calendars);
    assert.deepEqual(got, { kind, due_at, due_at_ms: ms(at), warned });
    const wire = { kind, given: wanted.given ?? null, due_at };
    assert.deepEqual([printed(wire, clocks), printed(wire, clocks, "en"), dueMs(wire, clocks)], [zh, en, ms(at)]);
  });
}

for (const wanted of stories.refused) {
  test(`refused: ${JSON.stringify(wanted)}`, () => {
    assert.throws(() => resolve(wanted, Number(ms("2026-11-22T10:00")), clocks, calendars), RangeError);
  });
}

for (const story of stories.standing) {
  test(`standing: ${story.say}`, () => {
    const item = { state: story.item.state, due_at: ms(story.item.due), claimed_at: ms(story.item.claimed) }, now = Number(ms(story.now));
    assert.equal(isOverdue(item, now), story.overdue);
    assert.equal(standing(item, now, clocks), story.standing);
    assert.equal(nextMoment(item, now, clocks), ms(story.next));
  });
}

for (const story of stories.short_notice) {
  test(`short notice: ${story.say}`, () => {
    assert.equal(shortNotice(story.deadline, Number(ms(story.served)), clocks, calendars), story.short);
  });
}

for (const [text, at] of stories.instant) {
  test(`instant: ${JSON.stringify(text)}`, () => assert.equal(instant(text), at));
}

test("a deadline that fits no kind prints nothing", () => {
  const wires = [{}, { kind: "date", due_at: "soon" }, { kind: "never", due_at: "2026-11-30" }];
  assert.deepEqual(wires.map((wire) => printed(wire, clocks)), ["", "", ""]);
});

test("deadlines counted and printed by another way", () => {
  for (const { served_ms, given, due_at_ms, zh } of told("deadlines_random.json").resolve) {
    const got = resolve({ given }, served_ms, clocks, calendars);
    assert.deepEqual([got.due_at_ms, got.warned, printed({ ...got, given }, clocks)], [due_at_ms, false, zh]);
  }
});
