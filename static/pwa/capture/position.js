/** Where the phone is, as it says so itself: WGS-84, with accuracy and age. One fix at capture, watched for a few seconds; never a track. */

/**
 * @typedef {import("../types.js").Place} Place
 * @typedef {"locating"|"fixed"|"none"|"denied"|"unavailable"} FixState
 */

/** Worse than this the browser gave only an approximate position (permission "approximate", or the network's guess). Metres. */
export const COARSE_M = 1000;

/**
 * Watches the position for a while and keeps the most accurate sample.
 * @param {{timeout_s?: number, onUpdate?: (u: {state: FixState, best: Place|null, elapsed_s: number}) => void, signal?: AbortSignal, geolocation?: Geolocation}} [how]
 * @returns {Promise<Place|null>} the best sample when time is up, null when there was none
 */
export function fix({ timeout_s = 15, onUpdate = () => {}, signal, geolocation = globalThis.navigator?.geolocation } = {}) {
  return new Promise((resolve) => {
    if (!geolocation) { onUpdate({ state: "unavailable", best: null, elapsed_s: 0 }); return resolve(null); }
    const began = performance.now();
    /** @type {Place|null} */
    let best = null;
    const elapsed = () => Math.round((performance.now() - began) / 1000);
    const tick = setInterval(() => onUpdate({ state: best ? "fixed" : "locating", best, elapsed_s: elapsed() }), 1000);
    const timer = setTimeout(() => end(best ? "fixed" : "none"), timeout_s * 1000);
    const watch = geolocation.watchPosition((p) => {
      const place = placeOf(p);
      if (!best || place.acc_cm <= best.acc_cm) best = place;
      onUpdate({ state: "fixed", best, elapsed_s: elapsed() });
    }, (error) => { if (error.code === 1) end("denied"); }, { enableHighAccuracy: true, maximumAge: 0, timeout: timeout_s * 1000 });
    signal?.addEventListener("abort", () => end(null));

    /** @param {FixState|null} state null when nobody listens any more */
    function end(state) {
      clearInterval(tick); clearTimeout(timer); geolocation.clearWatch(watch);
      if (state) onUpdate({ state, best, elapsed_s: elapsed() });
      resolve(best);
    }
    onUpdate({ state: "locating", best: null, elapsed_s: 0 });
  });
}

/** Integers only: degrees × 10⁷, centimetres, ms. @param {GeolocationPosition} p @returns {Place} */
export function placeOf(p) {
  const { latitude, longitude, accuracy } = p.coords;
  return { lat_e7: Math.round(latitude * 1e7), lon_e7: Math.round(longitude * 1e7), acc_cm: Math.ceil(accuracy * 100), fix_at: Math.round(p.timestamp), source: "gps" };
}
