// What may be deleted from the ledger, and by whom.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { draftOf, phoneOf, syncOnce } from "./support.js";
import { Server, refusal } from "./server.js";
import { fileReport } from "../../static/pwa/actions/fileReport.js";
import { acknowledge } from "../../static/pwa/actions/refile.js";
import { draft, drafts, dropDraft, saveDraft } from "../../static/pwa/store/drafts.js";
import { FORGET_STORES, KEEP_ACKNOWLEDGED_MS, forget, forgetOld } from "../../static/pwa/store/forget.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { noteServerTime } from "../../static/pwa/store/time.js";

const NOW = Date.UTC(2026, 9, 9), LATER = NOW + KEEP_ACKNOWLEDGED_MS + 1;
const heard = (server_ms) => noteServerTime({ sent_ms: Date.now(), received_ms: Date.now(), server_ms });
const left = () => reading(async (db) => [await db.count("ops"), await db.count("files"), await db.count("claims"), await db.count("receipts")]);
const drop = (op) => strictly(FORGET_STORES, (tx) => forget(tx, { op }));
let server;

beforeEach(async () => {
  await phoneOf();
  await heard(NOW);
  server = new Server();
  await syncOnce();
});

test("what has no receipt is refused", async () => {
  const { op_id } = await fileReport(draftOf("d1"));

  await assert.rejects(drop(op_id), { code: "no_receipt" });
  assert.equal(await forgetOld(LATER), 0);

  assert.deepEqual(await left(), [1, 1, 1, 0]);
});

test("what has a receipt but a photo to send is refused", async () => {
  const { op_id } = await fileReport(draftOf("d1"));
  server.fault("/blobs/", refusal(500, "server_error"));
  await syncOnce();

  await assert.rejects(drop(op_id), { code: "no_receipt" });

  assert.deepEqual(await left(), [1, 1, 1, 1]);
});

test("what stands in quarantine is refused", async () => {
  const { op_id } = await fileReport(draftOf("d1"));
  server.strange = () => "bad_sig";
  await syncOnce();

  await assert.rejects(drop(op_id), { code: "no_receipt" });
});

for (const verdict of ["held", "refused", "flagged"]) {
  test(`${verdict} and not looked at is refused`, async () => {
    server.verdict = () => ({ verdict, code: "state_moved" });
    const { op_id } = await fileReport(draftOf("d1"));
    await syncOnce();

    await assert.rejects(drop(op_id), { code: "no_receipt" });
  });
}

test("a refusal that its author has read may go after seven days", async () => {
  server.verdict = () => ({ verdict: "refused", code: "state_moved" });
  const { op_id } = await fileReport(draftOf("d1"));
  await syncOnce();
  await acknowledge(op_id);

  assert.equal(await forgetOld(LATER), 1);
});

test("acknowledged ops stay seven days, then go with photos and receipts", async () => {
  await fileReport(draftOf("d1"));
  await syncOnce();

  assert.equal(await forgetOld(NOW), 0);
  assert.deepEqual(await left(), [1, 1, 1, 1]);
  assert.equal(await forgetOld(LATER), 1);

  assert.deepEqual(await left(), [0, 0, 0, 0]);
});

for (const days of [300, -300]) {
  test(`this phone's clock is set ${days} days on, before or after the receipt: nothing goes before the server's week is over`, async () => {
    const real = Date.now;
    try {
      await fileReport(draftOf("d1"));
      await syncOnce();
      Date.now = () => real() + days * 86_400_000;
      await fileReport(draftOf("d2"));
      await syncOnce(); // each round tidies
      await syncOnce();
      assert.deepEqual(await left(), [2, 1, 2, 2]);

      await heard(LATER);
      await syncOnce();
      assert.deepEqual(await left(), [0, 0, 0, 0]);
    } finally {
      Date.now = real;
    }
  });
}

test("a receipt from before the server's clock was heard, or of an older app, counts from when it is", async () => {
  await fileReport(draftOf("d1"));
  await syncOnce();
  await strictly(["ops"], async (tx) => {
    const [{ acked_heard, ...op }] = await tx.objectStore("ops").getAll();
    await tx.objectStore("ops").put({ ...op, acked_at: 1 });
  });

  assert.equal(await forgetOld(null), 0);
  assert.equal(await forgetOld(LATER), 0);
  assert.equal(await forgetOld(LATER + KEEP_ACKNOWLEDGED_MS), 0);
  assert.equal(await forgetOld(LATER + KEEP_ACKNOWLEDGED_MS + 1), 1);
});

test("a photo that another op still names stays", async () => {
  const first = await fileReport(draftOf("d1"));
  await syncOnce();
  await fileReport(draftOf("d2"));

  await drop(first.op_id);

  assert.deepEqual(await left(), [1, 1, 1, 0]);
});

test("a draft lives until its author drops it, photos and all", async () => {
  await saveDraft(draftOf("d1"));
  await saveDraft({ ...(await draft("d1")), text: "改了" });
  assert.equal((await draft("d1")).text, "改了");
  assert.equal((await draft("d1")).photos[0].buffer.byteLength, 64);

  await dropDraft("d1");

  assert.deepEqual(await drafts(), []);
  assert.equal(await reading((db) => db.count("draft_photos")), 0);
});

const ROOT = new URL("../../static/pwa/", import.meta.url);
const text = (file) => readFileSync(new URL(file, ROOT), "utf8");
const DELETES = /objectStore\([^)]*\)\s*\.(delete|clear)\(|deleteDatabase|deleteDB|deleteObjectStore|deleteIndex|store\.(delete|clear)\(|db\.(delete|clear)\(|\.openCursor\(|cursor\.delete/g;

test("only store/forget.js deletes from the ledger, in one function; what else deletes is the cache's", () => {
  const files = readdirSync(ROOT, { recursive: true }).filter((f) => f.endsWith(".js") && !f.startsWith("vendor"));
  assert.deepEqual(files.filter((f) => text(f).match(DELETES)).sort(), ["store/cache.js", "store/forget.js", "store/pulled.js"]);
  for (const file of ["store/cache.js", "store/pulled.js"]) assert.doesNotMatch(text(file), /ledger/, file);
  const forgetting = text("store/forget.js"), within = (name) => forgetting.slice(forgetting.indexOf(`function ${name}(`)).split("\n}\n")[0];
  const inside = ["forget", "dropClaim"].flatMap((name) => within(name).match(DELETES) ?? []);
  assert.equal(inside.length, forgetting.match(DELETES).length, "nothing is deleted outside forget() and the photos it drops");
  assert.equal(forgetting.match(/dropClaim\(/g).length, 2, "which only forget() calls");
});
