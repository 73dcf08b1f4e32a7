// Two officers on the street without a network, against the real server: what the phone writes is what the server would have written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Handset, realServer } from "./real.js";
import { photo } from "./support.js";
import * as actions from "../../static/pwa/actions/index.js";
import { uuid7 } from "../../static/pwa/domain/ids.js";
import { draft as draftOf, saveDraft } from "../../static/pwa/store/drafts.js";
import { sha256Text } from "../../static/pwa/store/keys.js";
import { reading, strictly } from "../../static/pwa/store/ledger.js";
import { block } from "../../static/pwa/store/numbers.js";
import * as outbox from "../../static/pwa/store/outbox.js";
import * as papers from "../../static/pwa/store/papers.js";
import { shownCase, shownCases } from "../../static/pwa/store/records.js";

/** A Friday before a make-up Saturday (调休上班). */
const DAY = "2026-10-09 10:00", REGISTER = "order_to_correct:2026";
let server, lu, gu;

before(async () => {
  server = await realServer(DAY);
  [lu, gu] = [new Handset(server, "lu"), new Handset(server, "gu")];
});
after(() => server.close());

const signature = (who, seed, text_hash) => ({ ...photo(seed), mime: "image/png", who, role: "signature", for_hash: text_hash });
const verdicts = () => reading(async (db) => (await db.getAll("receipts")).map((r) => [r.verdict, r.code, r.flags.join()]));
const applied = async () => assert.deepEqual((await verdicts()).filter(([verdict, , flags]) => verdict !== "applied" || flags), []);

/** An inspection of a shop on the case: goods in the way, and waste; both to be corrected. */
function inspectionDraft(caseId, second) {
  const finding = (category, text, requirement, deadline) => ({ id: uuid7(), category, text, requirement, deadline });
  const findings = [
    finding("HW04", "门前人行道堆放货箱 12 只，占道 3 米", "搬走货箱，恢复通行", { given: { n: 3, unit: "working_day" } }),
    finding("HW01", "门口倾倒生活垃圾一堆", "清走垃圾，扫净地面", { kind: "immediate" }),
  ];
  return {
    id: uuid7(), kind: "inspection", made_at: Date.now(), case_id: caseId, basis: "clue", place_text: "东城街 1 号门前",
    party: { kind: "individual_business", name: "东城街王记百货店", code: "92140581MA0EXAMPLE", legal_rep: "王某（经营者）", address: "东城街 1 号" },
    place: null, second, cert_shown: true, cert_shown_at: Date.now(), started_at: Date.now() - 600_000, findings,
    photos: [{ ...photo(1), finding: findings[0].id }, { ...photo(2), finding: findings[1].id }],
  };
}

test("offline: inspection, order, signatures, service; then everything is applied and nothing flagged", async () => {
  await lu.begin();
  const { case_id } = await actions.fileReport({ id: "r1", made_at: Date.now(), category: "HW04", text: "门前堆货", grid_id: server.grids.west, place: null, photos: [photo(9)] });
  await lu.sync();
  await actions.acceptTask(case_id);
  await lu.sync();
  assert.equal((await block(REGISTER)).free.length, 10);
  const shown = await shownCase(case_id);
  assert.equal(shown.state, "in_progress");

  lu.online = false;
  const inspected = await actions.recordInspection(await saveDraft(inspectionDraft(case_id, server.people.gu)));
  let draft = await draftOf(inspected.paper_id);
  assert.equal(draft.values.items[0].violates, "《城市市容和环境卫生管理条例》第十四条");
  const preview = await actions.previewPaper(draft);
  assert.deepEqual(preview.missing, ["contact_phone"]);
  assert.equal(preview.number_text, "高东街责改字〔2026〕第001号");
  draft.values.contact_phone = "0356-0000000";
  draft = await actions.freezePaper(await saveDraft(draft));
  assert.equal(draft.frozen.items[0].deadline.due_at, "2026-10-13");
  assert.match(draft.frozen.text, /改正期限：2026年10月13日24时前（3个工作日）/);
  assert.match(draft.frozen.text, /改正期限：立即（不迟于2026年10月9日12时2\d分）/);
  draft.photos = [signature("officer1", 11, draft.frozen.text_hash), signature("officer2", 12, draft.frozen.text_hash), signature("party", 13, draft.frozen.text_hash)];
  const issued = await actions.issuePaper(await saveDraft(draft));
  await actions.servePaper(issued, { method: "direct", recipient: "王某", seal: "pre_sealed", photos: [] });

  const mine = (await shownCases(server.people.lu)).find((one) => one.id === case_id);
  assert.deepEqual([mine.state, mine.orders[0].number, mine.pending.length], ["ordered", "高东街责改字〔2026〕第001号", 3]);
  assert.deepEqual((await papers.shownItems()).map((item) => [item.state, item.standing, item.party_name]), [["served", "today", "东城街王记百货店"], ["served", "open", "东城街王记百货店"]]);
  assert.equal((await outbox.pending()).length, 3);
  assert.deepEqual((await block(REGISTER)).free, [2, 3, 4, 5, 6, 7, 8, 9, 10]);

  lu.online = true;
  await lu.sync();
  await applied();
  const order = await papers.shownOrder(issued.id);
  assert.deepEqual([order.version > 0, order.pending, order.text, order.number], [true, [], draft.frozen.text, draft.frozen.number_text]);
  assert.deepEqual((await block(REGISTER)).free, [2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal((await papers.shownInspection(inspected.inspection_id)).photos.length, 2);
  assert.equal((await shownCase(case_id)).state, "ordered");
});

test("the second officer's phone lists what it is asked, and answers", async () => {
  await gu.begin();
  const asked = await papers.asked();
  assert.deepEqual(asked.map((one) => [one.type, one.title]).sort(), [["inspection", "东城街王记百货店"], ["order", "高东街责改字〔2026〕第001号"]]);
  gu.online = false;
  for (const one of asked) await actions.attest(one, true);
  assert.deepEqual(await papers.asked(), []);
  gu.online = true;
  await gu.sync();
  await applied();
  await lu.take();
  await lu.sync();
  const [order] = await papers.shownOrders();
  assert.equal(order.attestations[0].present, true);
});

test("rechecked, an opinion with its own number and the record of the inspection, and nothing is flagged", async () => {
  await lu.take();
  const [order] = await papers.shownOrders();
  lu.online = false;
  for (const item of order.items) await actions.recordRecheck(item.id, { result: "pass", second: server.people.gu, text: "已搬走、清净", photos: [photo(30 + item.n)] });
  assert.deepEqual([(await papers.shownOrder(order.id)).state, (await shownCase(order.case_id)).state], ["closed", "feedback"]);
  for (const [document, from] of [["recheck_opinion", { order_id: order.id }], ["inspection_record", { inspection_id: order.inspection_id }]]) {
    const draft = await actions.startPaper(document, from);
    Object.assign(draft.values, { conclusion: "两项均已改正", opinion: "没有意见", place: "东城街 1 号门前" });
    const frozen = await actions.freezePaper(await saveDraft(draft));
    const issued = await actions.issuePaper(frozen);
    await actions.servePaper(issued, { method: "left", recipient: "王某", refusal: { reason: "不愿签字", witness: "居委会李某" }, seal: "pre_sealed" });
    assert.equal((await papers.documentsAbout(...(document === "recheck_opinion" ? ["order", order.id] : ["inspection", order.inspection_id]))).length, 1);
  }
  lu.online = true;
  await lu.sync();
  await applied();
  assert.equal((await shownCase(order.case_id)).state, "feedback");
  assert.deepEqual(await papers.partyHistory({ name: "东城街王记百货店" }).then(({ since: _, ...rest }) => rest), { inspections: 1, orders: 1, open_items: 0, overdue_items: 0, educated: 0 });
  assert.equal((await papers.parties())[0].party.address, "东城街 1 号");
});

test("one character that differs is seen, and the paper's own text stands", async () => {
  await lu.take();
  const [{ id: case_id }] = await shownCases(server.people.lu);
  const { paper_id } = await actions.recordInspection(await saveDraft(inspectionDraft(case_id, server.people.gu)));
  const draft = await draftOf(paper_id);
  assert.equal(draft.values.contact_phone, "0356-0000000");
  const { frozen, ...rest } = await actions.freezePaper(draft), text = frozen.text.replace("搬走货箱", "搬走货物");
  const { op_id, id } = await actions.issuePaper({ ...rest, frozen: { ...frozen, text, text_hash: await sha256Text(text) } });
  await lu.sync();

  assert.deepEqual((await outbox.receipts()).filter((r) => r.op_id === op_id).map((r) => [r.code, r.in_effect]), [["text_mismatch", true]]);
  assert.equal((await papers.shownOrder(id)).text, text);
});

test("a report that went to quarantine and is filed anew is in effect, though the server never had the old one", async () => {
  const { op_id } = await actions.fileReport({ id: "r2", made_at: Date.now(), category: "HW04", text: "又堆货", grid_id: server.grids.west, place: null, photos: [photo(8)] });
  await strictly(["ops"], async (tx) => {
    const row = await tx.objectStore("ops").get(op_id);
    await tx.objectStore("ops").put({ ...row, sig: "A".repeat(86) });
  });
  await lu.sync();
  assert.deepEqual((await outbox.attention()).filter((a) => a.op_id === op_id).map((a) => [a.verdict, a.code]), [["unsent", "bad_sig"]]);

  const again = await actions.refileAsNew(op_id);
  await lu.sync();

  assert.deepEqual((await outbox.receipts()).filter((r) => r.op_id === again.op_id).map((r) => [r.verdict, r.code]), [["applied", null]]);
  assert.equal((await block(REGISTER)).free.length, 10);
});
