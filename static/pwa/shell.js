/** The app as an app: its service worker, its updates, its place on the home screen, and whether this browser keeps what it is given. */
import { on } from "./store/bus.js";
import { unfit } from "./store/storage.js";

/** An iPhone or iPad; the latter calls itself a Mac. */
export const isIos = () => /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);

/** The browser's own offer to install, kept until somebody asks for it. @type {any} */
let offer = null;

/** @param {any} app */
export function watchShell(app) {
  app.installed = matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
  app.canInstall = () => offer !== null;
  app.install = async () => {
    const asked = offer;
    offer = null;
    await asked?.prompt();
    app.redraw();
  };
  addEventListener("beforeinstallprompt", (e) => { e.preventDefault(); offer = e; app.redraw(); });
  addEventListener("appinstalled", () => { app.installed = true; offer = null; app.redraw(); });
  app.unfit = null;
  unfit({ ios: isIos(), installed: app.installed }).then((why) => { app.unfit = why; if (why) app.redraw(); });
  // Said at the first that found no room, and never over a sheet that somebody is filling in: there the form says it.
  on("storage", (trouble) => { if (trouble === "quota" && !document.querySelector("dialog[open]")) app.sheetFrom("./screens/full.js"); });
  if (navigator.serviceWorker) register(app).catch((error) => console.warn("service worker", error));
}

/** A new version waits until it is asked for: a tap, never by itself over somebody's work. @param {any} app */
async function register(app) {
  const found = (/** @type {ServiceWorker|null} */ worker) => {
    if (!worker || !navigator.serviceWorker.controller) return;
    app.update = { ready: true, apply: () => worker.postMessage({ type: "skip_waiting" }) };
    app.redraw();
  };
  navigator.serviceWorker.addEventListener("message", (e) => { if (e.data?.type === "go") app.go(String(e.data.path)); });
  let taken = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (app.update.ready && !taken) { taken = true; location.reload(); } });
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  found(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => { if (worker.state === "installed") found(worker); });
  });
}
