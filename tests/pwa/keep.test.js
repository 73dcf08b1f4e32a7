// The moment after which the screen may say "kept".
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { LI, draftOf, phoneOf, photo, reload, syncOnce } from "./support.js";
import { Server } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { firstBreak } from "../../static/pwa/domain/chain.js";
import { draft, drafts, saveDraft } from "../../static/pwa/store/drafts.js";
import { sha256Text } from "../../static/pwa/store/keys.js";
import { openLane, startOf } from "../../static/pwa/store/lanes.js";
import { ledgerOf, reading } from "../../static/pwa/store/ledger.js";
import { counts, pending } from "../../static/pwa/store/outbox.js";

const hashOf = (buffer) => createHash("sha256").update(new Uint8Array(buffer)).digest("hex");
const rows = (name) => reading((db) => db.getAll(name));
let restore = [];

beforeEach(async () => {
  for (const undo of restore.splice(0)) undo();
  await phoneOf();
});

/** A phone that has met the server once and is now on its own. */
async function metOnce() {
  const server = new Server();
  assert.equal(await syncOnce(), null);
  return server;
}

/** Lets the n-th `put`/`add` into `store` go wrong as a browser would. */
function breakWrites(store, error) {
  for (const verb of ["put", "add"]) {
    const real = IDBObjectStore.prototype[verb];
    IDBObjectStore.prototype[verb] = function (...given) {
      if (this.name === store) throw error;
      return real.apply(this, given);
    };
    restore.push(() => { IDBObjectStore.prototype[verb] = real; });
  }
}

test("a filed report is in the outbox, its photo on disk, its draft gone", async () => {
  await metOnce();
  await saveDraft(draftOf("d1"));

  const kept = await fileReport(await draft("d1"));

  const [row] = await pending();
  assert.equal(row.op_id, kept.op_id);
  assert.equal(row.state, "queued");
  assert.deepEqual((await rows("files")).map((f) => hashOf(f.buffer)), [row.blobs[0].sha256]);
  assert.deepEqual(await drafts(), []);
});

test("it is all still there when the page starts again", async () => {
  await metOnce();
  const kept = await fileReport(draftOf("d1"));

  await reload();

  assert.deepEqual((await pending()).map((r) => r.op_id), [kept.op_id]);
  assert.equal((await counts()).blobs, 1);
});

test("before the first contact there is no lane, and the draft stays", async () => {
  await saveDraft(draftOf("d1"));

  await assert.rejects(fileReport(await draft("d1")), { code: "no_lane" });

  assert.equal((await drafts()).length, 1);
  assert.deepEqual(await rows("ops"), []);
});

for (const [name, code] of [["QuotaExceededError", "quota"], ["UnknownError", "storage_lost"]]) {
  for (const store of ["ops", "files", "claims", "lanes"]) {
    test(`${name} while ${store} is written leaves nothing half done`, async () => {
      await metOnce();
      await saveDraft(draftOf("d1"));
      breakWrites(store, new DOMException("no", name));

      await assert.rejects(fileReport(await draft("d1")), { code });

      for (const undo of restore.splice(0)) undo();
      assert.deepEqual([await rows("ops"), await rows("files"), await rows("claims")], [[], [], []]);
      assert.equal((await openLane()).head_seq, 0);
      assert.equal((await drafts())[0].photos.length, 1);
      await fileReport(await draft("d1"));
      assert.equal((await pending()).length, 1);
    });
  }
}

test("a photo that reads back wrong is not called kept, and a second tap mends it", async () => {
  await metOnce();
  const report = draftOf("d1");
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, ...rest) {
    return real.call(this, this.name === "files" ? { ...value, buffer: new ArrayBuffer(0) } : value, ...rest);
  };
  restore.push(() => { IDBObjectStore.prototype.put = real; });

  await assert.rejects(fileReport(report), { code: "storage_lost" });

  for (const undo of restore.splice(0)) undo();
  await fileReport(report);
  assert.equal((await pending()).length, 1);
  assert.equal(hashOf((await rows("files"))[0].buffer), hashOf(report.photos[0].buffer));
});

test("op, photos, lane head and draft go in one transaction that asks for strict durability", async () => {
  await metOnce();
  await saveDraft(draftOf("d1"));
  const report = await draft("d1");
  const writes = [];
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    if (mode === "readwrite" && this.name.startsWith("ledger-")) writes.push({ stores: [...stores], durability: options?.durability });
    return real.call(this, stores, mode, options);
  };
  restore.push(() => { IDBDatabase.prototype.transaction = real; });

  await fileReport(report);

  assert.equal(writes.length, 1);
  assert.equal(writes[0].durability, "strict");
  for (const store of ["ops", "files", "claims", "lanes", "drafts", "draft_photos"]) assert.ok(writes[0].stores.includes(store), store);
});

test("twenty taps at once make one gapless chain whose every link holds", async () => {
  await metOnce();

  await Promise.all(Array.from({ length: 20 }, (_, i) => fileReport(draftOf(`d${i}`, { photos: [photo(i)] }))));

  const ops = (await rows("ops")).sort((a, b) => a.seq - b.seq);
  assert.deepEqual(ops.map((o) => o.seq), Array.from({ length: 20 }, (_, i) => i + 1));
  assert.equal(await firstBreak(ops, await startOf(await openLane()), sha256Text), null);
  ops[7].body = ops[7].body.replace("占道", "占到");
  assert.deepEqual(await firstBreak(ops, await startOf(await openLane()), sha256Text), { seq: 8, code: "bad_hash" });
});

test("two taps on the same draft file it once", async () => {
  await metOnce();

  const [a, b] = await Promise.all([fileReport(draftOf("d1")), fileReport(draftOf("d1"))]);

  assert.deepEqual(a, b);
  assert.equal((await pending()).length, 1);
});

test("a save that comes late does not bring a filed draft back", async () => {
  await metOnce();
  await saveDraft(draftOf("d1"));
  await fileReport(await draft("d1"));

  await assert.rejects(saveDraft(draftOf("d1", { text: "late" })), { code: "already_filed" }); // and is not called saved either

  assert.deepEqual(await drafts(), []);
  assert.equal(await reading((db) => db.count("draft_photos")), 0);
});

for (const [name, more] of [["text", { text: "后来写的" }], ["a photo", { photos: [photo(1), photo(2)] }]]) {
  test(`two tabs on one draft: ${name} that came after the filing is never called kept`, async () => {
    await metOnce();
    const first = await fileReport(draftOf("d1"));

    await assert.rejects(fileReport(draftOf("d1", more)), { code: "already_filed" });

    assert.deepEqual((await pending()).map((row) => row.op_id), [first.op_id]);
    assert.deepEqual(await fileReport(draftOf("d1")), first, "the same once more is the same op");
  });
}

test("a connection that the browser dropped is opened again, and the report is kept once", async () => {
  await metOnce();
  const real = IDBDatabase.prototype.transaction;
  let left = 1;
  IDBDatabase.prototype.transaction = function (...given) {
    if (this.name.startsWith("ledger-") && given[1] === "readwrite" && left-- > 0) throw new DOMException("closing", "InvalidStateError");
    return real.apply(this, given);
  };
  restore.push(() => { IDBDatabase.prototype.transaction = real; });

  await fileReport(draftOf("d1"));

  assert.equal((await pending()).length, 1);
});

test("a report needs a category, and a text or a photo; the server's largest file is the phone's", async () => {
  await metOnce();

  await assert.rejects(fileReport(draftOf("d1", { category: null })), { code: "invalid:category" });
  await assert.rejects(fileReport(draftOf("d1", { text: "  ", photos: [] })), { code: "invalid:text" });
  await assert.rejects(fileReport(draftOf("d1", { text: "长".repeat(30_000) })), { code: "invalid:text" });
  await assert.rejects(fileReport(draftOf("d1", { photos: [{ ...photo(), buffer: new ArrayBuffer(33 * 1024 * 1024) }] })), { code: "invalid:photos" });

  assert.deepEqual(await rows("ops"), []);
  assert.equal((await openLane()).head_seq, 0);
});

test("no fix and no grid never stop a report", async () => {
  await metOnce();

  await fileReport(draftOf("d1", { place: null, grid_id: null }));

  const body = JSON.parse((await rows("ops"))[0].body);
  assert.equal(body.place.source, "none");
  assert.equal(body.payload.grid_id, null);
});

test("two people on one phone have ledgers apart", async () => {
  await metOnce();
  await fileReport(draftOf("d1"));

  assert.equal(await ledgerOf("user-wang").use((db) => db.count("ops")), 0);
  assert.equal(await ledgerOf(LI.id).use((db) => db.count("ops")), 1);
});
