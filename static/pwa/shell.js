/** The app as an app: its service worker, its updates, its place on the home screen, and whether this browser keeps what it is given. */
import { on } from "./store/bus.js";

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
  const counted = app.fits = fits(app).catch((error) => console.warn("storage", error));
  // Said at the first that found no room, and never over a sheet that somebody is filling in: there the form says it.
  on("storage", (trouble) => { if (trouble === "quota" && !document.querySelector("dialog[open]")) app.sheetFrom("./screens/full.js"); });
  if (navigator.serviceWorker) register(app, counted).catch((error) => console.warn("service worker", error));
}

/** Does this browser keep what it is given? Asked once the first screen is there. @param {any} app */
async function fits(app) {
  await new Promise((resolve) => setTimeout(resolve, AFTER_PAINT_MS));
  const [storage, locks] = await Promise.all([import("./store/storage.js"), import("./store/locks.js")]);
  await locks.bePage();
  const ask = async () => {
    const answer = await storage.unfit({ ios: isIos(), installed: app.installed });
    app.unfit = answer ?? null;
    if (app.unfit) app.redraw();
    if (answer === undefined) setTimeout(() => { ask().catch((error) => console.warn("storage", error)); }, ASK_AGAIN_MS);
  };
  await ask();
}

/** Verbs that keep nothing: what can be read is read in any window. */
const READS = new Set(["previewPaper", "authorityOf", "candidates", "mayInspect"]);
const FITS_MS = 3000;
/** A database that is lost may be back by then. */
const ASK_AGAIN_MS = 5000;

/**
 * Work is kept only where it stays. A browser that does not answer in time keeps what it can: that is said by what it then does.
 * @param {any} app @param {string} verb @param {() => Promise<unknown>} allWords
 * @throws {Error & {code: "unfit", said: string}} in the words of the sheet, for a form that stays open
 */
export async function onlyWhereItStays(app, verb, allWords) {
  if (READS.has(verb)) return;
  await Promise.race([app.fits, new Promise((resolve) => setTimeout(resolve, FITS_MS))]);
  if (!app.unfit) return;
  await allWords();
  throw Object.assign(new Error("unfit"), { code: "unfit", said: app.t("unfit.not_kept", { why: app.t(`unfit.${app.unfit}`) }) });
}

/** After this a start is no longer cold: somebody may have begun to read. */
const COLD_MS = 10_000;
const AFTER_PAINT_MS = 300;
const ANSWER_MS = 4000;
/** A browser looks for a new build when the app is opened; one that stays open for days looks when somebody comes back to it after this. */
const LOOK_AGAIN_MS = 3_600_000;

/** Is this the start of the app on its first screen, with nothing begun, and not touched yet? @returns {Promise<boolean>} */
async function untouched() {
  if (!["", "#/", "#/today"].includes(location.hash) || performance.now() >= COLD_MS) return false;
  const { drafts } = await import("./store/drafts.js");
  const begun = await drafts().catch((error) => (error.code === "no_user" ? [] : [error])); // what cannot be read may be somebody's work
  return begun.length === 0 && !(/** @type {any} */ (navigator).userActivation?.hasBeenActive) && performance.now() < COLD_MS;
}

/** Does the server answer? That a network is there says nothing of it. */
const reached = async () => (await (await import("./api/http.js")).send("GET", "/time", { timeout_ms: ANSWER_MS })).kind === "ok";

/** May a new build come by itself? In no other tab is work under way, and the server answers: what a new build keeps anew comes from there. @returns {Promise<boolean>} */
async function undisturbed() {
  const { onlyPage } = await import("./store/locks.js");
  return (await onlyPage()) && (await untouched()) && (await reached()) && (await untouched()); // the answer may have taken a while
}

/** Somebody changed to a new build in another tab: does a reload here go over nobody's work? A sheet may hold words that are on no disk. @returns {Promise<boolean>} */
const idle = async () => !document.querySelector("dialog[open]") && (document.visibilityState === "hidden" || (await untouched()));

/** A new version waits: for a tap, or for a start that disturbs nobody; never does it come over somebody's work. @param {any} app @param {Promise<void>} counted this page among the open ones */
async function register(app, counted) {
  let asked = false, taken = false, served = Boolean(navigator.serviceWorker.controller);
  const anew = () => { if (!taken) { taken = true; location.reload(); } };
  const found = (/** @type {ServiceWorker|null} */ worker) => {
    if (!worker || !navigator.serviceWorker.controller) return;
    const anyway = () => { asked = true; worker.postMessage({ type: "skip_waiting" }); };
    app.update = { ready: true, anyway, apply: async () => { if (await reached()) anyway(); else app.sheetFrom("./screens/update_offline.js"); } };
    app.redraw();
  };
  navigator.serviceWorker.addEventListener("message", (e) => { if (e.data?.type === "go") app.go(String(e.data.path)); });
  navigator.serviceWorker.addEventListener("controllerchange", async () => {
    const first = !served;
    served = true;
    if (first) return; // the very first worker of this page
    if (asked || (await idle())) return anew();
    app.update = { ready: true, anyway: anew, apply: anew };
    app.redraw();
  });
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const coming = (/** @type {ServiceWorker|null} */ worker) => worker?.addEventListener("statechange", () => { if (worker.state === "installed") found(worker); });
  registration.addEventListener("updatefound", () => coming(registration.installing));
  coming(registration.installing); // found before anybody listened
  found(registration.waiting);
  await counted;
  if (app.update.ready && (await undisturbed())) app.update.anyway();
  let looked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < LOOK_AGAIN_MS) return;
    looked = performance.now();
    // No network: the next time. One that waits already is not told again by an event.
    registration.update().catch(() => null).then(() => found(registration.waiting));
  });
}
