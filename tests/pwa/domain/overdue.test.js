// Stories of what is overdue and what was handled in time: the same file as tests/domain/test_overdue.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standing } from "../../../static/pwa/domain/overdue.js";
import { told } from "./contract.js";

const stories = told("overdue.json");
const ms = (/** @type {string|null|undefined} */ local) => local ? Date.parse(`${local}:00+08:00`) : null;

for (const { say, due, handled, closed, is } of stories.standing) {
  test(say, () => {
    const one = { due_at: ms(due), handled_at: ms(handled), closed_at: ms(closed) };
    assert.equal(standing(one, Number(ms(stories.now)), Number(ms(stories.day_end))), is);
  });
}
