// The faults, each as what it does to a story: to the requests it makes, to the page, or to the phone.

/** Requests meet it on the way. */
export const NETWORK = ["cut_before", "cut_after_commit", "cut_request_at_byte", "cut_answer_at_byte", "duplicate", "black_hole", "html_200", "403", "409", "413", "429", "500", "503"];
export const FAULTS = ["page_kill", ...NETWORK, "401", "quota", "clock_jump", "two_tabs", "storm"];

/** In words, for the table. */
export const WORDS = {
  page_kill: "page killed at a random await (up to four times)", cut_before: "network cut before the request", cut_after_commit: "server committed, answer lost",
  cut_request_at_byte: "request cut at a random byte", cut_answer_at_byte: "answer cut at a random byte", duplicate: "request delivered twice, and once more much later",
  black_hole: "request swallowed, no answer ever", html_200: "200 with a sign-in page (captive portal)", 401: "401: the session ends under the work", 403: "403 from something on the way",
  409: "409 from something on the way", 413: "413 from a proxy", 429: "429 with Retry-After", 500: "500", 503: "503 with Retry-After", quota: "disk full at a random write",
  clock_jump: "phone's clock jumps by up to 300 days at a random await", two_tabs: "two tabs at work on one disk, one killed", storm: "all of these at random on every request, with page kills",
};

/** Numbers from a seed: mulberry32. @param {number} seed @returns {() => number} in [0, 1) */
export function numbersFrom(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Which requests a fault is aimed at: more often those that carry what was kept. */
const AIMS = ["/sync/push", "/sync/push", "/blobs/", "/blobs/", "/sync/pull", "/devices", "/"];
const pick = (rng, list) => list[Math.floor(rng() * list.length)];

/** What the proxy does to the n-th request of this story. @param {string} fault @param {() => number} rng @param {{cookie: string}} phone @param {{where: string, from: number, times: number}} [aim] instead of one by chance */
export function networkFate(fault, rng, phone, aim) {
  if (fault === "storm") {
    return () => (rng() < 0.5 ? { kind: pick(rng, NETWORK), at: rng() } : null);
  }
  if (fault === "401") {
    const at = 1 + Math.floor(rng() * 12);
    return (n) => {
      if (n === at) phone.cookie = "";
      return null;
    };
  }
  if (!NETWORK.includes(fault)) return () => null;
  const { where, from, times } = aim ?? aimed(rng);
  let n = 0;
  return (_, { url }) => {
    if (url.includes(where)) n += 1;
    return url.includes(where) && n >= from && n < from + times ? { kind: fault, at: rng() } : null;
  };
}

/** @param {() => number} rng */
function aimed(rng) {
  const where = pick(rng, AIMS);
  return { where, from: 1 + Math.floor(rng() * (where === "/" ? 8 : where === "/blobs/" ? 3 : 1)), times: pick(rng, [1, 2, 4, 1000]) };
}

/** How the next page load fares. A page that nothing disturbs passes 900 to 1,300 awaits in a story. @param {string} fault @param {() => number} rng @param {number} loads how many came before */
export function pageFate(fault, rng, loads) {
  const fate = { timers: fault === "black_hole" || fault === "storm" ? 10 : 1 }; // a busy machine must not lose its patience before the fault strikes
  const dies = fault === "page_kill" ? loads < 4 : (fault === "two_tabs" || fault === "storm") && loads < 2;
  if (dies) Object.assign(fate, { dieAt: 1 + Math.floor(rng() ** 1.5 * 1100) });
  if (fault === "quota") Object.assign(fate, { fullAt: 1 + Math.floor(rng() * 60), fullFor: pick(rng, [1, 5, 10_000]), fullTold: pick(rng, ["write", "commit"]) });
  if (fault === "clock_jump") Object.assign(fate, { clock: { at: 1 + Math.floor(rng() * 800), ms: Math.round((rng() - 0.5) * 600 * 86_400_000) } });
  return fate;
}
