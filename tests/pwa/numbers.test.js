// Numbers of papers: lent, taken once, spoken for, voided, gone; and when there is none.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { OPINIONS, REGISTER, YEAR, lease, officerPhone, orderReady, signed } from "./officers.js";
import { refusal } from "./server.js";
import { noteServerTime } from "../../static/pwa/store/time.js";
import { reload, syncOnce } from "./support.js";
import { dropPaper, freezePaper, issuePaper, refileAsNew, thawPaper } from "../../static/pwa/actions/index.js";
import { draft as draftOf, drafts, saveDraft } from "../../static/pwa/store/drafts.js";
import { openLane } from "../../static/pwa/store/lanes.js";
import { reading } from "../../static/pwa/store/ledger.js";
import { block, cannotNumber, nextFree } from "../../static/pwa/store/numbers.js";
import { attention, pending } from "../../static/pwa/store/outbox.js";

let server;
const now = Date.now;
const row = (n, register = REGISTER) => reading((db) => db.get("numbers", [register, n]));
const free = async (register = REGISTER) => (await block(register)).free;
const ops = (type) => reading(async (db) => (await db.getAll("ops")).filter((op) => op.type === type));

/** Rounds that all go through. */
async function rounds(n) {
  for (let i = 0; i < n; i += 1) assert.equal(await syncOnce(), null);
}

beforeEach(async () => { server = await officerPhone(); });
afterEach(() => { Date.now = now; });

test("a number goes from free to taken with the op that bears it, in the envelope", async () => {
  const issued = await issuePaper(await freezePaper(await orderReady()));

  const [op] = await ops("order.issue");
  assert.deepEqual(JSON.parse(op.body).number, { register: REGISTER, n: 1, lease_id: "l1" });
  assert.deepEqual([(await row(1)).state, (await row(1)).op_id], ["taken", issued.op_id]);
  assert.deepEqual(await free(), [2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("two drafts frozen at once have two numbers, a second tap the same", async () => {
  const [a, b] = [await orderReady(), await orderReady()];

  const [first, second, again] = await Promise.all([freezePaper(a), freezePaper(b), freezePaper(a)]);

  assert.deepEqual([first.frozen.number.n, second.frozen.number.n].sort(), [1, 2]);
  assert.deepEqual(again.frozen, first.frozen);
  assert.deepEqual(await free(), [3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal((await nextFree(REGISTER)).n, 3);
});

test("thawed, a number that nobody saw is free again", async () => {
  const thawed = await thawPaper(await freezePaper(await orderReady()));

  assert.deepEqual([thawed.frozen, thawed.photos], [null, []]);
  assert.equal((await freezePaper(await orderReady())).frozen.number.n, 1);
});

test("signed and thawed, the signatures go, and the number waits for this paper's next text", async () => {
  const draft = await signed(await freezePaper(await orderReady()));
  const thawed = await thawPaper(draft);

  assert.deepEqual(thawed.photos.filter((p) => p.role === "signature"), []);
  assert.equal((await freezePaper(await orderReady())).frozen.number.n, 2);
  assert.equal((await freezePaper(thawed)).frozen.number.n, 1);
});

test("dropped before anybody saw it, the number is free; after printing it is voided with a reason", async () => {
  await dropPaper(await freezePaper(await orderReady()));
  assert.deepEqual([(await free())[0], await drafts()], [1, []]);

  const printed = await saveDraft({ ...(await freezePaper(await orderReady())), printed_at: Date.now() });
  await assert.rejects(dropPaper(printed, " "), { code: "invalid:reason" });
  assert.equal((await drafts()).length, 1);
  await dropPaper(printed, "当事人写错");

  const [op] = await ops("number.void");
  const body = JSON.parse(op.body);
  assert.deepEqual([body.target, body.payload, body.number], [{ type: "number", id: `${REGISTER}#1` }, { reason: "当事人写错" }, null]);
  assert.deepEqual([(await row(1)).state, (await free())[0], await drafts()], ["gone", 2, []]);
});

test("two taps, and two pages, issue a paper once", async () => {
  const draft = await freezePaper(await orderReady());

  const [a, b] = await Promise.all([issuePaper(draft), issuePaper(draft)]);

  assert.deepEqual(a, b);
  assert.equal((await ops("order.issue")).length, 1);
});

test("a number that another paper took meanwhile: nothing is written", async () => {
  const draft = await freezePaper(await orderReady()), other = await orderReady();
  const twin = await saveDraft({ ...other, frozen: { ...draft.frozen, items: other.items } });
  const before = (await pending()).length;

  const done = await Promise.allSettled([issuePaper(draft), issuePaper(twin)]);

  assert.deepEqual(done.map((d) => d.status).sort(), ["fulfilled", "rejected"]);
  assert.equal(done.find((d) => d.status === "rejected").reason.code, "number_moved");
  assert.equal((await pending()).length, before + 1);
  assert.equal((await drafts()).length, 1);
  const lane = await openLane();
  assert.equal((await pending()).length, lane.head_seq);
});

test("a paper is frozen whole: what is missing is named, and no number is spoken for", async () => {
  const draft = await orderReady();
  await assert.rejects(freezePaper({ ...draft, values: { ...draft.values, contact_phone: "" } }), { code: "missing:contact_phone" });
  await assert.rejects(freezePaper({ ...draft, items: [{ ...draft.items[0], deadline: { kind: "date", due_at: "2020-01-01" } }] }), { code: "missing:items.0.deadline" });
  assert.equal((await free()).length, 10);
});

test("no number left: the phone says so", async () => {
  server.leases = [lease("l1", 1, 10, 11)];
  server.fault("/numbers/lease", refusal(409, "lease_limit"), 9);
  assert.equal(await syncOnce(), null);

  await assert.rejects(freezePaper(await orderReady()), { code: "no_number" });
});

test("a pre-printed form has a number of its own, once", async () => {
  server.leases = [lease("l1", 1, 10, 11)];
  server.fault("/numbers/lease", refusal(409, "lease_limit"), 9);
  assert.equal(await syncOnce(), null);
  const [one, two] = [await freezePaper({ ...(await orderReady()), preprinted: 501 }), await freezePaper({ ...(await orderReady()), preprinted: 501 })];

  const issued = await issuePaper(one);

  const [op] = await ops("order.issue");
  assert.deepEqual(JSON.parse(op.body).number, { register: REGISTER, n: 501, lease_id: null });
  assert.deepEqual([(await row(501)).state, (await row(501)).op_id], ["taken", issued.op_id]);
  await assert.rejects(issuePaper(two), { code: "number_moved" });
  assert.equal(await syncOnce(), null);
  assert.equal((await row(501)).state, "taken");
});

test("a clock that went back numbers nothing, and records all the same", async () => {
  const draft = await orderReady(), final = await freezePaper(await orderReady());
  await noteServerTime({ sent_ms: now(), received_ms: now(), server_ms: now() });
  await reload();
  Date.now = () => now() - 3 * 60_000;

  assert.equal(await cannotNumber(), "clock_back");
  await assert.rejects(freezePaper(draft), { code: "clock_back" });
  await assert.rejects(issuePaper(final), { code: "clock_back" });
  await orderReady();
  Date.now = now;
  assert.equal(await cannotNumber(), null);
  await issuePaper(final);
});

test("leases are merged: used up to next, gone with their lease, never deleted", async () => {
  const mine = await issuePaper(await freezePaper(await orderReady()));
  server.leases = [lease("l1", 1, 10, 4), lease("l3", 21, 30)];
  await rounds(1);

  assert.deepEqual([(await row(1)).op_id, (await row(2)).state, (await row(3)).state], [mine.op_id, "gone", "gone"]);
  assert.deepEqual(await free(), [4, 5, 6, 7, 8, 9, 10, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  assert.equal((await row(5, OPINIONS)).state, "gone");

  server.leases = [lease("l3", 21, 30)];
  await rounds(1);
  assert.equal((await free())[0], 21);
});

test("what was signed keeps its number although the server knows nothing of the lease any more", async () => {
  const draft = await signed(await freezePaper(await orderReady())), unseen = await freezePaper(await orderReady());
  server.leases = [lease("l9", 101, 110)];
  await rounds(1);

  assert.deepEqual([(await row(1)).state, (await row(2)).state, (await free())[0]], ["free", "gone", 101]);
  await issuePaper(draft);
  assert.equal((await row(1)).state, "taken");
  await assert.rejects(issuePaper(await signed(unseen)), { code: "number_moved" });
});

test("a lane that is closed numbers nothing more, and an order stuck on it keeps its number when it is sent anew", async () => {
  const issued = await issuePaper(await freezePaper(await orderReady()));
  server.strange = (said) => (said.type === "order.issue" ? "bad_sig" : null);
  server.leases = [];
  await rounds(1);
  assert.equal((await row(2)).state, "gone");
  server.strange = null;

  assert.deepEqual((await attention()).map((a) => [a.op_id, a.target.type]), [[issued.op_id, "order"]]);
  const again = await refileAsNew(issued.op_id);
  await rounds(1);

  const { said } = server.ops.get(again.op_id);
  assert.deepEqual([said.number.n, said.target.id, said.supersedes], [1, issued.id, null]);
  assert.equal((await row(1)).op_id, again.op_id);
  assert.deepEqual(await attention(), []);
});

test("a paper the server has is not sent anew", async () => {
  const issued = await issuePaper(await freezePaper(await orderReady()));
  server.verdict = () => ({ verdict: "flagged", code: "no_authority" });
  await rounds(1);

  await assert.rejects(refileAsNew(issued.op_id), { code: "paper_stands" });
});

test("five left: a block is asked for, under one id until it is answered", async () => {
  server.leases = [lease("l1", 1, 10, 6), lease("l2", 1, 10, 1, OPINIONS)];
  server.fault("/numbers/lease", "down");
  assert.equal(await syncOnce(), "offline:no_network");
  await rounds(2);

  const asked = server.asked("/numbers/lease").map((r) => r.body);
  assert.equal(asked.length, 2);
  assert.equal(new Set(asked.map((a) => a.request_id)).size, 1);
  assert.deepEqual([asked[0].register, asked[0].want, asked[0].lane_id], [REGISTER, 10, (await openLane()).lane_id]);
  assert.equal((await free()).length, 15);
});

test("an answer that was lost and whose block a pull told of: the next time it runs low, a new one comes", async () => {
  server.leases = [lease("l1", 1, 10, 6), lease("l2", 1, 10, 1, OPINIONS)];
  server.fault("/numbers/lease", "cut");
  assert.equal(await syncOnce(), "offline:no_network");
  await rounds(1);
  assert.equal((await free()).length, 15);

  server.leases = server.leases.map((one) => (one.register === REGISTER ? { ...one, next: one.to + 1 } : one));
  await rounds(1);
  assert.deepEqual((await free()).length, 10);
});

for (const [status, code] of [[403, "forbidden"], [409, "lease_limit"]]) {
  test(`${code} is no failure of the round, and is asked again another time`, async () => {
    server.leases = [lease("l1", 1, 10, 11), lease("l2", 1, 10, 1, OPINIONS)];
    server.fault("/numbers/lease", refusal(status, code));

    assert.equal(await syncOnce(), null);
    assert.equal(await syncOnce(), null);

    const ids = server.asked("/numbers/lease").map((r) => r.body.request_id);
    assert.equal(new Set(ids).size, 2);
    assert.equal((await free()).length, 10);
  });
}

test("in December the next year's numbers are fetched too", async () => {
  const december = Date.parse(`${YEAR}-12-20T10:00:00+08:00`);
  server = await officerPhone();
  Date.now = () => december;
  assert.equal(await syncOnce(), null);

  const next = Number(YEAR) + 1;
  assert.deepEqual(server.asked("/numbers/lease").map((r) => r.body.register).sort(), [`order_to_correct:${next}`, `recheck_opinion:${next}`]);
});

test("drafts keep what is said about a photo when only that changes", async () => {
  const draft = await orderReady({ photos: [{ ...(await signed(await freezePaper(await orderReady()))).photos[0], who: "officer1" }] });
  await saveDraft({ ...draft, photos: draft.photos.map((p) => ({ ...p, who: "officer2" })) });
  assert.equal((await draftOf(draft.id)).photos[0].who, "officer2");
});
