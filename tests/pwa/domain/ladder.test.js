// Stories of alerts and their moments: the same file as tests/domain/test_ladder.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dueRungs, moments, nextRung, pushAt } from "../../../static/pwa/domain/ladder.js";
import { rulebook, told } from "./contract.js";

const { clocks, calendars, ladder } = rulebook;
const stories = told("ladder.json");
const ms = (/** @type {string} */ local) => Date.parse(`${local}:00+08:00`);
const moment = (/** @type {[string, string]} */ [code, at]) => ({ code, at_ms: ms(at) });

for (const { say, from, anchor, expect } of stories.moments) {
  test(say, () => assert.deepEqual(moments(ladder.rungs, ms(from), clocks, calendars, anchor), expect.map(moment)));
}

for (const { say, from, since, now, expect } of stories.due) {
  test(say, () => {
    const got = dueRungs(ladder.rungs, ms(from), ms(since), ms(now), clocks, calendars);
    assert.deepEqual(got.map(({ code }) => code), expect);
  });
}

for (const { from, after, expect } of stories.next) {
  test(`next after ${after}`, () => assert.deepEqual(nextRung(ladder.rungs, ms(from), ms(after), clocks, calendars), expect && moment(expect)));
}

for (const { say, at, severity, quiet = ladder.quiet, expect } of stories.push) {
  test(`push: ${say}`, () => assert.equal(pushAt(ms(at), severity, quiet, clocks), ms(expect)));
}
