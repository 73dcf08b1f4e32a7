// Taking a page of a pull into the cache (protocol 6, feed): records, departures and cursors in one transaction.
import { emit } from "./bus.js";
import { cache } from "./cache.js";
import { written } from "./open.js";

/**
 * @typedef {import("../types.js").PulledScope} PulledScope
 * @typedef {import("../vendor/idb/index.js").IDBPTransaction<any, string[], "readwrite">} Tx
 */

/**
 * @param {PulledScope[]} scopes every scope this person has now; one that is missing is swept
 * @param {Set<string>} held ids of records with pending ops, unsent photos or an open question: they stay, as orphans
 * @returns {Promise<boolean>} true when there is more to pull
 */
export async function takePage(scopes, held) {
  /** @type {Set<string>} */
  const touched = new Set();
  await cache.use((db) => written(db, ["records", "members", "scopes"], undefined, async (tx) => {
    touched.clear();
    for (const scope of scopes) await takeScope(tx, scope, touched, held);
    const current = new Set(scopes.map((s) => s.id));
    for (const id of await tx.objectStore("scopes").getAllKeys()) {
      if (current.has(String(id))) continue;
      await sweep(tx, String(id), () => true, touched, held);
      await tx.objectStore("scopes").delete(id);
    }
    await dropSettledOrphans(tx, touched, held);
  }));
  if (touched.size) emit("changed", { types: [...touched] });
  return scopes.some((s) => s.more);
}

/** @param {Tx} tx @param {PulledScope} scope @param {Set<string>} touched @param {Set<string>} held */
async function takeScope(tx, scope, touched, held) {
  const had = await tx.objectStore("scopes").get(scope.id);
  const anew = Boolean(scope.reset) || had?.epoch !== scope.epoch;
  // A scope told anew gets a new round; when its last page is in, what this round has not seen is swept.
  const round = anew ? (had?.round ?? 0) + 1 : had.round;
  const sweeping = anew || had.sweeping;
  for (const record of scope.records ?? []) {
    touched.add(record.type);
    await tx.objectStore("records").put({ type: record.type, id: record.id, version: record.version, data: record.data });
    await tx.objectStore("members").put({ scope: scope.id, type: record.type, id: record.id, round });
  }
  for (const [type, id] of scope.gone ?? []) await leave(tx, scope.id, type, id, touched, held);
  if (sweeping && !scope.more) await sweep(tx, scope.id, (member) => member.round !== round, touched, held);
  await tx.objectStore("scopes").put({ id: scope.id, epoch: scope.epoch, seq: scope.seq, head: scope.head, round, sweeping: sweeping && Boolean(scope.more) });
}

/** @param {Tx} tx @param {string} scope @param {(member: any) => boolean} which @param {Set<string>} touched @param {Set<string>} held */
async function sweep(tx, scope, which, touched, held) {
  const members = await tx.objectStore("members").index("by_scope").getAll(scope);
  for (const member of members.filter(which)) await leave(tx, scope, member.type, member.id, touched, held);
}

/** A record leaves one scope; it leaves the phone when no scope holds it any more. @param {Tx} tx @param {string} scope @param {string} type @param {string} id @param {Set<string>} touched @param {Set<string>} held */
async function leave(tx, scope, type, id, touched, held) {
  await tx.objectStore("members").delete([scope, type, id]);
  if (await tx.objectStore("members").index("by_record").count([type, id])) return;
  const record = await tx.objectStore("records").get([type, id]);
  if (!record) return;
  touched.add(type);
  if (held.has(id)) await tx.objectStore("records").put({ ...record, orphan: 1 });
  else await tx.objectStore("records").delete([type, id]);
}

/** What was kept for its pending work goes when that is done, unless a scope has it again. @param {Tx} tx @param {Set<string>} touched @param {Set<string>} held */
async function dropSettledOrphans(tx, touched, held) {
  for (const record of await tx.objectStore("records").index("by_orphan").getAll(1)) {
    if (held.has(record.id)) continue;
    touched.add(record.type);
    await tx.objectStore("records").delete([record.type, record.id]);
  }
}
