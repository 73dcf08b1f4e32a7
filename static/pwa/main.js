/** Wires the field app: one `app` object for all screens, one render, one place that knows api and sync. Decides nothing. */
import { html, nothing, render } from "./vendor/lit-html/lit-html.js";
import { on } from "./store/bus.js";
import * as device from "./store/device.js";
import { BUILD } from "./build.js";
import { sheetBody, tabBar, toastArea } from "./components/frame.js";
import { language, setLook } from "./look.js";
import { draftPath, go, startRouter } from "./router.js";
import { wording } from "./texts/format.js";
import { onlyWhereItStays, watchShell } from "./shell.js";

/** @typedef {ReturnType<typeof makeApp>} App */
/** @typedef {{title: string, tab?: string, view: () => unknown, load?: () => Promise<void>, leave?: () => void}} Screen */

const TOAST_MS = 6000, KEEPING_MS = 2000;
const RESTING = { state: "resting", reason: null, online: navigator.onLine, next_try_at: null, tries: 0, last_receipt_at: null, last_pull_at: null, progress: { done: 0, total: 0 }, clock_off: false };

/** Each screen comes when it is first opened; all of them are in the worker's cache. @type {Record<string, () => Promise<any>>} */
const SCREENS = {
  today: () => import("./screens/today.js"), cases: () => import("./screens/cases.js"), case: () => import("./screens/case.js"), capture: () => import("./screens/capture.js"),
  outbox: () => import("./screens/outbox.js"), attention: () => import("./screens/attention.js"), me: () => import("./screens/me.js"), privacy: () => import("./screens/privacy.js"),
  feedback: () => import("./screens/feedback.js"), install: () => import("./screens/install.js"), inbox: () => import("./screens/inbox.js"), alert: () => import("./screens/inbox.js"),
  inspect: () => import("./screens/inspect.js"), inspection: () => import("./screens/inspection.js"), paper: () => import("./screens/paper.js"),
  order: () => import("./screens/order.js"), document: () => import("./screens/document.js"), item: () => import("./screens/item.js"),
  recheck: () => import("./screens/recheck.js"), orders: () => import("./screens/orders.js"),
  signin: () => import("./screens/sign_in.js"), insecure: () => import("./screens/insecure.js"),
};

/** What blocks the sync until somebody signs in. */
const SIGN_IN = new Set(["signed_out", "other_user", "password_change_needed"]);

/** Texts and styles that come after the first screen. */
const LATER = ["inspection", "paper", "items", "attention"];

const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
let screen = /** @type {Screen|null} */ (null), route = /** @type {import("./router.js").Route|null} */ (null);
let sheet = /** @type {any} */ (null), toast = /** @type {any} */ (null), toastTimer = /** @type {any} */ (0);
/** The app was just opened and nothing touched yet: only then does the sign-in sheet come by itself, never under a finger. */
let arrived = true;
let engine = /** @type {any} */ (null), drawn = false, turn = 0, shownName = "";
const scrolls = new Map();

function makeApp() {
  return {
    ...wording({}), lang: /** @type {"zh"|"en"} */ ("zh"), build: BUILD, user: /** @type {any} */ (null), refs: /** @type {any} */ (null),
    counts: { ops: 0, blobs: 0, bytes: 0, oldest_at: /** @type {number|null} */ (null), attention: 0, stuck: 0 },
    update: { ready: false, apply() {}, anyway() {} }, installed: false, unfit: /** @type {null | "ios_tab" | "private"} */ (null), fits: /** @type {Promise<unknown>} */ (Promise.resolve()), canInstall: () => false, install: async () => {},
    go, redraw, openDrafts, draftPath, signedIn, needsSignIn: () => app.sync.status().state === "blocked" && SIGN_IN.has(app.sync.status().reason),
    sync: { status: () => engine?.status() ?? RESTING, wake: (/** @type {string} */ why) => engine?.wake(why) },
    actions: /** @type {any} */ (new Proxy({}, { get: (_, verb) => (/** @type {any[]} */ ...given) => act(String(verb), given) })),
    session: /** @type {any} */ (new Proxy({}, { get: (_, verb) => async (/** @type {any[]} */ ...given) => (await import("./session.js")).asked(String(verb), given) })),
    push: /** @type {any} */ (new Proxy({}, { get: (_, verb) => async (/** @type {any[]} */ ...given) => /** @type {any} */ (await import("./push.js"))[verb](...given) })),
    /** @param {string} text @param {{word: string, run: () => void}} [action] */
    toast(text, action) {
      toast = { text, action: action && { word: action.word, run: () => { toast = null; action.run(); redraw(); } } };
      clearTimeout(toastTimer);
      toastTimer = setTimeout(() => { toast = null; redraw(); }, TOAST_MS);
      redraw();
    },
    /** Opens a sheet over the screen, or closes it. @param {any} next */
    sheet(next) { sheet?.onClose?.(); sheet = next; redraw(); },
    /** @param {string} path */
    sheetFrom: async (path) => { await allWords(); app.sheet((await import(path)).sheet(app)); },
    /** Something a person must be told that no screen shows. @param {unknown} error */
    failed: (error) => /** @type {any} */ (error)?.code === "unfit" ? app.sheetFrom("./screens/unfit.js") : app.sheet({ title: app.t("error.title"), look: "attention", body: html`<p class="lead">${app.errorText(error)}</p>` }),
    async askSignIn() { arrived = false; app.sheet((await SCREENS.signin()).signInSheet(app)); },
    signOut: async () => { await app.push.turnOff().catch(() => null); await app.session.signOut(); await signedOut(); },
    async setLang(/** @type {"zh"|"en"} */ lang) { setLook({ lang }); await speak(); await show(true); },
    setLook(/** @type {object} */ part) { setLook(part); redraw(); },
  };
}
const app = makeApp();

/** What is being kept this moment: a screen opened meanwhile waits for it, or it would not show what was just done. @type {Promise<unknown>} */
let keeping = Promise.resolve();

/** @param {string} verb @param {any[]} given */
function act(verb, given) {
  const kept = Promise.all([import("./actions/index.js"), onlyWhereItStays(app, verb, allWords)]).then(([actions]) => /** @type {any} */ (actions)[verb](...given));
  keeping = Promise.race([Promise.allSettled([keeping, kept]), new Promise((r) => setTimeout(r, KEEPING_MS))]);
  return kept;
}

const afterPaint = (/** @type {() => void} */ work) => requestAnimationFrame(() => setTimeout(work));

let words = /** @type {Record<string, string>} */ ({}), moreWords = /** @type {Promise<unknown>|null} */ (null);

/** The first screens' words at once, the others' when they are wanted or after the paint. */
async function speak() {
  const lang = language();
  words = { ...(await import(`./texts/${lang}.js`)).default };
  moreWords = null;
  Object.assign(app, wording(words, lang), { lang });
  document.title = app.t("app.name");
  afterPaint(async () => { if (app.user) allWords(); (await import("./api/http.js")).speak(document.documentElement.lang); });
}

function allWords() {
  const mine = words; // a change of language meanwhile must not mix two
  const part = (/** @type {string} */ name) => import(`./texts/${app.lang}_${name}.js`).then((m) => Object.assign(mine, m.default));
  return (moreWords ??= Promise.all([...["more", ...LATER].map(part), ...LATER.map(styled)]));
}

/** The style of screens that are not among the first, once. @param {string} name */
function styled(name) {
  const href = `/pwa/css/${name}.css`;
  if (document.head.querySelector(`link[href="${href}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((done) => { link.onload = link.onerror = () => done(null); }); // plain is better than nothing
}

/** What this phone has not sent, for strip and bar. */
async function count() {
  if (!app.user) return;
  const [outbox, log] = await Promise.all([import("./store/outbox.js"), import("./store/checkpoint.js")]);
  const [counts, rows, attention, trouble] = await Promise.all([outbox.counts(), outbox.waiting(), outbox.attention(), log.openTrouble()]);
  const moving = rows.filter((r) => r.state !== "attention");
  app.counts = { ...counts, ops: moving.length, stuck: rows.length - moving.length, oldest_at: moving[0]?.made_at ?? null, attention: attention.length + (trouble ? 1 : 0) };
}

/** Drafts begun and neither filed nor dropped, without the one on screen. */
async function openDrafts() {
  const { drafts } = await import("./store/drafts.js");
  const here = route?.params.id;
  return (await drafts()).filter((d) => d.id !== here && (!d.item_id || d.item_id !== here) && begun(d));
}

/** Something stands in it that would be missed. @param {any} d */
const begun = (d) => d.photos.length || d.text || d.category || d.result || d.kind === "paper" || d.party?.name || d.findings?.length;

let refreshing = false, stale = false;

/** What is on screen, read anew; news that comes meanwhile is one more turn. */
async function refresh() {
  stale = true;
  if (refreshing || !app.user) return redraw();
  refreshing = true;
  try {
    while (stale) {
      stale = false;
      app.refs = await (await import("./screens/refs.js")).loadRefs();
      await Promise.all([count(), screen?.load?.()]);
      redraw();
    }
  } catch (error) { app.failed(error); } finally { refreshing = false; }
}

/** Shows the screen of the route. @param {boolean} [again] the same screen anew: keeps scroll and focus */
async function show(again = false) {
  const mine = ++turn, name = !window.isSecureContext ? "insecure" : !app.user ? "signin" : route?.name ?? "today";
  const [module] = await Promise.all([SCREENS[name](), name === "today" || name === "signin" ? null : allWords()]);
  if (app.user && !app.refs) app.refs = await (await import("./screens/refs.js")).loadRefs();
  if (mine !== turn) return;
  const next = /** @type {Screen} */ (module.screen(app, route?.params ?? {}));
  await keeping;
  await Promise.all([next.load?.(), count()]).catch((error) => app.failed(error));
  if (mine !== turn) return next.leave?.();
  // Not before it has read: a screen drawn without its rows would say that there are none.
  screen?.leave?.();
  screen = next;
  shownName = name;
  draw();
  place("app").dataset.path = route?.path ?? "";
  document.title = `${screen.title}·${app.t("app.name")}`;
  if (again) return;
  window.scrollTo(0, scrolls.get(route?.path) ?? 0);
  if (drawn && !sheet) place("app").querySelector("h1")?.focus({ preventScroll: true });
  drawn = true;
  askOnArrival();
}

/** Whoever comes back to a session that is over signs in over the screen, whichever of the two was there first. */
function askOnArrival() {
  if (app.needsSignIn() && arrived && !sheet && screen?.tab) app.askSignIn();
}

let queued = false;
function redraw() {
  if (queued) return;
  queued = true;
  queueMicrotask(() => { queued = false; draw(); });
}

function draw() {
  const { counts } = app;
  if (screen) render(screen.view(), place("app"));
  render(screen?.tab ? tabBar(app.t, screen.tab, { unsent: counts.ops, attention: counts.attention, update: app.update.ready }, shutter) : nothing, place("bar"));
  render(toastArea(toast), place("float"));
  const dialog = /** @type {HTMLDialogElement} */ (place("sheet"));
  render(sheet ? sheetBody(sheet, app.t("close"), () => app.sheet(null)) : nothing, dialog);
  if (sheet && !dialog.open) { dialog.showModal(); dialog.querySelector("h2")?.focus(); }
  if (!sheet && dialog.open) dialog.close();
}

const shutter = async () => (await import("./screens/capture/start.js")).shutter(app);

/** Somebody is at work here: the page they asked for, or the one under the sheet. @param {any} user */
async function signedIn(user) {
  const entering = shownName === "signin";
  app.user = user;
  if (entering) app.refs = null;
  await show(!entering);
  engineOn();
}

/** Nobody is at work here any more; what they did stays in their ledger. */
async function signedOut() {
  if (!app.user) return;
  screen?.leave?.();
  screen = app.user = app.refs = null;
  app.counts = { ops: 0, blobs: 0, bytes: 0, oldest_at: null, attention: 0, stuck: 0 };
  go("/today");
  await show();
}

/** The session changed, here or in another tab. */
async function sessionChanged() {
  const user = await device.currentUser();
  if (!user) return signedOut();
  if (shownName !== "signin") app.user = user;
  else if (!user.must_change) await signedIn(user);
}

/** Sync begins once somebody is at work here; the shutter's parts are fetched so that a tap finds them. */
async function engineOn() {
  engine ??= await import("./sync/engine.js");
  engine.start(app);
  app.push.keepInStep(app.user?.id).catch(() => null); // the inbox does not need it
  import("./screens/capture.js").catch(() => null); // only ahead of time: the shutter asks for it again
}

async function start() {
  await speak();
  if (window.isSecureContext) app.user = await device.currentUser().catch((error) => { app.failed(error); return null; });
  startRouter((next) => {
    if (route) scrolls.set(route.path, window.scrollY);
    route = next;
    show().catch(app.failed);
  });
  place("sheet").addEventListener("cancel", (e) => { e.preventDefault(); app.sheet(null); });
  on("changed", () => refresh());
  on("session", sessionChanged);
  on("sync", () => {
    askOnArrival();
    refresh();
  });
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => { arrived = false; }, true);
  for (const event of ["pageshow", "visibilitychange"]) addEventListener(event, () => { arrived = true; });
  setInterval(redraw, 30_000); // ages in words
  if (!window.isSecureContext) return;
  watchShell(app);
  if (app.user) afterPaint(engineOn);
  else if (await device.signOutDue()) app.session.finishSignOut();
}

start();
