// Photos: after their op, one at a time, the smallest first, until the server has each.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draftOf, phoneOf, photo, syncOnce } from "./support.js";
import { Server, refusal } from "./server.js";
import { addNote } from "../../static/pwa/actions/caseActions.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { damagedPhotos } from "../../static/pwa/store/damaged.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { counts, pending, waiting } from "../../static/pwa/store/outbox.js";

let server;
const puts = () => server.asked("/blobs/");

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("the smallest goes first, whole, after the op that names it", async () => {
  await fileReport(draftOf("d1", { photos: [photo(1, 3000), photo(2, 10), photo(3, 500)] }));

  assert.equal(await syncOnce(), null);

  const order = server.requests.map((r) => r.path.split("/")[1]).filter((p) => p === "blobs" || p === "sync");
  assert.deepEqual(order.slice(-5), ["sync", "blobs", "blobs", "blobs", "sync"]);
  assert.deepEqual(puts().map((r) => r.body.byteLength), [10, 500, 3000]);
  assert.deepEqual(await counts(), { ops: 0, blobs: 0, bytes: 0, oldest_at: null });
});

test("no photo goes up before its op has a receipt", async () => {
  await fileReport(draftOf("d1"));
  server.fault("/sync/push", refusal(500, "server_error"));

  await syncOnce();

  assert.deepEqual(puts(), []);
});

test("an upload whose answer is lost is sent again and stored once", async () => {
  await fileReport(draftOf("d1"));
  server.fault("/blobs/", "cut");

  assert.equal(await syncOnce(), "offline:no_network");
  assert.equal((await waiting())[0].blobs[0].state, "queued");
  assert.deepEqual(await pending(), []);
  assert.equal(await syncOnce(), null);

  assert.equal(puts().length, 2);
  assert.equal(server.blobs.size, 1);
});

test("one photo the server does not take stands in nobody's way and says why", async () => {
  await fileReport(draftOf("d1", { photos: [photo(1, 10), photo(2, 20)] }));
  server.fault("/blobs/", refusal(500, "server_error"));
  const pulls = server.asked("/sync/pull").length;

  assert.equal(await syncOnce(), "failed:server_error");

  assert.equal(server.blobs.size, 1);
  assert.equal(server.asked("/sync/pull").length, pulls + 1);
  const [row] = await waiting();
  assert.deepEqual(row.blobs.map((b) => [b.state, b.error]).sort(), [["queued", "server_error"], ["sent", null]]);
  assert.equal(await syncOnce(), null);
  assert.equal((await counts()).blobs, 0);
});

test("a report made while photos go up overtakes them", async () => {
  await fileReport(draftOf("d1", { photos: [photo(1, 10), photo(2, 20)] }));
  let late;
  server.fault("/blobs/", async (request) => {
    late = await fileReport(draftOf("d2", { photos: [] }));
    return server.serve(request);
  });

  assert.equal(await syncOnce(), null);

  const paths = server.requests.map((r) => r.path.split("/").slice(0, 3).join("/").replace(/blobs.*/, "blobs"));
  const from = paths.indexOf("/sync/push");
  assert.deepEqual(paths.slice(from, from + 5), ["/sync/push", "/blobs", "/sync/push", "/blobs", "/sync/pull"]);
  assert.ok(server.ops.has(late.op_id));
});

test("bytes that went bad on the phone are named as that, kept and shown", async () => {
  await fileReport(draftOf("d1"));
  await strictly(["files"], async (tx) => {
    const [file] = await tx.objectStore("files").getAll();
    await tx.objectStore("files").put({ ...file, buffer: new ArrayBuffer(3) });
  });

  assert.equal(await syncOnce(), "failed:damaged");

  assert.equal((await waiting())[0].blobs[0].error, "damaged");
  assert.equal((await reading((db) => db.count("files"))), 1);
});

test("the same picture in two ops is kept once and claimed by both", async () => {
  const { case_id } = await fileReport(draftOf("d1"));
  await addNote(case_id, { text: "再看", photos: [photo(1)] });

  assert.equal(await syncOnce(), null);

  assert.equal(await reading((db) => db.count("files")), 1);
  assert.deepEqual((await reading((db) => db.getAll("claims"))).map((c) => c.state), ["sent", "sent"]);
});

test("a photo that cannot be read just then is not called damaged, nor told to the office; the others go, and it goes next time", async () => {
  await fileReport(draftOf("d1", { photos: [photo(1, 10), photo(2, 20)] }));
  const real = IDBObjectStore.prototype.get;
  let left = 2; // the connection is opened again once
  IDBObjectStore.prototype.get = function (...given) {
    if (this.name === "files" && left-- > 0) throw new DOMException("connection lost", "UnknownError");
    return real.apply(this, given);
  };
  try {
    assert.equal(await syncOnce(), "failed:storage_lost");
  } finally { IDBObjectStore.prototype.get = real; }

  assert.deepEqual((await waiting())[0].blobs.map((b) => [b.state, b.error]).sort(), [["queued", null], ["sent", null]]);
  assert.deepEqual(await damagedPhotos(), []);
  assert.equal(await syncOnce(), null);
  assert.equal(server.blobs.size, 2);
});

test("a photo that is no longer there is told to the office", async () => {
  await fileReport(draftOf("d1"));
  await reading((db) => db.clear("files"));

  assert.equal(await syncOnce(), "failed:storage_lost");

  assert.deepEqual((await damagedPhotos()).map((one) => one.problem), ["storage_lost"]);
});
