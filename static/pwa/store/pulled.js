// Taking a page of a pull into the cache (protocol 6, feed): records, departures and cursors in one transaction.
import { emit } from "./bus.js";
import { cache } from "./cache.js";
import { forgetMirror, upToDate } from "./mirror.js";
import { written } from "./open.js";

/**
 * @typedef {import("../types.js").PulledScope} PulledScope
 * @typedef {import("./mirror.js").Mirror} Mirror
 * @typedef {{page: Required<import("./mirror.js").Page>, touched: Set<string>, dropped: import("./mirror.js").Row[], held: Set<string>}} Taking
 */

/**
 * @param {PulledScope[]} scopes every scope this person has now; one that is missing is swept
 * @param {Set<string>} held ids of records with pending ops, unsent photos or an open question: they stay, as orphans
 * @param {() => Promise<Set<string>>} [heldNow] asked again when something has gone: an op may have been kept on it meanwhile
 * @param {string[]} [asked] the scopes that had a cursor when this page was asked for
 * @returns {Promise<boolean>} true when there is more to pull: so also when the cache was emptied since, and this page has only what came after
 */
export async function takePage(scopes, held, heldNow = async () => held, asked = []) {
  /** @type {Set<string>} */
  const touched = new Set(), more = scopes.some((s) => s.more);
  const take = (/** @type {any} */ db) => written(db, ["pages", "scopes"], undefined, async (tx) => {
    touched.clear();
    /** @type {Taking["dropped"]} */
    const dropped = [], into = () => taking(touched, dropped, held);
    const pages = tx.objectStore("pages"), known = await upToDate(pages), had = new Map((await tx.objectStore("scopes").getAll()).map((row) => [row.id, row]));
    if (asked.some((id) => !had.has(id))) return null;
    const taken = scopes.map((scope) => takeScope(known, scope, had.get(scope.id), into()));
    const rest = into(), current = new Set(scopes.map((s) => s.id));
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
    return { known, anew: Boolean(folded), places: places.map(Number), texts, gone: dropped.filter(({ type, id }) => !known.get(type, id)) };
  }).catch((error) => { forgetMirror(); throw error; }); // before a second run: what the first has changed in memory is not on disk
  const told = await cache.use(take);
  if (!told) return true;
  if (told.anew) forgetMirror(); // it is read anew, as by other tabs
  else told.places.forEach((at, n) => told.known.holds(at, told.texts[n]));
  if (told.gone.length) await putBack(told.gone, await heldNow());
  if (touched.size) emit("changed", { types: [...touched] });
  return more;
}

/** What work of ours was kept on while it went stays as an orphan. @param {Taking["dropped"]} gone @param {Set<string>} held */
async function putBack(gone, held) {
  const records = gone.filter((row) => held.has(row.id));
  if (!records.length) return;
  const text = JSON.stringify({ records, orphans: records.map(({ type, id }) => [type, id]) });
  await cache.use((db) => written(db, ["pages"], undefined, (tx) => tx.objectStore("pages").add(text)));
}

/** @param {Set<string>} touched @param {Taking["dropped"]} dropped @param {Set<string>} held @returns {Taking} */
const taking = (touched, dropped, held) => ({ page: { members: [], records: [], leaves: [], drops: [], orphans: [] }, touched, dropped, held });

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
function leave(known, scope, type, id, { page, touched, dropped, held }) {
  const scopes = known.scopesOf(type, id), row = known.get(type, id);
  if (scopes.delete(scope)) page.leaves.push([scope, type, id]);
  if (scopes.size || !row) return;
  touched.add(type);
  if (held.has(id)) {
    page.orphans.push([type, id]);
    known.take({ orphans: [[type, id]] });
  } else {
    dropped.push(row);
    page.drops.push([type, id]);
    known.drop(type, id);
  }
}

/** What was kept for its pending work goes when that is done, unless a scope has it again. @param {Mirror} known @param {Taking} into */
function dropSettledOrphans(known, { page, touched, dropped, held }) {
  for (const row of [...known.rows.keys()].flatMap(known.all).filter((one) => one.orphan && !held.has(one.id))) {
    const { type, id } = row;
    touched.add(type);
    dropped.push(row);
    page.drops.push([type, id]);
    known.drop(type, id);
  }
}
