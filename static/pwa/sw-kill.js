// The kill switch: served as /sw.js when a shell must be withdrawn. It removes worker and shell and leaves IndexedDB,
// where unsent work lives, untouched.
const last = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

last.addEventListener("install", () => void last.skipWaiting());
last.addEventListener("activate", (event) => event.waitUntil(withdraw()));

async function withdraw() {
  const shells = (await caches.keys()).filter((name) => name.startsWith("shell-"));
  await Promise.all(shells.map((name) => caches.delete(name)));
  await last.registration.unregister();
  for (const page of await last.clients.matchAll({ type: "window" })) await page.navigate(page.url);
}
