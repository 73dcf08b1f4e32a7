// Stories of numbers of papers: the same file as tests/domain/test_numbering.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as numbering from "../../../static/pwa/domain/numbering.js";
import { told } from "./contract.js";

const { issuer, ...stories } = told("numbering.json");

for (const { text, word, year, n } of stories.good) {
  test(text, () => {
    assert.equal(numbering.format(issuer, word, year, n), text);
    assert.deepEqual(numbering.parse(issuer, text), { word, year, n });
  });
}

for (const text of stories.bad) {
  test(`no number: ${JSON.stringify(text)}`, () => assert.throws(() => numbering.parse(issuer, text), RangeError));
}

test("outside the register", () => {
  for (const [year, n] of stories.refused) assert.throws(() => numbering.format(issuer, "责改", year, n), RangeError);
});

test("registers and their numbers", () => {
  for (const { id, kind, year } of stories.registers) {
    assert.equal(numbering.registerId(kind, year), id);
    assert.deepEqual(numbering.parseRegister(id), { kind, year });
  }
  for (const { id, register, n } of stories.numbers) {
    assert.equal(numbering.numberId(register, n), id);
    assert.deepEqual(numbering.parseNumberId(id), { register, n });
  }
});

for (const text of stories.bad_registers) {
  test(`no register: ${text}`, () => assert.throws(() => numbering.parseRegister(text), RangeError));
}

for (const text of stories.bad_numbers) {
  test(`no number of a register: ${text}`, () => assert.throws(() => numbering.parseNumberId(text), RangeError));
}
