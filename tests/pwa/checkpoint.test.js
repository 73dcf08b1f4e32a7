// A phone holds the server to its log: a server that rewrites, cuts, forks or restores is seen, and nothing is ever blocked by it.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { beforeEach, test } from "node:test";
import { LI, phoneOf, reload, syncOnce } from "./support.js";
import { Server, empty, portal, refusal } from "./server.js";
import { keptCheckpoint, openTrouble, troubles, troublesSeen } from "../../static/pwa/store/checkpoint.js";
import { EVERY_MS, watchLog } from "../../static/pwa/sync/checkpoint.js";

const sha = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const root = (d) => (d.length < 2 ? d[0] ?? sha(Buffer.alloc(0)) : sha(Buffer.from([1]), root(d.slice(0, split(d.length))), root(d.slice(split(d.length)))));
/** PROOF of RFC 6962 section 2.1.2, as it is written there. */
function proof(m, d, whole = true) {
  if (m === d.length) return whole ? [] : [root(d)];
  const k = split(d.length);
  return m <= k ? [...proof(m, d.slice(0, k), whole), root(d.slice(k))] : [...proof(m - k, d.slice(k), false), root(d.slice(0, k))];
}

/** A log in the server's hands; `leaves`, `epoch`, `before` and `keys` may be anything a liar likes. */
class Log {
  constructor(server) {
    Object.assign(this, { leaves: [], id: "00112233aabbccdd", epoch: 1, before: [], keys: [generateKeyPairSync("ed25519")] });
    const serve = server.serve.bind(server);
    server.serve = (request) => (request.path.startsWith("/ledger/checkpoint") ? this.answer(request.path) : serve(request));
  }

  get origin() { return `fieldapp/${this.id}/${this.epoch}`; }

  grow(n, salt = "") {
    for (let i = 0; i < n; i += 1) this.leaves.push(sha(Buffer.from(`${salt}${this.leaves.length}`)));
    return this;
  }

  /** Restored from a backup that knew the first `size`. */
  restore(size) {
    this.leaves = this.leaves.slice(0, size);
    this.before.unshift(`restored ${this.origin} ${size} ${root(this.leaves).toString("base64")}`);
    this.epoch += 1;
    return this;
  }

  answer(path) {
    const size = this.leaves.length;
    const text = [this.origin, size, root(this.leaves).toString("base64"), ...this.before, ""].join("\n");
    const publics = this.keys.map(({ publicKey }) => publicKey.export({ format: "der", type: "spki" }).subarray(-32));
    const ids = publics.map((key) => sha(Buffer.from(`${this.origin}\n`), Buffer.from([1]), key).subarray(0, 4));
    const lines = this.keys.map(({ privateKey }, n) => `\u2014 ${this.origin} ${Buffer.concat([ids[n], sign(null, Buffer.from(text), privateKey)]).toString("base64")}\n`);
    const from = Number(new URL(path, "http://x").searchParams.get("from"));
    const fits = from > 0 && from <= size;
    return Response.json({
      checkpoint: `${text}\n${lines.join("")}`, keys: publics.map((key, n) => `${this.origin}+${ids[n].toString("hex")}+${Buffer.concat([Buffer.from([1]), key]).toString("base64")}`),
      ...(from ? { consistency: { from, to: size, proof: fits ? proof(from, this.leaves).map((p) => p.toString("hex")) : null } } : {}),
    }, { headers: { "X-Server-Time": String(Date.now()) } });
  }
}

let server, log, now;

/** Some time later: long enough that the phone asks again. */
const later = () => watchLog((now += EVERY_MS));

beforeEach(async () => {
  await phoneOf(LI);
  server = new Server();
  log = new Log(server);
  now = 1_795_000_000_000;
});

test("the first checkpoint is believed and kept, later ones have to extend it", async () => {
  log.grow(3);
  assert.equal(await later(), "first");
  for (const n of [0, 1, 4, 9]) {
    log.grow(n);
    assert.equal(await later(), n ? "extends" : "same");
  }
  assert.equal((await keptCheckpoint()).size, 17);
  assert.equal(await openTrouble(), null);
});

test("it asks seldom, and again when the clock ran backwards", async () => {
  log.grow(3);
  await later();
  assert.equal(await watchLog(now + EVERY_MS - 1), "not_yet");
  assert.equal(server.asked("/ledger").length, 1);
  assert.equal(await watchLog(now - 1), "same");
});

test("it lives through a reload, and is the phone's, not the person's", async () => {
  log.grow(3);
  await later();
  await reload();
  log.leaves = [];
  log.grow(5, "other");
  assert.equal(await later(), "forked");
});

for (const [say, lie, code] of [
  ["an entry of yesterday is another", () => { log.leaves[1] = sha(Buffer.from("x")); log.grow(2); }, "forked"],
  ["an entry is another and nothing is new", () => { log.leaves[4] = sha(Buffer.from("x")); }, "forked"],
  ["the tail is cut", () => { log.leaves.length = 3; }, "shorter"],
  ["the tail is cut and others are put there", () => { log.leaves.length = 3; log.grow(7, "other"); }, "forked"],
  ["it is another server's log", () => { log.id = "ffffffffffffffff"; log.grow(2); }, "other_log"],
  ["it is another key's", () => { log.keys = [generateKeyPairSync("ed25519")]; log.grow(2); }, "unknown_key"],
  ["a restored log whose beginning is another", () => { log.leaves[0] = sha(Buffer.from("x")); log.restore(5); }, "forked"],
  ["a restored log that does not name the one before", () => { log.epoch = 2; log.grow(2); }, "other_log"],
]) {
  test(`told to the person: ${say}`, async () => {
    log.grow(5);
    await later();
    const good = (await keptCheckpoint()).note;
    lie();
    assert.equal(await later(), code);
    const told = await openTrouble();
    assert.equal(told.code, code);
    assert.equal(told.kept, good);
    assert.notEqual(told.shown, good);
    if (code !== "other_log") assert.equal((await keptCheckpoint()).note, good, "what was kept stays the measure");
  });
}

test("a signature that is not right", async () => {
  log.grow(5);
  await later();
  const right = log.answer.bind(log);
  log.answer = async (path) => {
    const said = await right(path).json();
    return Response.json({ ...said, checkpoint: said.checkpoint.replace("\n5\n", "\n6\n") }, { headers: { "X-Server-Time": "1" } });
  };
  assert.equal(await later(), "unknown_key");
});

test("a key is changed while the old one still signs, and then goes", async () => {
  log.grow(5);
  await later();
  log.keys.unshift(generateKeyPairSync("ed25519"));
  assert.equal(await later(), "same");
  log.keys.pop();
  log.grow(1);
  assert.equal(await later(), "extends");
});

test("a restore that lost nothing this phone knew goes on without a word", async () => {
  log.grow(5);
  await later();
  log.grow(4).restore(7).grow(3, "after");
  assert.equal(await later(), "extends");
  assert.equal(await openTrouble(), null);
  assert.equal((await keptCheckpoint()).origin, log.origin);
});

test("a restore to before what this phone knew is said, with how many entries, and then the new log is the measure", async () => {
  log.grow(9);
  await later();
  log.restore(6).grow(1, "after");
  assert.equal(await later(), "restored_older");
  assert.equal((await openTrouble()).lost, 3);
  log.grow(2, "after");
  assert.equal(await later(), "extends");
  await troublesSeen();
  assert.equal(await openTrouble(), null);
  assert.equal((await troubles()).length, 1, "the evidence stays");
});

test("two restores: the chain is followed over both", async () => {
  log.grow(5);
  await later();
  log.grow(3).restore(7).grow(2, "a").restore(8).grow(1, "b");
  assert.equal(await later(), "extends");
});

test("the same trouble is told once", async () => {
  log.grow(5);
  await later();
  log.leaves.length = 3;
  await later();
  await troublesSeen();
  await later();
  assert.equal((await troubles()).length, 1);
});

for (const [say, how] of [["nothing there", () => refusal(404, "not_found")], ["a portal", portal], ["signed out", () => refusal(401, "signed_out")],
  ["busy", () => refusal(503, "unavailable")], ["nothing", empty], ["no network", "down"]]) {
  test(`no answer is no trouble: ${say}`, async () => {
    log.grow(5);
    await later();
    server.fault("/ledger", how);
    assert.equal(await later(), "no_answer");
    assert.equal(await openTrouble(), null);
  });
}

test("the office is told, with both notes, once it can be reached", async () => {
  const { tellTroubles } = await import("../../static/pwa/sync/checkpoint.js");
  log.grow(5);
  await later();
  log.leaves.length = 3;
  await later();
  server.fault("/feedback", "down");
  await tellTroubles();
  server.fault("/feedback", () => Response.json({ kept: true }, { headers: { "X-Server-Time": "1" } }), 9);
  await tellTroubles();
  await tellTroubles();
  const [lost, told, ...more] = server.asked("/feedback").map((request) => request.body);
  const [{ kept, shown, id }] = await troubles();
  assert.deepEqual([lost, more.length], [told, 0]);
  assert.equal(told.id, id);
  for (const note of [kept, shown]) assert.ok(told.text.includes(note));
});

test("a round of sync asks for it, and goes on whatever it says", async () => {
  log.grow(5);
  assert.equal(await syncOnce(), null);
  assert.equal((await keptCheckpoint()).size, 5);
  log.answer = () => { throw new Error("anything"); };
  const { setPref } = await import("../../static/pwa/store/device.js");
  await setPref("log", { ...(await keptCheckpoint()), checked_at: 0 });
  assert.equal(await syncOnce(), null);
  await setPref("log", { checked_at: 0, size: "?" });
  assert.equal(await syncOnce(), null);
});
