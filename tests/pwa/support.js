// What a browser has and Node lacks, and a fresh phone for each story.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";

const locks = new Map();

/** Web Locks for one process: exclusive, in order, with ifAvailable. */
const webLocks = {
  request(name, ...rest) {
    const work = rest.at(-1);
    const { ifAvailable = false } = rest.length > 1 ? rest[0] : {};
    const before = locks.get(name);
    if (before && ifAvailable) return Promise.resolve(work(null));
    const mine = (before ?? Promise.resolve()).then(() => work({ name }));
    const settled = mine.then(() => null, () => null).then(() => { if (locks.get(name) === settled) locks.delete(name); });
    locks.set(name, settled);
    return mine;
  },
};
Object.defineProperty(globalThis, "navigator", { value: { locks: webLocks, userAgent: "Android 13" }, configurable: true });

const { closeLedgers } = await import("../../static/pwa/store/ledger.js");
const { closeDevice, setCurrentUser } = await import("../../static/pwa/store/device.js");
const { cache, claimCache } = await import("../../static/pwa/store/cache.js");
const { forgetMirror } = await import("../../static/pwa/store/mirror.js");
const { forgetGreeting } = await import("../../static/pwa/sync/hello.js");
const { nowDoing } = await import("../../static/pwa/store/outbox.js");
const { emitHere } = await import("../../static/pwa/store/bus.js");

export const LI = { id: "user-li", username: "li", name: "李队员", roles: ["patroller"], unit: "unit-2", unit_name: "二中队" };
export const WANG = { id: "user-wang", username: "wang", name: "王队员", roles: ["patroller"], unit: "unit-3", unit_name: "三中队" };

/** The page is loaded anew over the same disk, as after a crash. */
export async function reload() {
  await Promise.all([closeLedgers(), closeDevice(), cache.close()]);
  forgetMirror();
  forgetGreeting();
  nowDoing({ sending: new Set(), tries: 0, next_try_at: null, error: null, blocked: null });
  emitHere("changed", { types: null });
}

/** An empty phone with nobody on it. */
export async function freshPhone() {
  await reload();
  globalThis.indexedDB = new IDBFactory();
}

/** An empty phone that `user` has signed in on, with no lane yet. */
export async function phoneOf(user = LI) {
  await freshPhone();
  await claimCache(user.id);
  await setCurrentUser(user);
}

/** A small picture: bytes that differ by `seed`. */
export function photo(seed = 1, bytes = 64) {
  const buffer = new Uint8Array(bytes).fill(seed).buffer;
  return { buffer, mime: "image/jpeg", bytes, name: `${seed}.jpg`, taken_at: 1_790_000_000_000 };
}

/** A report ready to be filed. */
export function draftOf(id, more = {}) {
  return {
    id, made_at: Date.now(), step: "text", category: "ZW01", text: "占道经营", grid_id: "grid-7", fixed_on_spot: false, photos: [photo()],
    place: { lat_e7: 357991234, lon_e7: 1129230000, acc_cm: 1200, fix_at: 1_790_000_000_000, age_ms: 800, source: "gps" }, ...more,
  };
}

/** Runs one round of sync and gives back why it stopped, or null. */
export async function syncOnce() {
  const { round } = await import("../../static/pwa/sync/round.js");
  return round(() => {}, { probe: false }).then(() => null, (error) => {
    if (!error.kind) throw error;
    return `${error.kind}:${error.reason}`;
  });
}
