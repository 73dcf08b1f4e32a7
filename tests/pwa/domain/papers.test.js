// Stories of papers, word for word: the same file as tests/domain/test_papers.py.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fill, missing, plain } from "../../../static/pwa/domain/papers.js";
import { paperOf, powerOf } from "../../../static/pwa/domain/rulebook.js";
import { categories, rulebook, told } from "./contract.js";

const { clocks } = rulebook;
const stories = told("papers.json");

for (const { say, kind, values, text, text_hash } of stories.papers) {
  test(say, () => {
    const paper = /** @type {any} */ (paperOf(rulebook, kind)), got = plain(fill(paper, values, clocks));
    assert.deepEqual(got.split("\n"), text);
    assert.equal(createHash("sha256").update(got).digest("hex"), text_hash);
    assert.deepEqual(missing(paper, values, clocks), []);
  });
}

for (const { say, values, texts, text, missing: lacks } of stories.small_fills) {
  test(`edges: ${say}`, () => {
    const blocks = fill(stories.small, values, clocks);
    assert.deepEqual(blocks.map((block) => block.text), texts);
    assert.equal(plain(blocks), text);
    assert.deepEqual(missing(stories.small, values, clocks), lacks);
  });
}

for (const { say, kind, values, expect } of stories.missing) {
  test(`missing: ${say}`, () => assert.deepEqual(missing(/** @type {any} */ (paperOf(rulebook, kind)), values, clocks), expect));
}

test("blocks say what they are", () => {
  const { kind, values } = stories.papers.find((/** @type {any} */ one) => one.kind === "order_to_correct");
  const blocks = fill(/** @type {any} */ (paperOf(rulebook, kind)), values, clocks);
  assert.equal(blocks.filter((block) => block.strong).length, 2);
  assert.deepEqual(blocks.filter((block) => block.kind === "sign").map((block) => block.who), ["officer1", "officer2", "seal", "party"]);
});

test("a kind nobody knows is none", () => assert.equal(paperOf(rulebook, "love_letter"), null));

test("the power of a category, on its day or the newest", () => {
  const piled = categories.find((/** @type {any} */ c) => c.id === "HW04"), lent = categories.find((/** @type {any} */ c) => c.id === "HW09");
  assert.deepEqual(["2026-11-24", "2020-01-01"].map((day) => powerOf(rulebook, piled, day)?.code), ["P3", "P3"]);
  assert.equal(powerOf(rulebook, lent, "2026-11-24"), null);
});
