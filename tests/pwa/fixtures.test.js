// Ledgers as each released schema left them, with a full outbox, opened by today's app and drained before the real server: nothing is lost,
// and every number is where it was. fixtures/make.js says how one is made; a schema without one fails here.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";
import "fake-indexeddb/auto";
import { Handset } from "./faults/handset.js";
import { Proxy } from "./faults/proxy.js";
import { Stage } from "./faults/story.js";
import { restored, shapeOf } from "./fixtures/dump.js";
import { LEDGER_SCHEMA } from "../../static/pwa/store/ledger.js";

const fileOf = (schema) => new URL(`fixtures/ledger_v${schema}.json`, import.meta.url);
const SCHEMAS = Array.from({ length: LEDGER_SCHEMA }, (_, i) => i + 1);
let stage, proxy, phone;

/** A server for each story: numbers are lent to whoever asks first. */
beforeEach(async (t) => {
  if (!t.name.includes("goes up")) return;
  stage = await Stage.begin("same ids");
  proxy = await new Proxy(stage.server.origin).start();
});
afterEach(async (t) => {
  phone?.closeAll();
  if (!t.name.includes("goes up")) return;
  await proxy.close();
  await stage.end();
});

const rowsOf = (fixture, store) => (fixture.databases[0].stores[store]?.rows ?? []).map(([, row]) => row);
const api = (path, body, cookie) => fetch(`${stage.server.origin}/api/v1${path}`, {
  method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", Cookie: cookie },
});

/** The server knows this phone's lane, and has lent it the numbers that it holds. */
async function met(fixture) {
  const signed = await api("/session", { username: "lu", password: stage.server.password }, ""), cookie = signed.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const [lane] = rowsOf(fixture, "lanes");
  const { lane_id } = await (await api("/devices", { install_id: lane.install_id, name: "Android", jwk: lane.jwk, epoch: lane.epoch }, cookie)).json();
  assert.equal(lane_id, lane.lane_id, "the same key, phone and person make the same lane");
  const registers = [...new Set(rowsOf(fixture, "numbers").map((row) => row.register))];
  for (const register of registers) assert.equal((await api("/numbers/lease", { register, lane_id, want: 10, request_id: `01a1b0c7-170a-7000-8000-0000000000${registers.indexOf(register)}0` }, cookie)).status, 200);
}

for (const schema of SCHEMAS) {
  test(`schema ${schema}: there is a fixture of it`, () => assert.ok(existsSync(fileOf(schema)), "make it with tests/pwa/fixtures/make.js before the schema is released"));

  test(`schema ${schema}: all of it is there after the update, and all of it goes up as it was signed`, async () => {
    const fixture = JSON.parse(readFileSync(fileOf(schema), "utf8"));
    assert.equal(fixture.schema, schema);
    await met(fixture);
    phone = new Handset(stage.server, proxy, "lu");
    await restored(phone.disk, fixture);

    const page = await phone.open(), read = (work) => page.does(page.ledger.reading(work));
    const had = rowsOf(fixture, "ops"), hashes = (rows) => rows.map((op) => [op.seq, op.hash, op.sig, op.body]).sort((a, b) => a[0] - b[0]);
    assert.deepEqual(hashes(await read((db) => db.getAll("ops"))), hashes(had));
    assert.equal(await read(async (db) => db.version), LEDGER_SCHEMA);
    const waiting = had.filter((op) => op.state === "queued");
    assert.deepEqual((await page.does(page.outbox.pending())).map((row) => row.op_id), waiting.sort((a, b) => a.seq - b.seq).map((op) => op.op_id));
    const drafts = await Promise.all(rowsOf(fixture, "drafts").map((row) => page.does(page.drafts.draft(row.id))));
    assert.deepEqual(drafts.map((one) => one.photos.length), rowsOf(fixture, "drafts").map((row) => row.photos.length));

    await phone.signIn(page);
    await page.does(page.rounds.round(() => {}, { probe: false }));

    const counts = await page.does(page.outbox.counts()), [lane] = rowsOf(fixture, "lanes"), server = await stage.ask([lane.lane_id]);
    assert.deepEqual([counts.ops, counts.blobs], [0, 0]);
    assert.deepEqual(server.ops.map((op) => [op.seq, op.hash, op.verdict, op.flags]), hashes(had).map(([seq, hash]) => [seq, hash, "applied", []]));
    assert.deepEqual(server.claims.map((claim) => [claim.filled, claim.whole]), rowsOf(fixture, "claims").map(() => [true, true]));
    assert.deepEqual([server.quarantined, server.strays], [0, []]);
    const taken = rowsOf(fixture, "numbers").filter((row) => row.state === "taken").map((row) => [row.register, row.n, row.op_id]);
    assert.deepEqual(server.numbers.filter((one) => one.state === "used").map((one) => [one.register, one.n, one.op_id]), taken);
    assert.deepEqual((await read((db) => db.getAll("lanes"))).map((one) => [one.lane_id, one.state, one.head_seq]), [[lane.lane_id, "open", had.length]]);
    await spokenFor(page, fixture);
    const kept = await page.does(page.actions.fileReport({ ...drafts.find((one) => !one.kind), photos: drafts.find((one) => !one.kind).photos }));
    await page.does(page.rounds.round(() => {}, { probe: false }));
    assert.ok((await stage.ask([lane.lane_id])).ops.some((op) => op.op_id === kept.op_id), "and work goes on in the same lane");
  });

  test(`schema ${schema}: after the update the database is as one that was made new`, async () => {
    const fixture = JSON.parse(readFileSync(fileOf(schema), "utf8"));
    const old = await opened(fixture), made = await opened({ user: fixture.user, databases: fixture.databases.slice(1) });
    assert.deepEqual(old, made);
  });
}

/** The number on the paper that was made final and not issued is still that paper's. */
async function spokenFor(page, fixture) {
  const frozen = rowsOf(fixture, "drafts").map((row) => row.frozen?.number).filter(Boolean);
  for (const { register, n } of frozen) {
    const row = await page.does(page.ledger.reading((db) => db.get("numbers", [register, n])));
    assert.equal(row.state, "free");
    assert.notEqual((await page.does(page.numbers.nextFree(register)))?.n, n);
  }
}

/** What the stores of the ledger are like once today's app has opened it. */
async function opened(fixture) {
  const one = new Handset({}, {}, "lu");
  await restored(one.disk, fixture);
  const page = await one.open();
  const shapes = await page.does(page.ledger.reading(async (db) => Object.fromEntries([...db.objectStoreNames].map((name) => [name, shapeOf(db.transaction(name).store)]))));
  one.closeAll();
  return shapes;
}
