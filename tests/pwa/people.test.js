// Who shares what: two tabs of one phone, two people on one phone, one person with two phones. Before the real server.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Handset } from "./faults/handset.js";
import { Proxy } from "./faults/proxy.js";
import { Stage } from "./faults/story.js";

let stage, proxy;
const phones = [];

before(async () => { stage = await Stage.begin(); proxy = await new Proxy(stage.server.origin).start(); });
after(async () => { await proxy.close(); await stage.end(); });
let phone;
beforeEach(() => { phone = handset("lu"); });
afterEach(() => { for (const one of phones.splice(0)) one.closeAll(); });

function handset(name) {
  const one = new Handset(stage.server, proxy, name);
  phones.push(one);
  return one;
}

/** A page on which this person has signed in and synced. */
async function atWork(on, name = on.username) {
  const page = await on.open();
  on.username = name;
  await on.signIn(page);
  await sync(page);
  return page;
}
const sync = (page) => page.does(page.rounds.round(() => {}, { probe: false }));
const all = (page, store) => page.does(page.ledger.reading((db) => db.getAll(store)));
const bytes = (seed) => new Uint8Array(300).map((_, i) => (seed * 31 + i * 7) % 251).buffer;
const report = (page, text, seed = 1) => page.does(page.actions.fileReport({
  id: page.ids.uuid7(), made_at: Date.now(), category: "HW04", text, grid_id: stage.server.grids.west, place: null, fixed_on_spot: false, source: "patrol",
  photos: [{ buffer: bytes(seed), mime: "image/jpeg", bytes: 300, name: "a.jpg", taken_at: Date.now() }],
}));
const held = async (page) => stage.ask((await all(page, "lanes")).map((lane) => lane.lane_id).filter(Boolean));
const texts = (server) => server.ops.map((op) => JSON.parse(op.body).payload.text);

test("two tabs: reports of both stand in one gapless lane, one tab sends them, and what one keeps the other shows", async () => {
  const one = await atWork(phone), two = await phone.open();
  const filed = await Promise.all([1, 2, 3, 4].map((n) => report(n % 2 ? one : two, `标签页 ${n}`, n)));

  const lane = (await all(two, "ops")).sort((a, b) => a.seq - b.seq);
  assert.deepEqual([lane.map((op) => op.seq), new Set(lane.map((op) => op.lane_id)).size], [[1, 2, 3, 4], 1]);
  for (const page of [one, two]) assert.equal((await page.does(page.outbox.pending())).length, 4);
  one.engine.start();
  two.engine.start();
  await Promise.all([one, two].map((page) => page.does(page.engine.wake("button"))));
  await one.does(one.engine.wake("button"));

  const server = await held(one);
  assert.deepEqual(server.ops.map((op) => op.op_id).sort(), filed.map((op) => op.op_id).sort());
  assert.deepEqual([server.claims.filter((claim) => claim.whole).length, server.quarantined], [4, 0]);
  for (const page of [one, two]) assert.equal((await page.does(page.outbox.counts())).ops, 0);
});

test("two tabs: a draft filed in one cannot be brought back or filed again by the other", async () => {
  const one = await atWork(phone), two = await phone.open(), id = one.ids.uuid7();
  const draft = { id, made_at: Date.now(), category: "HW04", text: "两页同一份", grid_id: stage.server.grids.west, place: null, photos: [] };
  await one.does(one.drafts.saveDraft(draft));
  const theirs = await two.does(two.drafts.draft(id));

  const first = await one.does(one.actions.fileReport(draft));
  await assert.rejects(two.does(two.drafts.saveDraft({ ...theirs, text: "迟来的改动" })), { code: "already_filed" });
  await assert.rejects(two.does(two.actions.fileReport({ ...theirs, text: "迟来的改动" })), { code: "already_filed" });

  assert.deepEqual(await two.does(two.actions.fileReport(theirs)), first);
  assert.deepEqual([(await all(two, "ops")).length, await all(two, "drafts")], [1, []]);
});

test("two people on one phone: nobody sees, sends or loses the other's; each goes on where they were", async () => {
  const lu = await atWork(phone);
  await report(lu, "陆没有传的");
  await lu.does(lu.session.signOut());

  const gu = await atWork(phone, "gu");
  assert.deepEqual([(await all(gu, "ops")).length, (await gu.does(gu.outbox.counts())).ops], [0, 0]);
  await report(gu, "顾的");
  await sync(gu);
  const [here] = await all(gu, "lanes");
  assert.deepEqual(texts(await held(gu)), ["顾的"]);
  await gu.does(gu.session.signOut());

  const again = await atWork(phone, "lu"), lane = (await all(again, "lanes"))[0];
  assert.notEqual(lane.lane_id, here.lane_id);
  assert.deepEqual([texts(await held(again)), (await again.does(again.outbox.counts())).ops], [["陆没有传的"], 0]);
  assert.equal((await held(again)).quarantined, 0);
});

test("one person on two phones: two lanes, numbers of their own, each knows only its own outbox, both see what was done", async () => {
  const other = handset("lu"), one = await atWork(phone), two = await atWork(other);
  const mine = await report(one, "甲手机", 1), theirs = await report(two, "乙手机", 2);
  assert.deepEqual([await pendingTexts(one), await pendingTexts(two)], [["甲手机"], ["乙手机"]]);
  await Promise.all([sync(one), sync(two)]);
  await sync(one); // what the other sent meanwhile

  const [a] = await all(one, "lanes"), [b] = await all(two, "lanes");
  assert.notEqual(a.lane_id, b.lane_id);
  for (const [page, own] of [[one, "甲手机"], [two, "乙手机"]]) assert.deepEqual(texts(await held(page)), [own]);
  const numbers = [await all(one, "numbers"), await all(two, "numbers")].map((rows) => rows.map((row) => `${row.register}#${row.n}`));
  assert.ok(numbers[0].length && numbers[1].length && !numbers[0].some((n) => numbers[1].includes(n)), "no number is lent to both");
  const known = (await one.does(one.records.all("case"))).map((record) => record.id);
  assert.deepEqual([mine, theirs].filter((filed) => !known.includes(filed.case_id)), []);
});

const pendingTexts = async (page) => (await all(page, "ops")).filter((op) => op.state === "queued").map((op) => JSON.parse(op.body).payload.text);
