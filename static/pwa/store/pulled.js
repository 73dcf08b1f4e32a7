// Taking a page of a pull into the cache (protocol 6, feed): records, departures and cursors in one transaction.
import { emit } from "./bus.js";
import { cache } from "./cache.js";
import { forgetMirror, upToDate } from "./mirror.js";
import { written } from "./open.js";

/**
 * @typedef {import("../types.js").PulledScope} PulledScope
 * @typedef {import("./mirror.js").Mirror} Mirror
 * @typedef {{page: Required<import("./mirror.js").Page>, touched: Set<string>, held: Set<string>}} Taking
 */

/**
 * @param {PulledScope[]} scopes every scope this person has now; one that is missing is swept
 * @param {Set<string>} held ids of records with pending ops, unsent photos or an open question: they stay, as orphans
 * @returns {Promise<boolean>} true when there is more to pull
 */
export async function takePage(scopes, held) {
  /** @type {Set<string>} */
  const touched = new Set(), more = scopes.some((s) => s.more);
  const take = (/** @type {any} */ db) => written(db, ["pages", "scopes"], undefined, async (tx) => {
    touched.clear();
    const pages = tx.objectStore("pages"), known = await upToDate(pages), had = new Map((await tx.objectStore("scopes").getAll()).map((row) => [row.id, row]));
    const taken = scopes.map((scope) => takeScope(known, scope, had.get(scope.id), taking(touched, held)));
    const rest = taking(touched, held), current = new Set(scopes.map((s) => s.id));
    for (const id of had.keys()) {
      if (current.has(id)) continue;
      sweep(known, id, () => true, rest);
      await tx.objectStore("scopes").delete(id);
    }
    dropSettledOrphans(known, rest);
    for (const { row } of taken) await tx.objectStore("scopes").put(row);
    const folded = more ? null : known.folded();
    if (folded) await pages.clear();
    const texts = folded ?? [...taken, rest].filter(({ page }) => says(page)).map(({ page }) => JSON.stringify(page));
    const places = await Promise.all(texts.map((text) => pages.add(text)));
    return { known, anew: Boolean(folded), places: places.map(Number), texts };
  }).catch((error) => { forgetMirror(); throw error; }); // before a second run: what the first has changed in memory is not on disk
  const told = await cache.use(take);
  if (told.anew) forgetMirror(); // it is read anew, as by other tabs
  else told.places.forEach((at, n) => told.known.holds(at, told.texts[n]));
  if (touched.size) emit("changed", { types: [...touched] });
  return more;
}

/** @param {Set<string>} touched @param {Set<string>} held @returns {Taking} */
const taking = (touched, held) => ({ page: { members: [], records: [], leaves: [], drops: [], orphans: [] }, touched, held });

/** @param {Taking["page"]} page */
const says = (page) => page.records.length + page.leaves.length + page.drops.length + page.orphans.length > 0;

/** @param {Mirror} known @param {PulledScope} scope @param {any} had @param {Taking} into */
function takeScope(known, scope, had, into) {
  const anew = Boolean(scope.reset) || had?.epoch !== scope.epoch;
  // A scope told anew gets a new round; when its last page is in, what this round has not seen is swept.
  const round = anew ? (had?.round ?? 0) + 1 : had.round;
  const sweeping = anew || had.sweeping;
  into.page.members = [[scope.id, round]];
  into.page.records = (scope.records ?? []).map(({ type, id, version, data }) => ({ type, id, version, data }));
  for (const { type } of into.page.records) into.touched.add(type);
  known.take(into.page);
  for (const [type, id] of scope.gone ?? []) leave(known, scope.id, type, id, into);
  if (sweeping && !scope.more) sweep(known, scope.id, (told) => told !== round, into);
  const row = { id: scope.id, epoch: scope.epoch, seq: scope.seq, head: scope.head, round, sweeping: sweeping && Boolean(scope.more) };
  return { ...into, row };
}

/** @param {Mirror} known @param {string} scope @param {(round: number) => boolean} which @param {Taking} into */
function sweep(known, scope, which, into) {
  for (const { type, id, scopes } of [...known.members.values()]) {
    const round = scopes.get(scope);
    if (round !== undefined && which(round)) leave(known, scope, type, id, into);
  }
}

/** A record leaves one scope; it leaves the phone when no scope holds it any more. @param {Mirror} known @param {string} scope @param {string} type @param {string} id @param {Taking} into */
function leave(known, scope, type, id, { page, touched, held }) {
  const scopes = known.scopesOf(type, id);
  if (scopes.delete(scope)) page.leaves.push([scope, type, id]);
  if (scopes.size || !known.get(type, id)) return;
  touched.add(type);
  if (held.has(id)) {
    page.orphans.push([type, id]);
    known.take({ orphans: [[type, id]] });
  } else {
    page.drops.push([type, id]);
    known.drop(type, id);
  }
}

/** What was kept for its pending work goes when that is done, unless a scope has it again. @param {Mirror} known @param {Taking} into */
function dropSettledOrphans(known, { page, touched, held }) {
  for (const { type, id } of [...known.rows.keys()].flatMap(known.all).filter((row) => row.orphan && !held.has(row.id))) {
    touched.add(type);
    page.drops.push([type, id]);
    known.drop(type, id);
  }
}
