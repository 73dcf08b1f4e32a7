// The tree of RFC 6962 and its checkpoints: the same file as tests/ledger/test_merkle.py.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { entryText, extendsTree, includes, leafHash, nodeHash } from "../../../static/pwa/domain/merkle.js";
import { checkpointOf, keyIdInput, opened, publicOf } from "../../../static/pwa/domain/notes.js";
import { told } from "./contract.js";

const contract = told("merkle.json");
const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const digest = async (bytes) => new Uint8Array(await webcrypto.subtle.digest("SHA-256", bytes));
const roots = contract.roots.map(hex);
const leaves = await Promise.all(contract.leaves.map((leaf) => leafHash(digest, hex(leaf))));

async function rootOf(list) {
  if (list.length < 2) return list[0] ?? digest(new Uint8Array());
  let k = 1;
  while (2 * k < list.length) k *= 2;
  return nodeHash(digest, await rootOf(list.slice(0, k)), await rootOf(list.slice(k)));
}

test("the known roots", async () => {
  for (const [n, root] of roots.entries()) assert.deepEqual(await rootOf(leaves.slice(0, n)), root);
});

test("inclusion", async () => {
  for (const { index, size, proof } of contract.inclusion) {
    assert.ok(await includes(digest, index, size, leaves[index], proof.map(hex), roots[size]), `${index} in ${size}`);
    assert.ok(!(await includes(digest, index, size, leaves[(index + 1) % 8], proof.map(hex), roots[size])));
  }
});

test("consistency", async () => {
  for (const { first, second, proof } of contract.consistency) {
    assert.ok(await extendsTree(digest, first, second, roots[first], roots[second], proof.map(hex)), `${first} to ${second}`);
    assert.ok(!(await extendsTree(digest, first, second, roots[first - 1], roots[second], proof.map(hex))));
  }
  assert.ok(await extendsTree(digest, 0, 7, roots[0], roots[7], []));
});

for (const { say, leaf, index, size, root_of, proof } of contract.wrong_inclusion) {
  test(`wrong inclusion: ${say}`, async () => assert.ok(!(await includes(digest, index, size, leaves[leaf], proof.map(hex), roots[root_of]))));
}

for (const { say, first, second, first_root_of, second_root_of, proof } of contract.wrong_consistency) {
  test(`wrong consistency: ${say}`, async () =>
    assert.ok(!(await extendsTree(digest, first, second, roots[first_root_of], roots[second_root_of], proof.map(hex)))));
}

test("sizes beyond 32 bits are no others", async () => {
  const size = 2 ** 33 + 1;
  assert.ok(!(await extendsTree(digest, 1, size, roots[1], roots[7], contract.consistency.at(-1).proof.map(hex))));
  assert.ok(!(await includes(digest, 2 ** 33, 5, leaves[0], [], roots[1])));
});

test("the entry of the ledger", async () => {
  const { hash, verdict, at, text, sha256 } = contract.entry;
  assert.equal(entryText(hash, verdict, at), text);
  assert.deepEqual(await digest(new TextEncoder().encode(text)), hex(sha256));
});

test("a note and its checkpoint", async () => {
  const { note, key, text, head, before } = contract.note;
  const found = opened(note);
  assert.equal(found.text, text);
  const plain = (h) => ({ origin: h.origin, size: h.size, root: Buffer.from(h.root).toString("hex") });
  const said = checkpointOf(found.text);
  assert.deepEqual([plain(said.head), said.before.map(plain)], [head, before]);
  assert.deepEqual((await digest(keyIdInput(head.origin, publicOf(key)))).slice(0, 4), found.signatures[0].id);
});

test("what is no note, no checkpoint, no key", () => {
  for (const text of contract.no_notes) assert.equal(opened(text), null, JSON.stringify(text));
  for (const text of contract.no_checkpoints) assert.equal(checkpointOf(text), null, JSON.stringify(text));
  for (const key of ["", "name", "name+00000000+AQ=="]) assert.equal(publicOf(key), null);
});
