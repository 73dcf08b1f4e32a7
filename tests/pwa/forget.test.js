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

const LATER = () => Date.now() + KEEP_ACKNOWLEDGED_MS + 1;
const left = () => reading(async (db) => [await db.count("ops"), await db.count("files"), await db.count("claims"), await db.count("receipts")]);
const drop = (op) => strictly(FORGET_STORES, (tx) => forget(tx, { op }));
let server;

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("what has no receipt is refused", async () => {
  const { op_id } = await fileReport(draftOf("d1"));

  await assert.rejects(drop(op_id), { code: "no_receipt" });
  assert.equal(await forgetOld(LATER()), 0);

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

  assert.equal(await forgetOld(LATER()), 1);
});

test("acknowledged ops stay seven days, then go with photos and receipts", async () => {
  await fileReport(draftOf("d1"));
  await syncOnce();

  assert.equal(await forgetOld(Date.now()), 0);
  assert.deepEqual(await left(), [1, 1, 1, 1]);
  assert.equal(await forgetOld(LATER()), 1);

  assert.deepEqual(await left(), [0, 0, 0, 0]);
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

test("only store/forget.js deletes from the ledger", () => {
  const root = new URL("../../static/pwa/", import.meta.url);
  const files = readdirSync(root, { recursive: true }).filter((f) => f.endsWith(".js") && !f.startsWith("vendor"));
  const deleting = files.filter((f) => /objectStore\([^)]*\)\s*\.(delete|clear)\(|deleteDatabase|deleteDB|store\.(delete|clear)\(|db\.(delete|clear)\(/.test(readFileSync(new URL(f, root), "utf8")));
  assert.deepEqual(deleting.sort(), ["store/cache.js", "store/forget.js", "store/pulled.js"]);
});
