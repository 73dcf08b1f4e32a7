// The cache on disk is pages of text, in order; memory is those pages, read once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { phoneOf, reload, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import { cache } from "../../static/pwa/store/cache.js";
import { all } from "../../static/pwa/store/records.js";

const FOLD_AT = 50;
let server;
const pull = async (...scopes) => {
  server.scopes = scopes;
  return syncOnce();
};
const pages = () => cache.use((db) => db.count("pages"));
const known = async () => (await all("case")).map((c) => c.id).sort();

beforeEach(async () => {
  await phoneOf();
  server = new Server();
});

test("a page of a pull is one row, however many records it brings, and a pull without news writes none", async () => {
  await pull(scope("u", Array.from({ length: 300 }, (_, n) => caseRecord(`c${n}`)), { seq: 300 }));
  assert.equal(await pages(), 1);

  await pull(scope("u", [], { seq: 300 }));

  assert.equal(await pages(), 1);
  assert.equal((await known()).length, 300);
});

test("many small changes are folded into few pages, with who is in which scope, and a new start reads the same", async () => {
  await pull(scope("u", [caseRecord("a"), caseRecord("b")], { seq: 2 }), scope("v", [caseRecord("b")], { seq: 1 }));
  for (let n = 0; n <= FOLD_AT; n += 1) await pull(scope("u", [caseRecord(`n${n}`)], { seq: 3 + n }), scope("v", [], { seq: 1 }));
  const before = await known();
  assert.ok((await pages()) < 5, `${await pages()} pages`);

  await reload();

  assert.equal(before.length, FOLD_AT + 3);
  assert.deepEqual(await known(), before);
  await pull(scope("v", [], { seq: 1 }));
  assert.deepEqual(await known(), ["b"], "u is gone, and v still holds one");
});

test("what another tab has pulled, or emptied, is seen at the next look", async () => {
  await pull(scope("u", [caseRecord("a")], { seq: 1 }));
  assert.deepEqual(await known(), ["a"]);

  await cache.use((db) => db.add("pages", JSON.stringify({ members: [["u", 1]], records: [caseRecord("b")] })));
  assert.deepEqual(await known(), ["a", "b"]);

  await cache.use((db) => db.clear("pages"));
  assert.deepEqual(await known(), []);
});
