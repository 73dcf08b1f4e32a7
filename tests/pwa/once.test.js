// Tapped twice, on two pages, while a write is under way: what is done once is kept once, and what is dropped stays away.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { GU, LU, RULES, inspectionDraft, officerPhone, orderReady, scopes } from "./officers.js";
import { scope } from "./server.js";
import { photo, reload, syncOnce } from "./support.js";
import { addNote, attest, freezePaper, issuePaper, recordInspection, refileAsNew, replaceOrder, servePaper, startPaper } from "../../static/pwa/actions/index.js";
import { orderDraft } from "../../static/pwa/actions/startPaper.js";
import { setCurrentUser } from "../../static/pwa/store/device.js";
import { dropDraft, drafts, saveDraft } from "../../static/pwa/store/drafts.js";
import { reading } from "../../static/pwa/store/ledger.js";
import { shownOrder } from "../../static/pwa/store/papers.js";

let server;
const ops = (type) => reading(async (db) => (await db.getAll("ops")).filter((op) => op.type === type));
const HOW = { method: "direct", recipient: "王某", seal: "pre_sealed" };

beforeEach(async () => { server = await officerPhone(); });

test("an order is served once", async () => {
  const { id } = await issuePaper(await freezePaper(await orderReady()));
  const [a, b] = await Promise.all([servePaper({ type: "order", id }, HOW), servePaper({ type: "order", id }, HOW)]);
  assert.deepEqual([a, (await ops("order.serve")).length, (await shownOrder(id)).state], [b, 1, "served"]);
});

test("an answer about having been there is given once, and may be changed", async () => {
  const about = { type: "order", id: "order-9" };
  const row = { id: about.id, version: 1, state: "served", officers: [GU.id, LU.id], author: GU.id, items: [], about: [], attestations: [{ user: LU.id, asked_at: 1, answered_at: null, present: null }] };
  server.scopes = [...server.scopes, scope("unit:unit-9", [{ type: "order", id: about.id, data: row }])];
  assert.equal(await syncOnce(), null);

  await Promise.all([attest(about, false, "我在另一处"), attest(about, false, "我在另一处")]);
  assert.equal((await ops("officer.attest")).length, 1);
  await attest(about, true);
  assert.equal((await ops("officer.attest")).length, 2);
});

test("what is stuck is filed anew once", async () => {
  const { op_id } = await addNote("case-1", { text: "看过现场" });
  server.strange = (said) => (said.op_id === op_id ? "bad_sig" : null);
  await syncOnce();

  const done = await Promise.allSettled([refileAsNew(op_id), refileAsNew(op_id)]);

  assert.deepEqual(done.map((one) => one.status).sort(), ["fulfilled", "rejected"]);
  assert.equal(done.find((one) => one.status === "rejected").reason.code, "not_found");
  assert.equal((await ops("case.note")).length, 2);
});

test("an order that was stuck and filed anew does not come by rescue as well; a note that was stuck does", async () => {
  const { op_id } = await issuePaper(await freezePaper(await orderReady())), note = await addNote("case-1", { text: "看过现场" });
  const rescued = [];
  server.strange = (said) => (said.op_id === op_id ? "bad_sig" : null);
  await syncOnce();
  const again = await refileAsNew(op_id);
  server.rescued = (id) => { rescued.push(id); return { op_id: id, verdict: "applied", code: null, via: "rescue" }; };
  await reload();

  assert.equal(await syncOnce(), null);

  assert.deepEqual(rescued, [note.op_id]);
  assert.ok(server.ops.has(again.op_id));
  assert.equal((await ops("order.issue")).find((op) => op.op_id === op_id).state, "attention", "it stays, and an export takes it along");
});

test("an inspection tapped again a minute later is the same one; with a finding more it is not called kept", async () => {
  const draft = await saveDraft(inspectionDraft()), first = await recordInspection(draft), now = Date.now;
  Date.now = () => now() + 60_000;
  try {
    assert.equal((await recordInspection(draft)).op_id, first.op_id);
    const [finding] = draft.findings;
    await assert.rejects(recordInspection({ ...draft, findings: [finding, { ...finding, id: `${finding.id.slice(0, -1)}z`, text: "门后也堆" }] }), { code: "already_filed" });
  } finally { Date.now = now; }

  assert.equal((await ops("inspection.record")).length, 1);
});

test("a draft that is dropped while it is being written does not come back", async () => {
  const draft = await saveDraft(inspectionDraft());
  const writing = saveDraft({ ...draft, photos: [photo(9, 2_000_000)] });
  await dropDraft(draft.id);
  await writing;

  assert.equal((await drafts()).length, 0);
});

test("two pages that replace an order, or begin a record, begin one paper", async () => {
  const { id } = await issuePaper(await freezePaper(await orderReady())), { inspection_id } = await shownOrder(id);
  for (const begin of [() => replaceOrder(id), () => startPaper("inspection_record", { inspection_id })]) {
    const [a, b] = await Promise.all([begin(), begin()]);
    assert.equal(a.id, b.id);
  }
  assert.equal((await drafts()).length, 2);
});

test("a paper names the rulebook that its text was filled from, not one that came before it was issued", async () => {
  const draft = await freezePaper(await orderReady()), found = scopes();
  const told = found[0].records.find((record) => record.type === "rulebook");
  Object.assign(told, { version: 2, data: { ...told.data, version: "a-later-one" } });
  server.scopes = found;
  assert.equal(await syncOnce(), null);
  const { op_id } = await issuePaper(draft);

  const [op] = (await ops("order.issue")).filter((one) => one.op_id === op_id);
  assert.equal(JSON.parse(op.body).app.rulebook, RULES.version);
});

test("the second officer is somebody else", async () => {
  await assert.rejects(recordInspection(await saveDraft(inspectionDraft({ second: LU.id }))), { code: "invalid:second" });
  assert.equal((await drafts()).length, 1);
});

test("the telephone an officer gave on a paper is not put on a colleague's", async () => {
  await freezePaper(await orderReady());
  await setCurrentUser(GU);
  assert.equal((await orderDraft(inspectionDraft({ second: LU.id }), "inspection-9")).values.contact_phone, "");
  await setCurrentUser(LU);
  assert.equal((await orderDraft(inspectionDraft(), "inspection-9")).values.contact_phone, "0356-0000000");
});
