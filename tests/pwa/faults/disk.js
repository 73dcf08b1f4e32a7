// What happens at every await on IndexedDB: a page may die there, and a write may find the disk full.
import "fake-indexeddb/auto";
import { IDBFactory, IDBObjectStore, IDBOpenDBRequest, IDBRequest, IDBTransaction } from "fake-indexeddb";

const events = Object.getPrototypeOf(IDBRequest.prototype);
const { dispatchEvent } = events;
/** Requests of an index know their transaction only through its store. */
const ownerOf = (target) => target.page ?? (target.db ?? target.transaction?.db ?? target.source?.objectStore?.transaction.db)?.page;

events.dispatchEvent = function (event) {
  const page = ownerOf(this);
  if (!page) return dispatchEvent.call(this, event);
  if (this instanceof IDBOpenDBRequest && this.result) page.connected(this.result);
  if (this.full && event.type === "complete") return this._abort("QuotaExceededError"), true;
  if (page.passes("indexedDB")) return dispatchEvent.call(this, event);
  // Nobody is there to hear it; the database itself still has to know that the transaction is over.
  if (this instanceof IDBTransaction) {
    this._prioritizedListeners.get(event.type)?.();
    this.db._rawDatabase.processTransactions();
  }
  return true;
};

for (const name of ["put", "add"]) {
  const write = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    const tx = this.transaction, full = tx.db.page?.diskFull(tx);
    if (full === "commit") tx.full = true;
    if (full !== "write") return write.apply(this, given);
    return tx._execRequestAsync({ operation: () => { throw new DOMException("the disk is full", "QuotaExceededError"); }, source: this });
  };
}

/** @param {IDBFactory} disk @param {import("./page.js").Page} page the browser's indexedDB as this page sees it */
export function diskOf(disk, page) {
  const open = (name, version) => {
    if (page.dead) return Object.assign(new IDBOpenDBRequest(), { page });
    return Object.assign(version === undefined ? disk.open(name) : disk.open(name, version), { page });
  };
  return { open, databases: () => disk.databases(), deleteDatabase: (name) => disk.deleteDatabase(name) };
}

/** The page is gone: what it had not committed is undone. @param {any} connection */
export function dropped(connection) {
  for (const tx of [...connection._rawDatabase.transactions]) {
    if (tx.db === connection && tx._state !== "finished") tx._abort("AbortError");
  }
  connection.close();
}

export { IDBFactory };
