// When the browser will not store: no room, a connection that is lost, a place where nothing stays. What was kept stays kept, what was not
// is called so by its name, and the form is still there.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { draftOf, freshPhone, phoneOf, photo, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import { addNote } from "../../static/pwa/actions/caseActions.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { signIn } from "../../static/pwa/api/session.js";
import { on } from "../../static/pwa/store/bus.js";
import * as blobs from "../../static/pwa/store/blobs.js";
import { cursors, emptyCache } from "../../static/pwa/store/cache.js";
import * as device from "../../static/pwa/store/device.js";
import { draft, dropDraft, saveDraft } from "../../static/pwa/store/drafts.js";
import { ActionError, isQuota, named } from "../../static/pwa/store/errors.js";
import { forgetAcknowledged } from "../../static/pwa/store/forget.js";
import * as lanes from "../../static/pwa/store/lanes.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { leasesTold } from "../../static/pwa/store/numbers.js";
import { pending } from "../../static/pwa/store/outbox.js";
import { takePage } from "../../static/pwa/store/pulled.js";
import * as receipts from "../../static/pwa/store/receipts.js";
import { roomTrouble } from "../../static/pwa/store/room.js";
import { unfit } from "../../static/pwa/store/storage.js";

const UNIT = "unit:unit-2", quota = () => new DOMException("The quota has been exceeded.", "QuotaExceededError");
let undo = [], server, filed;

/** Stands in for a method of the browser's until the test is over. */
function instead(proto, name, make) {
  const real = proto[name];
  proto[name] = make(real);
  undo.push(() => { proto[name] = real; });
}

/** Every way in which a full disk has been seen to show itself. `which`: does this write find no room? */
const FULL = {
  "thrown at the write": (which) => instead(IDBObjectStore.prototype, "put", (put) => function (...given) {
    if (which(this, given[0])) throw quota();
    return put.apply(this, given);
  }),
  "an error of the request": (which) => instead(IDBObjectStore.prototype, "put", (put) => function (...given) {
    return which(this, given[0]) ? this.transaction._execRequestAsync({ operation: () => { throw quota(); }, source: this }) : put.apply(this, given);
  }),
  "only at the commit": (which) => {
    const full = new WeakSet();
    instead(IDBObjectStore.prototype, "put", (put) => function (...given) {
      if (which(this, given[0])) full.add(this.transaction);
      return put.apply(this, given);
    });
    instead(IDBTransaction.prototype, "dispatchEvent", (dispatch) => function (event) {
      return event.type === "complete" && full.has(this) ? (this._abort("QuotaExceededError"), true) : dispatch.call(this, event);
    });
  },
  "by an abort under another request": (which) => instead(IDBObjectStore.prototype, "put", (put) => function (...given) {
    const asked = put.apply(this, given);
    if (which(this, given[0])) this.transaction._abort("QuotaExceededError");
    return asked;
  }),
};
const everywhere = () => true;

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  server.scopes = [scope(UNIT, [caseRecord("case-1")])];
  await syncOnce();
  filed = await fileReport(draftOf("d0"));
  await syncOnce();
  await saveDraft(draftOf("d1"));
});
afterEach(() => { for (const back of undo.splice(0).reverse()) back(); });

const rows = () => reading(async (db) => Object.fromEntries(await Promise.all([...db.objectStoreNames].map(async (name) => [name, await db.getAll(name)]))));
const laneId = async () => (await lanes.openLane()).lane_id;

/** Whatever writes to a database on this phone. */
const WRITES = {
  "a draft": () => saveDraft(draftOf("d2")),
  "a report with a photo": async () => fileReport(await draft("d1")),
  "a note": () => addNote("case-1", { text: "看过" }),
  "a receipt": () => receipts.storeResults([{ op_id: filed.op_id, verdict: "flagged", code: "late" }]),
  "a problem of an op": async () => { const { op_id } = await addNote("case-1", { text: "看过" }); await receipts.storeProblem(op_id, "x"); },
  "that a person has looked": () => receipts.decide(filed.op_id, "seen"),
  "that a photo is sent": async () => blobs.blobSent((await rows()).files[0].sha256, [filed.op_id]),
  "a photo's problem": async () => blobs.blobProblem((await rows()).files[0].sha256, "x"),
  "a new lane": () => lanes.laneToAskFor({ fresh: true }),
  "a lane's end": () => lanes.shutLanes("lane_revoked"),
  "numbers lent": async () => leasesTold(await laneId(), [{ lease_id: "l", register: "r", from: 1, to: 3, next: 1 }]),
  "what the server lacks": async () => { const lane = await lanes.openLane(); await receipts.offerAgain(lane.lane_id, { seq: 0, hash: await lanes.startOf(lane) }, await lanes.startOf(lane)); },
  "a preference": () => device.setPref("scale", "125"),
  "who is at work": () => device.setCurrentUser({ id: "user-li", username: "li" }),
  "a page of records": () => takePage([scope(UNIT, [caseRecord("case-2")])], new Set()),
};
for (const [how, strikes] of Object.entries(FULL)) {
  test(`no room, ${how}: every write calls it by its name, and nothing is half written`, async () => {
    const before = await rows(), at = await cursors();
    strikes(everywhere);
    for (const [what, write] of Object.entries(WRITES)) {
      await assert.rejects(write(), (error) => error instanceof ActionError && error.code === "quota", what);
      assert.deepEqual([await rows(), await cursors()], [before, at], what);
    }
  });
}

test("what throws away needs no room", async () => {
  await saveDraft(draftOf("thrown away"));
  FULL["thrown at the write"](everywhere);
  await dropDraft("thrown away");
  await forgetAcknowledged();
  await emptyCache().catch((error) => assert.equal(error.code, "quota")); // it notes that it is empty, after it is
  assert.deepEqual([(await rows()).drafts.map((d) => d.id), (await rows()).files, await cursors()], [["d1"], [], {}]);
});

test("a full disk goes by many names, and nothing else does", () => {
  const names = ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED", "NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR", "NS_ERROR_FILE_NO_DEVICE_SPACE"];
  for (const name of names) assert.equal(named(Object.assign(new Error(), { name })).code, "quota", name);
  class QuotaExceeded extends DOMException {} // a class of its own in later browsers, with the old name
  assert.ok(isQuota(new QuotaExceeded("", "QuotaExceededError")));
  assert.ok(isQuota({ target: { error: quota() } }), "an event of a request or a transaction");
  assert.ok(isQuota({ code: 22 }), "WebKit without a name");
  for (const name of ["AbortError", "UnknownError", "ConstraintError", "InvalidStateError"]) assert.equal(named(new DOMException("", name)).code, "storage_lost", name);
  assert.equal(isQuota(new ActionError("22")), false);
});

test("no room for photos: what is small is filed as before, what was kept goes up, and it is told once until something fits", async () => {
  const told = [], off = on("storage", (trouble) => told.push(trouble));
  FULL["an error of the request"]((_, value) => value?.buffer?.byteLength > 100);
  const report = draftOf("d3", { photos: [photo(9, 5000)] });

  await assert.rejects(saveDraft(report), { code: "quota" });
  await assert.rejects(fileReport(report), { code: "quota" });
  assert.deepEqual([report.text, report.photos[0].buffer.byteLength, roomTrouble(), told], ["占道经营", 5000, "quota", ["quota"]]);

  await addNote("case-1", { text: "照片存不下，先记下" });
  await fileReport({ ...report, photos: [] });
  assert.deepEqual([(await pending()).length, roomTrouble(), told], [2, null, ["quota", null]]);
  assert.equal(await syncOnce(), null);
  assert.deepEqual([server.ops.size, (await pending()).length], [3, 0]);
  off();
});

/** The connection that the page had is gone; `times` openings later there is one again. */
function connectionLost(times, error) {
  let left = times;
  instead(IDBDatabase.prototype, "transaction", (real) => function (...given) {
    if (this.name.startsWith("ledger-") && left-- > 0) throw error;
    return real.apply(this, given);
  });
}
const LOST = [new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError"), new DOMException("The database connection is closing.", "InvalidStateError")];
for (const error of LOST) {
  test(`${error.name}: the database is opened once more, and the form is kept`, async () => {
    connectionLost(1, error);
    await saveDraft(draftOf("d2"));
    assert.equal((await draft("d2")).text, "占道经营");
  });

  test(`${error.name} again and again: not saved, said by its name, and what is on screen and on disk stays as it was`, async () => {
    const form = draftOf("d1", { text: "改过" });
    connectionLost(Infinity, error);

    await assert.rejects(saveDraft(form), { code: "storage_lost" });
    await assert.rejects(fileReport(form), { code: "storage_lost" });

    for (const back of undo.splice(0)) back();
    assert.deepEqual([form.text, form.photos.length, (await draft("d1")).text], ["改过", 1, "占道经营"]);
    await saveDraft(form);
    await fileReport(form);
    assert.equal((await pending()).length, 1);
  });
}

test("a connection that is ended under a transaction: once more, and kept once", async () => {
  let left = 1;
  instead(IDBObjectStore.prototype, "add", (add) => function (...given) {
    const asked = add.apply(this, given);
    if (this.name === "ops" && left-- > 0) this.transaction._abort("AbortError");
    return asked;
  });
  await fileReport(await draft("d1"));
  assert.deepEqual([(await pending()).length, (await lanes.openLane()).head_seq], [1, 2]);
});

test("to persist is asked when somebody signs in, whatever the answer", async () => {
  for (const persist of [async () => true, async () => { throw new TypeError("no"); }, undefined]) {
    let asked = 0;
    navigator.storage = { persist: persist && (() => { asked += 1; return persist(); }) };
    const signed = await signIn("li", "pw");
    assert.deepEqual([signed.kind, asked], ["ok", persist ? 1 : 0]);
  }
  delete navigator.storage;
});

test("work is begun only where it stays: not in a plain tab of an iPhone, not in a window that forgets", async () => {
  const where = (ios, installed) => unfit({ ios, installed });
  navigator.serviceWorker = new EventTarget();
  assert.deepEqual([await where(true, false), await where(true, true), await where(false, false)], ["ios_tab", null, null]);

  instead(IDBObjectStore.prototype, "put", (put) => function (value, ...rest) { return put.call(this, value?.buffer ? {} : value, ...rest); });
  assert.equal(await where(false, false), "private", "what was written does not come back");
  for (const back of undo.splice(0)) back();
  connectionRefused();
  await freshPhone();
  assert.equal(await where(false, true), "private", "no database is allowed");
  for (const back of undo.splice(0)) back();
  navigator.vendor = "Apple Computer, Inc.";
  instead(IDBObjectStore.prototype, "put", (put) => function (value, ...rest) {
    if (value?.blob) throw new DOMException("Error preparing Blob/File data to be stored in object store", "UnknownError");
    return put.call(this, value, ...rest);
  });
  assert.equal(await where(true, true), "private", "WebKit's private windows store no Blob");
  delete navigator.vendor;
  FULL["thrown at the write"](everywhere);
  assert.equal(await where(false, false), null, "a full disk is another thing, and has words of its own");
  delete navigator.serviceWorker;
  assert.equal(await where(false, false), "private", "no service worker: Firefox's private windows");
});

function connectionRefused() {
  instead(IDBFactory.prototype, "open", () => () => { throw new DOMException("The operation is insecure.", "SecurityError"); });
}

test("a database that is lost at the start says nothing of the window: it is asked again", async () => {
  navigator.serviceWorker = new EventTarget();
  for (const vendor of ["Google Inc.", "Apple Computer, Inc."]) {
    navigator.vendor = vendor;
    for (const error of LOST) {
      const put = () => instead(IDBDatabase.prototype, "transaction", (real) => function (...given) {
        if (this.name === "device") throw error;
        return real.apply(this, given);
      });
      put();
      assert.equal(await unfit({ ios: false, installed: true }), undefined, `${vendor} ${error.name}`);
      for (const back of undo.splice(0).reverse()) back();
      assert.equal(await unfit({ ios: false, installed: true }), null, `${vendor} ${error.name}: back again`);
    }
  }
  delete navigator.vendor;
  delete navigator.serviceWorker;
});

test("every transaction that writes a database of ours tells what it died of", async () => {
  const { readFileSync, readdirSync } = await import("node:fs");
  const root = new URL("../../static/pwa/store/", import.meta.url);
  const writing = readdirSync(root).filter((f) => f.endsWith(".js") && /"readwrite"\s*[,)]|db\.(put|add)\(/.test(readFileSync(new URL(f, root), "utf8")));
  assert.deepEqual(writing, ["open.js"]);
  await strictly(["drafts"], async (tx) => void tx.objectStore("drafts"));
});
