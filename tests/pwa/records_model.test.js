// However records are stored, they are what pulls told: random pulls beside a model that keeps a row for each, with pages loaded anew and
// disks that are full in between.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersFrom } from "./faults/faults.js";
import { phoneOf, reload } from "./support.js";
import { cursors } from "../../static/pwa/store/cache.js";
import { takePage } from "../../static/pwa/store/pulled.js";
import { all, get } from "../../static/pwa/store/records.js";

const TYPES = ["case", "unit"], SCOPES = ["reference", "unit:1", "unit:2", "user:1"], IDS = Array.from({ length: 14 }, (_, n) => `id-${n}`);
const key = (type, id) => `${type} ${id}`;

/** Protocol 6 word for word: a row for each record, a row for each membership. */
class Model {
  records = new Map();
  members = new Map();
  scopes = new Map();

  take(scopes, held) {
    for (const scope of scopes) this.scope(scope, held);
    for (const id of [...this.scopes.keys()].filter((id) => !scopes.some((scope) => scope.id === id))) {
      this.sweep(id, () => true, held);
      this.scopes.delete(id);
    }
    for (const [at, row] of this.records) if (row.orphan && !held.has(row.id)) this.records.delete(at);
  }

  scope({ id, epoch, seq, reset, more, records, gone }, held) {
    const had = this.scopes.get(id), anew = reset || had?.epoch !== epoch;
    const round = anew ? (had?.round ?? 0) + 1 : had.round, sweeping = anew || had.sweeping;
    for (const row of records) {
      this.records.set(key(row.type, row.id), { ...row, orphan: false });
      this.members.set(`${id}|${key(row.type, row.id)}`, round);
    }
    for (const [type, one] of gone) this.leave(id, key(type, one), held);
    if (sweeping && !more) this.sweep(id, (told) => told !== round, held);
    this.scopes.set(id, { epoch, seq, round, sweeping: sweeping && more });
  }

  sweep(id, which, held) {
    for (const [at, round] of [...this.members]) if (at.startsWith(`${id}|`) && which(round)) this.leave(id, at.slice(id.length + 1), held);
  }

  leave(id, at, held) {
    this.members.delete(`${id}|${at}`);
    if ([...this.members.keys()].some((one) => one.endsWith(`|${at}`))) return;
    const row = this.records.get(at);
    if (row && held.has(row.id)) row.orphan = true;
    else this.records.delete(at);
  }
}

const some = (rng, list, share) => list.filter(() => rng() < share);
function pulled(rng, n, model) {
  return some(rng, SCOPES, 0.8).map((id) => {
    const had = model.scopes.get(id);
    const records = some(rng, IDS, rng() < 0.2 ? 0.9 : 0.1).map((one) => ({ type: TYPES[one.length % 2], id: one, version: n, data: { id: one, n, text: "占道经营".repeat(1 + Math.floor(rng() * 9)) } }));
    const gone = some(rng, IDS, 0.06).filter((one) => !records.some((row) => row.id === one)).map((one) => [TYPES[one.length % 2], one]);
    return { id, epoch: (had?.epoch ?? 1) + (rng() < 0.04 ? 1 : 0), seq: n, head: n, reset: rng() < 0.04, more: rng() < 0.2, records, gone };
  });
}

/** What the phone shows, and what the model would. */
async function compare(model, where) {
  for (const type of TYPES) {
    const theirs = [...model.records.values()].filter((row) => row.type === type).map((row) => row.data).sort((a, b) => (a.id < b.id ? -1 : 1));
    assert.deepEqual((await all(type)).sort((a, b) => (a.id < b.id ? -1 : 1)), theirs, `${where}: ${type}`);
    for (const id of IDS) assert.deepEqual(await get(type, id), model.records.get(key(type, id))?.data ?? null, `${where}: ${type} ${id}`);
  }
  assert.deepEqual(await cursors(), Object.fromEntries([...model.scopes].map(([id, { epoch, seq }]) => [id, [epoch, seq]])), where);
}

for (const seed of [1, 2, 3, 4]) {
  test(`random pulls · ${seed}`, async () => {
    const rng = numbersFrom(seed), model = new Model();
    await phoneOf();
    for (let n = 1; n <= 180; n += 1) {
      const scopes = pulled(rng, n, model), held = new Set(some(rng, IDS, 0.2));
      if (rng() < 0.08) await fullDisk(() => takePage(scopes, held));
      else {
        await takePage(scopes, held);
        model.take(scopes, held);
      }
      if (rng() < 0.1) await reload();
      if (n % 6 === 0) await compare(model, `seed ${seed}, pull ${n}`);
    }
  });
}

/** Its first write finds no room: then it has not happened. */
async function fullDisk(work) {
  const { put, add } = IDBObjectStore.prototype;
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  Object.assign(IDBObjectStore.prototype, { put: full, add: full });
  try {
    await assert.rejects(work(), { code: "quota" });
  } finally {
    Object.assign(IDBObjectStore.prototype, { put, add });
  }
}
