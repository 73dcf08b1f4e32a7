// The cache on disk is pages of text, in order; memory is those pages, read once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { phoneOf, reload, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import { cache, emptyCache } from "../../static/pwa/store/cache.js";
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

/** The page at hand no longer reads as it was written. */
const spoil = () => cache.use(async (db) => { const [at] = await db.getAllKeys("pages"); await db.put("pages", "{\"records\":[{", at); });

test("a page that cannot be read empties the cache, and everything is pulled from the beginning", async () => {
  await pull(scope("u", [caseRecord("a"), caseRecord("b")], { seq: 2 }));
  await spoil();
  await reload();

  assert.deepEqual(await known(), []);
  assert.equal(await pull(scope("u", [caseRecord("a"), caseRecord("b")], { seq: 2 })), null);

  assert.deepEqual(server.asked("/sync/pull").at(-1).body.cursors, {});
  await reload();
  assert.deepEqual(await known(), ["a", "b"]);
});

test("a round that finds such a page first begins anew by itself", async () => {
  await pull(scope("u", [caseRecord("a")], { seq: 2 }));
  await spoil();
  await reload();

  assert.equal(await pull(scope("u", [caseRecord("a")], { seq: 2 })), null);

  assert.deepEqual(server.asked("/sync/pull").at(-1).body.cursors, {});
  assert.deepEqual(await known(), ["a"]);
});

test("the cache is emptied while a page is on its way: what came after the old cursor is not taken for all there is", async () => {
  await pull(scope("u", [caseRecord("a")], { seq: 2 }));
  server.fault("/sync/pull", async () => {
    await emptyCache();
    server.scopes = [scope("u", [caseRecord("b")], { seq: 3 })];
    const delta = await server.serve({ path: "/sync/pull" });
    server.scopes = [scope("u", [caseRecord("a"), caseRecord("b")], { seq: 3 })];
    return delta;
  });

  assert.equal(await syncOnce(), null);

  assert.deepEqual(server.asked("/sync/pull").at(-1).body.cursors, {});
  assert.deepEqual(await known(), ["a", "b"]);
});

test("the cache of an older build goes after a full pull, and with whoever it was told to", async () => {
  const older = async () => { // a tab of that build, still open, makes it
    const db = await new Promise((resolve) => { const request = indexedDB.open("cache-1", 1); request.onsuccess = () => resolve(request.result); });
    db.close();
  };
  const there = async () => (await indexedDB.databases()).some((db) => db.name === "cache-1");

  await older();
  await known();
  assert.equal(await there(), true, "not before there is something instead");
  await pull(scope("u", [caseRecord("a")]));
  assert.equal(await there(), false);

  await older();
  await emptyCache();
  assert.equal(await there(), false);
});
