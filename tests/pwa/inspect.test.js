// What the inspection screen works out by itself: days counted, what a paper must not carry, parties found, what is missing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { reckon, runs } from "../../static/pwa/screens/inspect/days.js";
import { begunAt, clockOf } from "../../static/pwa/screens/inspect/moments.js";
import { privateIn } from "../../static/pwa/actions/private.js";

const rules = JSON.parse(readFileSync(new URL("../contract/rulebook.json", import.meta.url), "utf8")).rulebook;
const at = (/** @type {string} */ text) => Date.parse(`${text}+08:00`);
const days = (/** @type {any} */ r) => r.counted.map((/** @type {any} */ d) => d.day);
const of = (/** @type {any} */ wire, /** @type {string} */ served) => reckon(wire, at(served), rules.clocks, rules.calendars);
const given = (/** @type {number} */ n, unit = "working_day") => ({ given: { n, unit } });

test("three working days from a Tuesday are Wednesday, Thursday, Friday", () => {
  const r = of(given(3), "2026-11-24T14:40");
  assert.deepEqual(days(r), ["2026-11-25", "2026-11-26", "2026-11-27"]);
  assert.equal(r?.due.due_at_ms, at("2026-11-28T00:00"));
  assert.deepEqual([r?.skipped, r?.bare], [[], []]);
});

test("a weekend is passed over, a make-up Saturday is counted and named as one", () => {
  const weekend = of(given(2), "2026-11-20T10:00");
  assert.deepEqual(days(weekend), ["2026-11-23", "2026-11-24"]);
  assert.deepEqual(weekend?.skipped.map((d) => d.day), ["2026-11-21", "2026-11-22"]);
  const saturday = of(given(3), "2026-10-08T10:00");
  assert.deepEqual(saturday?.counted.map((d) => [d.day, d.make_up]), [["2026-10-09", false], ["2026-10-10", true], ["2026-10-12", false]]);
  assert.deepEqual(saturday?.skipped.map((d) => d.day), ["2026-10-11"]);
});

test("a holiday is one run of days that do not count", () => {
  const r = of(given(2), "2026-09-30T10:00");
  assert.deepEqual(days(r), ["2026-10-08", "2026-10-09"]);
  assert.deepEqual(runs(r?.skipped ?? []).map(([a, b]) => [a.day, b.day, a.holiday]), [["2026-10-01", "2026-10-07", true]]);
});

test("a year without a calendar is named", () => {
  const r = of(given(30), "2026-12-01T10:00");
  assert.deepEqual(r?.bare, ["2027"]);
  assert.deepEqual(of(given(3), "2026-12-01T10:00")?.bare, []);
});

test("calendar days that end on a rest day roll on, and say so", () => {
  const r = of(given(4, "day"), "2026-11-24T10:00");
  assert.deepEqual(days(r), ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"]);
  assert.deepEqual([r?.rolled, r?.due.due_at_ms], [true, at("2026-12-01T00:00") ]);
  assert.equal(of(given(3, "day"), "2026-11-24T10:00")?.rolled, false);
});

test("working hours are the pieces of the day that are worked", () => {
  const r = of(given(4, "working_hour"), "2026-11-24T17:00");
  const clock = (/** @type {number} */ ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
  assert.deepEqual(r?.counted.map((d) => [clock(Number(d.from)), clock(Number(d.to))]), [["2026-11-24T17:00", "2026-11-24T18:00"], ["2026-11-25T08:30", "2026-11-25T11:30"]]);
});

test("what is not whole or is past is no deadline", () => {
  for (const wire of [null, { kind: "date", due_at: null }, { kind: "date", due_at: "2026-11-23" }, { given: { n: 0, unit: "working_day" } }]) assert.equal(of(wire, "2026-11-24T10:00"), null);
  assert.equal(of({ kind: "date", due_at: "2026-11-24" }, "2026-11-24T10:00")?.due.due_at_ms, at("2026-11-25T00:00"));
});

test("identity and mobile numbers are seen, credit codes and amounts are not", () => {
  assert.equal(privateIn("店主 140581199003071234 在场"), "id");
  assert.equal(privateIn("11010519491231002X"), "id");
  assert.equal(privateIn("电话13800138000"), "phone");
  for (const grouped of ["138 0013 8000", "138-0013-8000", "１３８００１３８０００"]) assert.equal(privateIn(grouped), "phone", grouped);
  assert.equal(privateIn("１４０５８１ 19900307 1234"), "id");
  for (const plain of ["92140581MA0KTEST1X", "占地 6 平方米", "2026-11-24 14:40", "91140581199003071A", "400123456789012", "D14058100112", ""]) assert.equal(privateIn(plain), null, plain);
});

test("the time it began is said by the server's clock and kept by the phone's", () => {
  const now = at("2026-11-24T14:40"), ahead = 3 * 3_600_000; // the phone is three hours behind
  const begun = begunAt("14:10", { now, ahead }, rules.clocks);
  assert.equal(begun, at("2026-11-24T11:10"));
  assert.equal(clockOf(Number(begun) + ahead, rules.clocks), "14:10");
  assert.deepEqual([begunAt("14:50", { now, ahead }, rules.clocks), begunAt("", { now, ahead }, rules.clocks)], [null, null]);
});
