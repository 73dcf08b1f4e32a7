// The questions asked of the rulebook.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf, basesOn, inForce, statesOf } from "../../../static/pwa/domain/rulebook.js";
import { categories, rulebook } from "./contract.js";

const straw = categories.find((/** @type {any} */ c) => c.id === "HB01");

test("the law of the day of the act: the code replaces the old law on 2026-08-15", () => {
  assert.deepEqual(basesOn(straw, "2026-08-14").map((b) => [b.law_short, b.article]), [["大气法", "119"]]);
  assert.deepEqual(basesOn(straw, "2026-08-15").map((b) => [b.law_short, b.article]), [["生态环境法典", "1131(1)"]]);
});

test("both ends of a validity belong to it", () => {
  const row = { valid_from: "2026-01-01", valid_to: "2026-01-31" };
  assert.deepEqual(["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"].map((day) => inForce(row, day)), [false, true, true, false]);
});

test("an action by its type", () => {
  assert.equal(actionOf(rulebook, "case.close").kind, "request");
  assert.throws(() => actionOf(rulebook, "toString"), /unknown type/);
});

test("states belong to a thing: an item's closed is not a case's", () => {
  assert.deepEqual(["case", "item"].map((thing) => statesOf(rulebook, thing).get("closed")?.zh), ["已办结", "已改正"]);
  assert.equal(statesOf(rulebook, "case").has("served"), false);
});
