// The service worker: keeps the shell so that the app starts cold with no network. A classic script; fieldapp/pwa.py puts
// one line before it that says BUILD and FILES ([[url, sha256 hex], …]), so any changed file changes these bytes.
// It never skips waiting by itself, never touches IndexedDB and never caches /api/.
/// <reference path="./sw_globals.d.ts" />
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SHELL = `shell-${BUILD}`;

worker.addEventListener("install", (event) => event.waitUntil(precache()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const answer = shellAnswer(event.request);
  if (answer) event.respondWith(answer);
});
worker.addEventListener("message", (event) => {
  if (event.data?.type === "skip_waiting") void worker.skipWaiting();
});
worker.addEventListener("push", (event) => event.waitUntil(Promise.all([show(event.data), wakePages()])));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/inbox"));
});
worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(wakePages()));

/** All files or none: one that does not come, or not as it was named, leaves the old shell in service. */
async function precache() {
  const shell = await caches.open(SHELL);
  await Promise.all(FILES.map(async ([url, sha256]) => {
    const response = (await unchanged(url, sha256)) ?? (await fetched(url, sha256));
    await shell.put(url, response);
  }));
}

/** The copy an older shell holds, when it is the same file. @param {string} url @param {string} sha256 */
async function unchanged(url, sha256) {
  const had = await caches.match(url);
  return had && (await digest(had.clone())) === sha256 ? had : null;
}

/** @param {string} url @param {string} sha256 */
async function fetched(url, sha256) {
  const response = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok || (await digest(response.clone())) !== sha256) throw new Error(`not the file of build ${BUILD}: ${url}`);
  return response;
}

/** @param {Response} response @returns {Promise<string>} sha256 hex of the body */
async function digest(response) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @returns {Promise<Response> | null} null leaves it to the network
 */
function shellAnswer(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin || url.pathname.startsWith("/api/")) return null;
  const path = url.pathname; // the shell ignores a query; modules are cached by their exact path
  if (request.mode === "navigate" && path !== "/" && path !== "/rescue") return null;
  if (!FILES.some(([file]) => file === path)) return null;
  return caches.open(SHELL).then((shell) => shell.match(path)).then((had) => had ?? fetch(request));
}

/** The page drives the sync; the worker only says that now may be a good time. */
async function wakePages() {
  for (const page of await worker.clients.matchAll()) page.postMessage({ type: "wake" });
}

/**
 * Always shows something, whatever came: browsers take the subscription away from an app that does not.
 * @param {PushMessageData | null} data Declarative Web Push JSON, with no personal data in it
 */
async function show(data) {
  /** @type {any} */
  let said = null;
  try { said = data?.json()?.notification; } catch { /* not ours, or cut off: knock all the same */ }
  const { title = "有事要看", body = "打开提醒看看", lang = "zh-CN", tag = "alert", navigate = "" } = said ?? {};
  await worker.registration.showNotification(title, { body, lang, tag, data: { path: pathOf(navigate) } });
}

/** The screen that a link of ours names, else the inbox. @param {string} link */
function pathOf(link) {
  try {
    const url = new URL(link, worker.location.origin);
    return url.origin === worker.location.origin && url.hash.startsWith("#/") ? url.hash.slice(1) : "/inbox";
  } catch {
    return "/inbox";
  }
}

/** In the app that is open, or a new window of it. @param {string} path */
async function open(path) {
  const [page] = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) return void (await worker.clients.openWindow(`/#${path}`));
  await page.focus();
  page.postMessage({ type: "go", path });
}
