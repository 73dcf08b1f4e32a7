// What a person does about what the server would not take as it stands: kept without a network, once, and what a leader answers.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draftOf, phoneOf, syncOnce } from "./support.js";
import { Server } from "./server.js";
import { acknowledge, fileReport, handOver, refileAsNew, withdraw } from "../../static/pwa/actions/index.js";
import { dealtWith, lookedInto } from "../../static/pwa/store/attention.js";
import { KEEP_ACKNOWLEDGED_MS, forgetOld } from "../../static/pwa/store/forget.js";
import { reading } from "../../static/pwa/store/ledger.js";
import { attention, counts, waiting } from "../../static/pwa/store/outbox.js";

const LEADER = "user-9";
/** @type {any} */
let server;
const said = (/** @type {string} */ id, /** @type {any} */ more) => (server.verdicts = [...(server.verdicts ?? []), { op_id: id, version: null, flags: [], in_effect: false, detail: {}, ...more }]);
const decided = (/** @type {string} */ decision) => ({ decision: { decision, by: LEADER, reason: "看过了" } });
const listed = async () => (await attention()).map((row) => row.op_id);

/** A report that the server flags without effect. */
async function flagged() {
  server.verdict = (/** @type {any} */ op) => op.type === "op.hand_over" ? { verdict: "flagged", code: "handed_over", in_effect: true } : { verdict: "flagged", code: "no_access", in_effect: false };
  const { op_id } = await fileReport(draftOf("d1"));
  await syncOnce();
  return op_id;
}

/** A report that the server calls inauthentic: its lane is closed. */
async function stuck() {
  const { op_id } = await fileReport(draftOf("d1"));
  server.strange = (/** @type {any} */ op) => (op.op_id === op_id ? "bad_sig" : null);
  await syncOnce();
  await syncOnce();
  return op_id;
}

beforeEach(async () => {
  await phoneOf();
  server = new Server();
  await syncOnce();
});

test("what is handed over leaves the list, and its history can be read", async () => {
  const id = await flagged();
  assert.deepEqual(await listed(), [id]);

  const { op_id } = await handOver(id, " 请定一下 ");
  assert.deepEqual(await listed(), []);
  await syncOnce();

  assert.deepEqual(await listed(), [], "with the leader now");
  const looked = await lookedInto(id);
  assert.deepEqual(looked?.after.map((step) => [step.op.op_id, step.body.payload]), [[op_id, { text: "请定一下" }]]);
  assert.deepEqual((await dealtWith()).map((row) => [row.op_id, row.how]), [[id, "op.hand_over"]]);
});

test("what the server never got is handed over with its content and photos, and no longer counted as on its way", async () => {
  const id = await stuck(), before = await lookedInto(id);
  assert.equal((await counts()).ops, 1);

  const { op_id } = await handOver(id, "一直传不上");

  const kept = await lookedInto(op_id);
  assert.deepEqual([kept?.body.payload.content.payload, kept?.body.payload.content.code], [before?.body.payload, "bad_sig"]);
  assert.deepEqual(kept?.body.blobs, before?.body.blobs);
  assert.deepEqual((await waiting()).map((row) => row.op_id), [op_id]);
  assert.equal((await lookedInto(id))?.op.state, "attention", "it stays, and a rescue takes it along");
});

test("what comes back from the leader is its author's again, with the reason", async () => {
  const id = await flagged(), { op_id } = await handOver(id, "请定一下");
  await syncOnce();

  said(id, { verdict: "flagged", code: "no_access", detail: decided("dismiss") });
  said(op_id, { verdict: "flagged", code: "handed_over", in_effect: true, detail: decided("dismiss") });
  await syncOnce();

  assert.deepEqual(await listed(), [id]);
  await withdraw(id, "不办了");
  assert.deepEqual(await listed(), []);
});

test("what a leader takes up leaves the list by itself", async () => {
  const id = await flagged();
  said(id, { verdict: "flagged", code: "no_access", in_effect: true, detail: decided("confirm") });
  await syncOnce();

  assert.deepEqual(await listed(), []);
  assert.deepEqual((await dealtWith()).map((row) => row.how), ["confirmed"]);
});

test("who had left it at that is told once when it is dismissed", async () => {
  const id = await flagged();
  await acknowledge(id);
  said(id, { verdict: "flagged", code: "no_access", detail: decided("dismiss") });
  await syncOnce();
  assert.deepEqual(await listed(), [id]);

  await acknowledge(id);
  await syncOnce();
  assert.deepEqual(await listed(), []);
});

test("each way is taken once, says why, and leaves the old op as it is", async () => {
  const id = await flagged(), before = await lookedInto(id);
  await assert.rejects(withdraw(id, "  "), { code: "invalid:reason" });
  await assert.rejects(handOver(id, ""), { code: "invalid:text" });

  const done = await Promise.allSettled([withdraw(id, "写错了地方"), handOver(id, "请定一下"), refileAsNew(id)]);

  assert.equal(done.filter((one) => one.status === "fulfilled").length, 1);
  const after = await lookedInto(id);
  assert.deepEqual([after?.op.body, after?.op.hash, after?.op.sig], [before?.op.body, before?.op.hash, before?.op.sig]);
});

/** A week and more of the server's clock goes by. */
const weekLater = () => forgetOld(Date.now() + KEEP_ACKNOWLEDGED_MS + 60_000);

for (const verdict of ["flagged", "refused"]) {
  test(`${verdict}, handed over and answered after a week: its author is told`, async () => {
    server.verdict = (/** @type {any} */ op) => op.type === "op.hand_over" ? { verdict: "flagged", code: "handed_over" } : { verdict, code: "no_access" };
    const { op_id: id } = await fileReport(draftOf("d1"));
    await syncOnce();
    const { op_id } = await handOver(id, "请定一下");
    await syncOnce();
    await forgetOld(Date.now());
    assert.equal(await weekLater(), 0);

    said(op_id, { verdict: "flagged", code: "handed_over", in_effect: true, detail: decided("dismiss") });
    await syncOnce();

    assert.deepEqual(await listed(), [id]);
  });
}

test("flagged and left at that: the answer after a week is told, and then it goes", async () => {
  const id = await flagged();
  await acknowledge(id);
  await forgetOld(Date.now());
  assert.equal(await weekLater(), 0);

  said(id, { verdict: "flagged", code: "no_access", detail: decided("dismiss") });
  await syncOnce();
  assert.deepEqual(await listed(), [id]);
  await acknowledge(id);
  assert.equal(await weekLater(), 1);
});

test("what was handed over comes back, and what it was about is no longer here: the answer itself is listed", async () => {
  const id = await flagged(), { op_id } = await handOver(id, "请定一下");
  await syncOnce();
  await reading((db) => db.delete("ops", id)); // as a build before this one did after a week

  said(op_id, { verdict: "flagged", code: "handed_over", in_effect: true, detail: decided("dismiss") });
  await syncOnce();

  assert.deepEqual(await listed(), [op_id]);
});

test("leaving it at that does not undo what was done about it in another tab", async () => {
  const id = await flagged();
  await handOver(id, "请定一下");
  await acknowledge(id);

  assert.deepEqual((await dealtWith()).map((row) => row.how), ["op.hand_over"]);
});
