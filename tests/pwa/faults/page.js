// One page load of the phone's own modules, which can be killed at its n-th await: whatever it waited for never comes back to it.
import { register } from "node:module";
import { diskOf, dropped } from "./disk.js";

register("./page_loader.js", import.meta.url);
const pages = (globalThis.fieldappPages = new Map());
const MODULES = {
  actions: "actions/index", blobs: "store/blobs", bus: "store/bus", drafts: "store/drafts", engine: "sync/engine", ledger: "store/ledger", lanes: "store/lanes",
  numbers: "store/numbers", outbox: "store/outbox", records: "store/records", rounds: "sync/round", session: "api/session", device: "store/device", ids: "domain/ids",
};
const never = () => new Promise(() => {});
const wall = Date;
let made = 0;

/** The page has died under whoever worked on it. */
export class Killed extends Error {}

export class Page {
  /** @param {import("./handset.js").Handset} phone @param {{dieAt?: number, fullAt?: number, fullFor?: number, fullTold?: "write" | "commit", clock?: {at: number, ms: number}, timers?: number}} fate */
  constructor(phone, fate = {}) {
    Object.assign(this, { phone, fate, id: `p${(made += 1)}${phone.broken}`, dead: false, awaits: 0, writes: 0, connections: new Set(), timers: new Set(), closing: new AbortController() });
    this.death = new Promise((_, reject) => { this.die = () => reject(new Killed(`page ${this.id} at await ${this.awaits}`)); });
    this.death.catch(() => null);
  }

  /** Loads the modules, as a browser does. */
  async load() {
    pages.set(this.id, this.globals());
    const found = await Promise.all(Object.values(MODULES).map((path) => import(`../../../static/pwa/${path}.js?page=${this.id}`)));
    Object.keys(MODULES).forEach((name, i) => { this[name] = found[i]; });
    this.phone.pages.add(this);
    return this;
  }

  /** Waits as long as the page lives. @template T @param {Promise<T>} work @returns {Promise<T>} */
  does(work) {
    work.catch(() => null);
    return Promise.race([work, this.death]);
  }

  /** One await: false when the page is dead, or dies here. */
  passes() {
    if (this.dead) return false;
    this.awaits += 1;
    if (this.awaits === this.fate.dieAt) this.kill();
    return !this.dead;
  }

  /** What comes back to the page's code, or never does. */
  async guarded(kind, work) {
    work.catch(() => null); // a page that is dead hears of no failure
    if (!this.passes(kind)) return never();
    let end;
    try {
      const value = await work;
      end = () => value;
    } catch (error) {
      end = () => { throw error; };
    }
    return this.passes(kind) ? end() : never();
  }

  connected(db) {
    db.page = this;
    this.connections.add(db);
    if (this.dead) dropped(db);
  }

  /** Whether this write finds the disk full, and when it is told: at the write or only at the commit. @param {IDBTransaction} tx @returns {null | "write" | "commit"} */
  diskFull(tx) {
    if (tx.mode !== "readwrite" || !this.fate.fullAt) return null;
    this.writes += 1;
    const full = this.writes >= this.fate.fullAt && this.writes < this.fate.fullAt + this.fate.fullFor;
    return full ? this.fate.fullTold : null;
  }

  kill() {
    if (this.dead) return;
    this.dead = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.closing.abort();
    for (const connection of this.connections) dropped(connection);
    this.phone.locks.died(this);
    this.phone.pages.delete(this);
    pages.delete(this.id);
    this.die();
  }

  /** What a browser gives this page in place of Node's globals. */
  globals() {
    const page = this, { subtle } = crypto;
    const slow = (name) => (...given) => page.guarded("crypto", subtle[name](...given));
    const navigator = { userAgent: "Android 13", locks: this.phone.locks.of(this) };
    const setLater = (work, ms, ...rest) => {
      const timer = setTimeout(() => { page.timers.delete(timer); if (!page.dead) work(...rest); }, ms / (page.fate.timers ?? 1)).unref();
      page.timers.add(timer);
      return timer;
    };
    const scope = {
      fetch: (url, init) => page.guarded("fetch", page.dead ? never() : page.phone.fetch(url, init, page.closing.signal)),
      indexedDB: diskOf(this.phone.disk, this), navigator, setTimeout: setLater, clearTimeout, Date: this.clock(), BroadcastChannel: this.channel(),
      crypto: { getRandomValues: (into) => crypto.getRandomValues(into), subtle: Object.fromEntries(["digest", "sign", "verify", "generateKey", "exportKey", "importKey"].map((name) => [name, slow(name)])) },
    };
    return scope;
  }

  /** The phone's clock: from the n-th await on it is wrong by `ms`. */
  clock() {
    const page = this, off = () => (page.fate.clock && page.awaits >= page.fate.clock.at ? page.fate.clock.ms : 0);
    return class extends wall {
      constructor(...given) {
        if (given.length) super(...given);
        else super(wall.now() + off());
      }

      static now() {
        return wall.now() + off();
      }
    };
  }

  channel() {
    const page = this;
    return class {
      constructor(name) {
        (page.channels ??= []).push(Object.assign(this, { name, onmessage: null }));
      }

      postMessage(data) {
        const copy = structuredClone(data);
        for (const other of page.phone.pages) {
          if (other !== page) setImmediate(() => { if (!other.dead) for (const one of other.channels ?? []) one.onmessage?.({ data: copy }); });
        }
      }
    };
  }
}
