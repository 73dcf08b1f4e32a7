// Stories of who had authority: the same file as tests/domain/test_authority.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, persons, validOn } from "../../../static/pwa/domain/authority.js";
import { told } from "./contract.js";

const { base, ...stories } = told("authority.json");

for (const story of stories.check) {
  test(story.say, () => {
    const { officers, certificates, power, category, day } = { ...base, ...story };
    assert.deepEqual(check(officers, certificates, power, category, day), story.expect);
  });
}

for (const story of stories.persons) {
  test(story.say, () => assert.deepEqual(persons(["ou", "lin"], story.certificates, story.groups, base.day), story.expect));
}

for (const { user, certificates, number } of stories.valid_on) {
  test(`the certificate to print: ${number}`, () => assert.equal(validOn(certificates, user, base.day)?.number ?? null, number));
}
