// Stories of cases: the same files as tests/domain/test_cases.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, judge, offered, startable } from "../../../static/pwa/domain/cases.js";
import { rulebook, told } from "./contract.js";

const { actors, base, facts, item, ...stories } = told("cases.json");
const matrix = told("cases_matrix.json");

for (const story of stories.judge) {
  test(`${story.type}: ${story.say}`, () => {
    const c = story.case === null ? null : { ...base, ...story.case };
    assert.deepEqual(judge(rulebook, story.type, actors[story.actor], c, story.payload, facts), story.expect);
  });
}

for (const story of stories.offered) {
  test(`offered: ${story.say}`, () => {
    assert.deepEqual(offered(rulebook, actors[story.actor], { ...base, ...story.case }, story.thing), story.expect);
  });
}

for (const story of stories.startable) {
  test(`startable: ${story.actor}`, () => assert.deepEqual(startable(rulebook, actors[story.actor]), story.expect));
}

for (const story of stories.blank) {
  test(`blank: ${JSON.stringify(story.text)}`, () => assert.equal(blank(story.text), story.blank));
}

for (const { type } of rulebook.actions) {
  test(`${type}: every state and actor as in Python`, () => {
    for (const { code: state } of rulebook.states) {
      const got = Object.values(actors).map((actor) => {
        const answer = judge(rulebook, type, actor, { ...base, ...item, state }, matrix.payload, facts);
        return answer.refused ?? `to ${answer.to === null ? "None" : answer.to}`;
      });
      assert.deepEqual(got, matrix.answers[type]?.[state] ?? got.map(() => got[0]), state);
    }
  });
}

test("an unknown type is a mistake of the caller", () => {
  assert.throws(() => judge(rulebook, "case.explode", actors.leader, base, {}, facts), /unknown type/);
});

test("a case as an older cache has it, without the newer fields, is judged too", () => {
  const c = /** @type {any} */ ({ state: "dispatched", unit: "sq2", reporter: "gao" });
  assert.deepEqual(offered(rulebook, actors.officer, c), ["case.note", "task.accept", "task.return"]);
});
