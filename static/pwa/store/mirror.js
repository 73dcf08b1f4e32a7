// What the server has told us, in memory: the pages on disk, one after the other. A page of a pull is one row there, however many records it
// brings (a row for each costs a tenth of a millisecond and more), and a changed record is a small page behind the others.
import { emit } from "./bus.js";
import { cache, emptyCache } from "./cache.js";

/**
 * @typedef {{type: string, id: string, version: number, data: any, orphan?: 1}} Row
 * @typedef {{members?: [string, number][], records?: Row[], leaves?: [string, string, string][], drops?: [string, string][], orphans?: [string, string][]}} Page
 *   `members`: the scopes that hold these records, each with its round; then who leaves which scope, what goes, and what stays as an orphan
 * @typedef {{getAllKeys: Function, getAll: Function, openKeyCursor: Function}} Pages
 */

/** So many small pages are folded into large ones; a page is small below so many characters. */
const FOLD_AT = 50, SMALL = 20_000;
const FOLDED = 1000;

/** @param {string} type @param {string} id */
const key = (type, id) => `${type} ${id}`;

export class Mirror {
  /** @type {Map<string, Map<string, Row>>} by type and id */
  rows = new Map();
  /** Which scopes a record is in, and in which round each told of it last. @type {Map<string, {type: string, id: string, scopes: Map<string, number>}>} */
  members = new Map();
  /** The first and the last page that are in here. @type {number | null} */
  first = null;
  last = 0;
  small = 0;

  /** @param {string} type @param {string} id @returns {Row | undefined} */
  get = (type, id) => this.rows.get(type)?.get(id);

  /** @param {string} type @returns {Row[]} */
  all = (type) => [...(this.rows.get(type)?.values() ?? [])];

  /** @param {string} type @param {string} id @returns {Map<string, number>} */
  scopesOf(type, id) {
    const had = this.members.get(key(type, id)) ?? { type, id, scopes: new Map() };
    this.members.set(key(type, id), had);
    return had.scopes;
  }

  /** @param {Row} row */
  put(row) {
    const had = this.rows.get(row.type) ?? new Map();
    this.rows.set(row.type, had.set(row.id, row));
  }

  /** @param {string} type @param {string} id */
  drop(type, id) {
    this.rows.get(type)?.delete(id);
    this.members.delete(key(type, id));
  }

  /** Does what a page says. Twice is once. @param {Page} page */
  take({ members = [], records = [], leaves = [], drops = [], orphans = [] }) {
    for (const row of records) {
      this.put(row);
      const scopes = this.scopesOf(row.type, row.id);
      for (const [scope, round] of members) scopes.set(scope, round);
    }
    for (const [scope, type, id] of leaves) this.members.get(key(type, id))?.scopes.delete(scope);
    for (const [type, id] of drops) this.drop(type, id);
    for (const [type, id] of orphans) {
      const row = this.get(type, id);
      if (row) this.put({ ...row, orphan: 1 });
    }
  }

  /** @param {number} at @param {string} text */
  read(at, text) {
    if (at <= this.last) return; // somebody who read at the same time was first
    this.take(JSON.parse(text));
    this.holds(at, text);
  }

  /** What this page says is in here. @param {number} at @param {string} text */
  holds(at, text) {
    if (at <= this.last) return;
    this.last = at;
    this.first ??= at;
    if (text.length < SMALL) this.small += 1;
  }

  /** Everything as few large pages; null while that is not worth it. @returns {string[] | null} */
  folded() {
    if (this.small < FOLD_AT) return null;
    /** @type {Map<string, Row[]>} */
    const alike = new Map();
    for (const row of [...this.rows.values()].flatMap((some) => [...some.values()])) {
      const signature = JSON.stringify([...(this.members.get(key(row.type, row.id))?.scopes ?? [])]);
      const had = alike.get(signature);
      if (had) had.push(row);
      else alike.set(signature, [row]);
    }
    return [...alike].flatMap(([members, rows]) => Array.from({ length: Math.ceil(rows.length / FOLDED) }, (_, n) =>
      JSON.stringify({ members: JSON.parse(members), records: rows.slice(n * FOLDED, (n + 1) * FOLDED) })));
  }
}

let known = new Mirror();

/** After a write that failed: what is in memory may not be on disk. */
export const forgetMirror = () => void (known = new Mirror());

/** Brings memory up to the disk, which another tab may have written. @param {Pages} pages the object store, in a transaction @returns {Promise<Mirror>} */
export async function upToDate(pages) {
  const [[first], cursor] = await Promise.all([pages.getAllKeys(null, 1), pages.openKeyCursor(null, "prev")]);
  const last = Number(cursor?.key ?? 0);
  if ((known.first !== null && known.first !== first) || last < known.last) forgetMirror();
  const mine = known;
  if (last > mine.last) {
    const behind = IDBKeyRange.lowerBound(mine.last, true);
    const [keys, texts] = await Promise.all([pages.getAllKeys(behind), pages.getAll(behind)]);
    keys.forEach((/** @type {number} */ at, /** @type {number} */ n) => mine.read(at, texts[n]));
  }
  return mine;
}

/** @returns {Promise<Mirror>} what this phone knows now; not to be changed */
export const mirror = () => cache.use((db) => upToDate(db.transaction("pages").objectStore("pages"))).catch(anew);

/** A page that cannot be read would make every look fail, for ever: everything is pulled again instead. @param {unknown} error @returns {Promise<Mirror>} */
async function anew(error) {
  if (!(error instanceof SyntaxError)) throw error;
  console.error("cache", error);
  await emptyCache();
  forgetMirror();
  emit("changed", { types: null });
  return known;
}
