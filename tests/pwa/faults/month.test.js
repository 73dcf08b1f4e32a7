// Many days without a network, and then a line that drops every fifth connection: all of it arrives, in order, once. The same at full
// length, in a browser and with its times, is bench/thirty_days.py.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Handset } from "./handset.js";
import { Proxy } from "./proxy.js";
import { Stage } from "./story.js";

const REPORTS = 40, PHOTOS = 10, EVERY = 5;
/** A round ends at a dropped connection: each brings at least the few requests between two drops. */
const ROUNDS = 40;
const DROPS = ["cut_before", "cut_after_commit", "cut_request_at_byte", "cut_answer_at_byte"];
let stage, proxy, phone;

before(async () => {
  stage = await Stage.begin();
  proxy = await new Proxy(stage.server.origin).start();
  phone = new Handset(stage.server, proxy, "lu");
});
after(async () => {
  phone.closeAll();
  await proxy.close();
  await stage.end();
});

test("forty ops and ten photos of an offline week drain over a line that drops every fifth connection", async () => {
  const page = await phone.open(), sync = () => page.does(page.rounds.round((said) => { if (said.progress) seen.push(said.progress.done); }, { probe: false }));
  const seen = [], made = [];
  await phone.signIn(page);
  await sync();
  proxy.misbehave(() => ({ kind: "cut_before" }));
  for (let n = 0; n < REPORTS; n += 1) {
    const photos = n < PHOTOS ? [{ buffer: new Uint8Array(3000).fill(n + 1).buffer, mime: "image/jpeg", role: "evidence", taken_at: Date.now() }] : [];
    const { op_id } = await page.does(page.actions.fileReport({ id: page.ids.uuid7(), made_at: Date.now(), category: "HW04", text: `第${n}天`, grid_id: stage.server.grids.west, place: null, photos }));
    made.push(op_id);
  }
  seen.length = 0;

  proxy.misbehave((n) => (n % EVERY === 0 ? { kind: DROPS[(n / EVERY) % DROPS.length], at: 0.6 } : null));
  let rounds = 0;
  for (let left = REPORTS + PHOTOS; left; rounds += 1) {
    assert.ok(rounds < ROUNDS, `${left} left after ${rounds} rounds`);
    await sync().catch((stop) => assert.equal(stop.kind, "offline"));
    const { ops, blobs } = await page.does(page.outbox.counts());
    left = ops + blobs;
  }

  const lanes = (await page.does(page.ledger.reading((db) => db.getAll("lanes")))).map((lane) => lane.lane_id);
  const server = await stage.ask(lanes);
  assert.ok(proxy.met > 1, "the line was bad");
  assert.deepEqual(server.ops.map((op) => op.op_id), made, "each once, in the order it was made");
  assert.deepEqual(server.claims.map((claim) => claim.filled && claim.whole), Array(PHOTOS).fill(true));
  assert.ok(seen.filter((done) => done > 0).length >= PHOTOS, "progress was said on the way");
});
