/** Addresses after the '#': they work from any path the shell is served at, and cold from the cache. */

/** @typedef {{path: string, name: string, params: Record<string, string>}} Route */

/** name → pattern; a part that begins with ':' is a parameter */
const PATTERNS = {
  today: "/today", cases: "/cases", outbox: "/outbox", me: "/me", privacy: "/me/privacy", feedback: "/me/feedback", install: "/me/install",
  inbox: "/inbox", alert: "/alert/:id",
  inspect: "/inspect/:id", inspection: "/inspection/:id", paper: "/paper/:id", order: "/order/:id", document: "/document/:id",
  item: "/item/:id", recheck: "/recheck/:id", orders: "/orders",
  capture: "/capture/:id", case: "/case/:id", attention: "/attention/:id",
};

/** @param {string} hash as in location.hash @returns {Route} today's when nothing fits */
export function routeOf(hash) {
  const path = hash.replace(/^#/, "").replace(/\/+$/, "") || "/today";
  const parts = path.split("/");
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const wanted = pattern.split("/");
    if (wanted.length !== parts.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    if (wanted.every((w, i) => w.startsWith(":") ? (params[w.slice(1)] = decodeURIComponent(parts[i])) : w === parts[i])) return { path, name, params };
  }
  return { path: "/today", name: "today", params: {} };
}

/** Where a thing is shown; what is about an op, with that op. A number of a register has no page of its own. @param {{type: string, id: string}} thing @returns {string} */
export const thingPath = ({ type, id }) => type === "number" ? "/orders" : type === "op" ? `/attention/${id}` : `/${type}/${id}`;

/** Where somebody goes on with a draft. @param {{id: string, kind?: string, item_id?: string}} draft @returns {string} */
export function draftPath({ id, kind, item_id }) {
  if (kind === "recheck") return `/recheck/${item_id}`;
  return kind === "inspection" ? `/inspect/${id}` : kind === "paper" ? `/paper/${id}` : `/capture/${id}`;
}

/** @param {(route: Route) => void} onRoute called now and at every change */
export function startRouter(onRoute) {
  addEventListener("hashchange", () => onRoute(routeOf(location.hash)));
  onRoute(routeOf(location.hash));
}

/** @param {string} path @param {{replace?: boolean}} [how] */
export function go(path, { replace = false } = {}) {
  if (replace) location.replace(`#${path}`); else location.hash = path;
}
