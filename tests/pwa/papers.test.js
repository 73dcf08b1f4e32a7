// What a person sees of inspections, orders and items: the records, their own work over them, and the clock.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { GU, LU, inspectionDraft, officerPhone, orderReady, scopes } from "./officers.js";
import { scope } from "./server.js";
import { photo, syncOnce } from "./support.js";
import * as actions from "../../static/pwa/actions/index.js";
import { han } from "../../static/pwa/actions/legalWords.js";
import { uuid7 } from "../../static/pwa/domain/ids.js";
import { drafts, dropDraft, saveDraft } from "../../static/pwa/store/drafts.js";
import * as papers from "../../static/pwa/store/papers.js";
import { all, heldRecords, shownCase } from "../../static/pwa/store/records.js";

let server;
const now = Date.now, DAY = 86_400_000;

beforeEach(async () => { server = await officerPhone(); });
afterEach(() => { Date.now = now; });

/** An order issued and served without a network. */
async function served(more = {}) {
  const issued = await actions.issuePaper(await actions.freezePaper(await orderReady(more)));
  await actions.servePaper(issued, { method: "direct", recipient: "王某", seal: "pre_sealed" });
  return papers.shownOrder(issued.id);
}

test("an inspection, and the order that begins with it, are kept together or not at all", async () => {
  const draft = await saveDraft(inspectionDraft());
  const [a, b] = await Promise.all([actions.recordInspection(draft), actions.recordInspection(draft)]);

  assert.deepEqual(a, b);
  const [paper] = await drafts();
  assert.deepEqual([paper.id, paper.inspection_id, paper.case_id, paper.officers], [a.paper_id, a.inspection_id, "case-1", [LU.id, GU.id]]);
  assert.equal(paper.items[0].requirement, "搬走");
  const seen = await papers.shownInspection(a.inspection_id);
  assert.deepEqual([seen.party.name, seen.findings[0].blobs.length, seen.photos.length, seen.pending.length], ["东城街王记百货店", 1, 1, 1]);
});

test("only recorded, or nothing to correct: no order begins", async () => {
  const only = await actions.recordInspection(await saveDraft(inspectionDraft()), { order: false });
  const noted = inspectionDraft();
  noted.findings[0].deadline = null;
  const nothing = await actions.recordInspection(await saveDraft(noted));

  assert.deepEqual([only.paper_id, nothing.paper_id, await drafts()], [null, null, []]);
});

test("of a private person no more than the name stands in clear text", async () => {
  const draft = inspectionDraft({ party: { kind: "individual", name: "王某", code: "140581199001010000", legal_rep: "王某", address: "东城街 1 号 2 单元" } });
  const { inspection_id, paper_id } = await actions.recordInspection(await saveDraft(draft));

  assert.deepEqual((await papers.shownInspection(inspection_id)).party, { kind: "individual", name: "王某" });
  const paper = (await drafts()).find((one) => one.id === paper_id);
  const frozen = await actions.freezePaper({ ...paper, values: { ...paper.values, contact_phone: "0356-0000000" } });
  assert.doesNotMatch(JSON.stringify(frozen.frozen), /140581199001010000|2 单元/);
});

test("an order stands on its case at once, and time alone makes it overdue", async () => {
  const order = await served();
  const mine = await shownCase("case-1");
  assert.deepEqual([mine.state, mine.handler, mine.orders[0].number, mine.orders[0].items[0].state], ["ordered", LU.id, order.number, "served"]);
  assert.deepEqual(mine.pending.map((op) => [op.type, "text" in op.payload || "party" in op.payload]), [["inspection.record", false], ["order.issue", false], ["order.serve", false]]);
  assert.deepEqual((await papers.shownItems()).map((i) => i.overdue), [false]);

  Date.now = () => now() + 20 * DAY;
  assert.deepEqual((await papers.shownItems()).map((i) => [i.overdue, i.standing]), [[true, "overdue"]]);
  assert.equal((await shownCase("case-1")).state, "pending_recheck");
});

test("what is said and asked about an item, and the recheck that leaves something", async () => {
  const [item] = (await served()).items;
  await assert.rejects(actions.askExtension(item.id, { wanted: "2020-01-01", reason: "等吊车" }), { code: "invalid:wanted" });
  await actions.askExtension(item.id, { wanted: "2198-12-31", reason: "等吊车" });
  assert.deepEqual([(await papers.shownItem(item.id)).state, (await papers.shownItem(item.id)).extension.reason], ["ext_requested", "等吊车"]);
  await actions.reportItemDone(item.id, { text: "搬了一半" });
  assert.equal((await papers.shownItem(item.id)).state, "done_claimed");

  const rest = { id: uuid7(), requirement: "搬走剩下的", deadline: { given: { n: 1, unit: "working_day" } } };
  await actions.recordRecheck(item.id, { result: "partial", second: GU.id, text: "还剩一半", rest });

  const order = await papers.shownOrder(item.order_id);
  assert.deepEqual(order.items.map((i) => [i.state, i.n, i.requirement]), [["superseded", 1, "搬走"], ["served", 1, "搬走剩下的"]]);
  assert.deepEqual([order.state, (await shownCase("case-1")).state], ["served", "ordered"]);
});

test("a further order supersedes the wrong one, under a number of its own", async () => {
  const wrong = await served();
  const draft = await actions.replaceOrder(wrong.id);
  assert.deepEqual([draft.supersedes, draft.items[0].requirement, draft.items[0].id === wrong.items[0].id], [wrong.op_id, "搬走", false]);

  const next = await actions.issuePaper(await actions.freezePaper({ ...draft, party: { ...draft.party, name: "东城街李记百货店" } }));

  const old = await papers.shownOrder(wrong.id), fresh = await papers.shownOrder(next.id);
  assert.deepEqual([old.state, old.superseded_by, old.items[0].state], ["superseded", next.id, "superseded"]);
  assert.deepEqual([fresh.n, fresh.party.name], [2, "东城街李记百货店"]);
});

test("a paper the server keeps without effect stays in sight until it is decided", async () => {
  server.verdict = (said) => ({ verdict: said.type === "order.issue" ? "flagged" : "applied", code: said.type === "order.issue" ? "no_authority" : null });
  const order = await served();
  assert.equal(await syncOnce(), null);
  assert.equal(await syncOnce(), null);

  const shown = await papers.shownOrder(order.id);
  assert.deepEqual([shown.number, shown.pending[0].flagged], [order.number, "no_authority"]);
});

test("records of papers with pending work are not swept away", async () => {
  const inspection = { type: "inspection", id: uuid7(), data: { case_id: null, party: { name: "王记" }, officers: [LU.id, GU.id], started_at: now(), findings: [{ id: "f", category: "HW04", text: "堆货", blobs: [] }], attestations: [], photos: [] } };
  const item = { id: uuid7(), order_id: uuid7(), version: 3, n: 1, requirement: "搬走", state: "served", due_at: now() + DAY, original_due_at: now() + DAY, finding_id: "f", attestations: [], photos: [] };
  const order = { type: "order", id: item.order_id, data: { id: item.order_id, number: "高东街责改字〔2026〕第009号", state: "served", inspection_id: inspection.id, party: { name: "王记" }, officers: [LU.id], issued_at: now(), served_at: now(), items: [item], attestations: [], photos: [] } };
  inspection.data.id = inspection.id;
  server.scopes = [...scopes(), scope("unit:x", [inspection, order, { type: "item", id: item.id, data: item }])];
  assert.equal(await syncOnce(), null);
  await actions.reportItemDone(item.id, { text: "已搬走" });
  server.scopes = scopes();
  server.fault("/sync/push", "down");

  const { pullAll } = await import("../../static/pwa/sync/pull.js");
  await pullAll(LU.id);

  assert.deepEqual([...(await heldRecords(LU.id))].sort(), [item.id, item.order_id].sort());
  assert.deepEqual([(await all("item")).length, (await all("order")).length, (await all("inspection")).length], [1, 1, 0]);
  assert.deepEqual([(await papers.shownItem(item.id)).state, (await papers.shownOrder(item.order_id)).items[0].state], ["done_claimed", "done_claimed"]);
});

test("who may sign, and who may be the second", async () => {
  assert.equal(await actions.mayInspect(), true);
  assert.deepEqual((await actions.candidates("2026-11-18", ["HW"])).map((u) => u.id), [GU.id]);
  assert.deepEqual(await actions.candidates("2021-01-01", []), []);
  const ask = (officers, categories, day = "2026-11-18") => actions.authorityOf({ officers, categories, day });
  assert.deepEqual(await ask([LU.id, GU.id], ["HW04"]), { codes: [], mayIssue: true, mayInspect: true });
  assert.deepEqual(await ask([LU.id, null], ["HW04"]), { codes: ["one_officer"], mayIssue: false, mayInspect: false });
  assert.deepEqual(await ask([LU.id, GU.id], ["HB05"]), { codes: ["no_power"], mayIssue: false, mayInspect: true });
});

test("an order begun later takes up what is in our power, photos counted through the findings", async () => {
  const draft = inspectionDraft(), dust = { id: uuid7(), category: "HB05", text: "扬尘", requirement: "", deadline: null };
  draft.findings.unshift(dust);
  draft.photos.unshift({ ...photo(5), finding: dust.id });
  const { inspection_id } = await actions.recordInspection(await saveDraft(draft), { order: false });

  const order = await actions.startPaper("order_to_correct", { inspection_id });

  assert.deepEqual(order.items.map((item) => item.finding_id), [draft.findings[1].id]);
  assert.deepEqual(order.values.items, [{ fact: "门前堆货", photos: "2", violates: "《城市市容和环境卫生管理条例》第十四条" }]);
  assert.equal(order.values.basis, "《城市市容和环境卫生管理条例》第三十六条第（二）项");
  assert.equal((await actions.startPaper("order_to_correct", { inspection_id })).id, order.id);
  assert.equal((await actions.previewPaper(order)).missing[0], "items.0.requirement");
});

test("an order begun later takes up only what no other order asks for, and what failed again", async () => {
  const first = await served();
  assert.deepEqual((await actions.startPaper("order_to_correct", { inspection_id: first.inspection_id })).items, []);
  for (const draft of await drafts()) await dropDraft(draft.id);

  await actions.recordRecheck(first.items[0].id, { result: "fail", second: GU.id, text: "没有搬", photos: [] });

  const again = await actions.startPaper("order_to_correct", { inspection_id: first.inspection_id });
  assert.deepEqual(again.items.map((item) => item.finding_id), [first.items[0].finding_id]);
});

test("articles are counted as laws count them", () => {
  assert.deepEqual([10, 14, 20, 34, 101, 110, 1128, 1190].map(han), ["十", "十四", "二十", "三十四", "一百零一", "一百一十", "一千一百二十八", "一千一百九十"]);
});

test("a paper in which a person's number stands is not made final, and the field is named", async () => {
  const draft = await orderReady(), [row] = draft.values.items;
  for (const [more, field] of [
    [{ place: "东城街 1 号，王某 138 0013 8000" }, "place"],
    [{ items: [{ ...row, fact: "当事人身份证 １４０５８１１９９００３０７１２３４" }] }, "items.0.fact"],
  ]) await assert.rejects(actions.freezePaper({ ...draft, values: { ...draft.values, ...more } }), { code: `missing:${field}` });

  await actions.freezePaper({ ...draft, values: { ...draft.values, contact_phone: "13800138000" } });
});
