/** 复查: the items of one order in a row, each with a photo beside that of the inspection; a draft from the first touch, then kept. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as papers from "../store/papers.js";
import { clockNow } from "../store/time.js";
import { paperNumber } from "../components/item_row.js";
import { busyButton, empty, fieldError, navTop, status } from "../components/parts.js";
import { openCamera, openFiles, picked } from "../capture/picker.js";
import { casePhotos } from "./case/photos.js";
import { whyNot } from "./inspect/authority.js";
import { dayOf, groupsOf, isMember, mayDo } from "./item/rights.js";
import { shots } from "./item/shots.js";
import { shownItem } from "./item/shown.js";
import { photosOf } from "./order/facts.js";
import { itemBlock, lacking } from "./recheck/block.js";
import { recheckDrafts } from "./recheck/drafts.js";
import { keptSheet } from "./recheck/kept.js";
import { lookView } from "./recheck/look.js";
import { chooseSecond, officersBlock } from "./recheck/officers.js";
import { nameIn } from "./refs.js";

/** @param {import("../main.js").App} app @param {{id: string}} params the item somebody came for */
export function screen(app, { id }) {
  let item = /** @type {any} */ (null), order = /** @type {any} */ (null), inspection = /** @type {any} */ (null), all = /** @type {any[]} */ ([]);
  let read = false, busy = false, tried = false, problem = "", aim = id;
  const photos = casePhotos(app);
  const drafts = recheckDrafts(app);
  const taken = Object.assign(shots(app, () => drafts.of(aim).photos, (said, into) => { problem = said; drafts.photosCame(into); app.redraw(); }), { camera: openCamera, files: openFiles });

  async function load() {
    if (busy) return;
    const items = await papers.shownItems();
    item = items.find((i) => i.id === id) ?? item;
    order = item ? await papers.shownOrder(item.order_id) : null;
    all = item ? items.filter((i) => i.order_id === item.order_id && may(i)).sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1)) : [];
    inspection = order?.inspection_id ? await papers.shownInspection(order.inspection_id) : null;
    await Promise.all([drafts.load([id, ...all.map((i) => i.id)]), photos.load(inspection?.photos ?? [])]);
    read = true;
  }

  const may = (/** @type {any} */ i) => mayDo(app, "item", i, order ?? { unit: null }).has("recheck.record");
  const before = (/** @type {any} */ i) => photosOf(inspection, inspection?.findings?.find((/** @type {any} */ f) => f.id === i.finding_id));
  const groups = () => groupsOf(app, all.filter((i) => drafts.has(i.id) || i.id === id).map((i) => i.category), dayOf(app));
  const back = () => { history.length > 1 ? history.back() : app.go(`/item/${id}`, { replace: true }); };
  /** Whoever was begun, and the one they came for. */
  const chosen = () => all.filter((i) => i.id === id || drafts.has(i.id));

  /** What must still be done, and the way to it. @param {number} now @returns {{field: string, what: string, word: string, item?: string}|null} */
  function missing(now) {
    if (!drafts.second()) return { field: "second", what: app.t("recheck.lacks.second"), word: app.t("recheck.todo.second") };
    for (const i of chosen()) {
      const lack = lacking(app, drafts.has(i.id), now);
      if (lack) return { item: i.id, field: `i${i.n}-${i.id.slice(-6)}-${lack}`, what: app.t(`recheck.lacks.${lack}`, { n: i.n }), word: app.t(`recheck.todo.${lack}`, { n: i.n }) };
    }
    return null;
  }

  async function save() {
    if (busy) return;
    busy = true; app.redraw();
    await picked();
    busy = false;
    const lack = missing(clockNow());
    tried = Boolean(lack); problem = "";
    if (lack) return toward(lack);
    busy = true; app.redraw();
    const kept = [];
    try {
      await drafts.settled();
      const effective = [app.user.id, drafts.second()].every((who) => !whyNot(app, who, groups(), dayOf(app)));
      for (const i of chosen()) {
        const d = drafts.of(i.id);
        await app.actions.recordRecheck(i.id, { draft_id: d.id, result: d.result, second: drafts.second(), text: d.text.trim() || app.t(`recheck.said.${d.result}`), photos: d.photos, rest: d.rest });
        drafts.done(i.id);
        kept.push([i.id, d.result]);
      }
      app.go("/today", { replace: true });
      app.sheet(keptSheet(app, { orderId: order.id, itemIds: kept.map(([one]) => one), passed: kept.filter(([, result]) => result === "pass").length, effective }));
    } catch (error) { problem = app.errorText(error); }
    busy = false;
    if (problem) { await load(); app.redraw(); }
  }

  /** The button leads to what is missing: to the colleagues, to the camera, to the field. @param {{field: string, item?: string}} lack */
  function toward({ field, item: which }) {
    if (field === "second") chooseSecond(app, { groups: groups(), day: dayOf(app), second: null, choose });
    else if (which && field.endsWith("-photo")) { aim = which; openCamera(); }
    app.redraw();
    setTimeout(() => focusOn(field));
  }

  /** @param {string} who */
  function choose(who) {
    drafts.setSecond(who);
    if (!drafts.has(id)) drafts.set(id);
  }

  const focusOn = (/** @type {string} */ field) => {
    const found = document.getElementById(field), at = found?.matches("button, input, textarea") ? found : found?.querySelector("input, button, textarea") ?? document.getElementById(field.replace(/-[a-z]+$/, ""));
    if (document.querySelector("dialog[open]")) return;
    found?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement|null} */ (at)?.focus({ preventScroll: true });
  };

  /** Only of what stands on disk is it said. */
  const saved = () => drafts.begun() && drafts.saved() ? html`<span role="status">${status("kept", app.t("recheck.saved"))}</span>` : nothing;
  const trouble = () => problem || drafts.problem();

  function view() {
    const { t } = app, now = clockNow();
    if (!item || !read) return html`<div class="screen">${navTop(t("back"), t("recheck.title"), back)}<main id="main">${read ? empty("off", t("item.gone"), t("item.gone.hint")) : nothing}</main></div>`;
    const i = shownItem(app, item, order, now);
    if (!may(item)) {
      if (!i.open || item.state === "issued" || !isMember(app, order)) return html`<div class="screen">${navTop(t("back"), t("recheck.title"), back)}<main id="main">${empty(i.open ? "off" : "closed", t(i.open ? "recheck.not_you" : "recheck.over"), t("recheck.over.hint"))}
        ${trouble() ? html`<div class="pad">${fieldError("recheck-error", trouble())}</div>` : nothing}
        ${chosen().filter((one) => one.id !== id).map((one) => html`<p class="pad center"><a class="btn" href="#/recheck/${one.id}">${t("recheck.todo.left", { n: one.n })}</a></p>`)}
        <p class="pad center"><a class="link" href="#/item/${id}">${t("item.see")}</a></p></main></div>`;
      return lookView(app, { shown: i, drafts, taken, before: photos.view(before(item), () => t("item.photo.before")), problem: trouble(), back, saved: saved(), why: "" });
    }
    if (whyNot(app, app.user.id, [], dayOf(app))) return lookView(app, { shown: i, drafts, taken, before: photos.view(before(item), () => t("item.photo.before")), problem: trouble(), back, saved: saved(), why: whyNot(app, app.user.id, [], dayOf(app)) });
    const lack = missing(now), n = chosen().length, rest = all.length - n;
    return html`<div class="screen recheck">${navTop(t("back"), [t("recheck.title"), i.party].filter(Boolean).join(t("dot")), back, saved())}<main id="main">
      <p class="blk">${paperNumber(i.number)}</p>
      ${officersBlock(app, { groups: groups(), day: dayOf(app), second: drafts.second(), missing: tried && !drafts.second(), choose })}
      ${all.map((one) => itemBlock(app, { shown: shownItem(app, one, order, now), title: categoryOf(one), before: before(one), beforeUrl: (p) => photos.url(p.sha256), unseen: (p) => photos.unseen(p.sha256), draft: drafts.has(one.id), drafts, taken, aim: (who) => { aim = who; }, tried: tried && (one.id === id || Boolean(drafts.has(one.id))), now }))}
      <p class="pad say mut">${t("recheck.means")}</p></main>
      <div class="act" role="region" aria-label=${t("act.label")}>${trouble() ? fieldError("recheck-error", trouble()) : nothing}${lack ? html`<p>${lack.what}</p>` : rest ? html`<p>${t("recheck.later", { n: rest })}</p>` : nothing}
        ${busyButton(lack ? lack.word : t("recheck.save", { n }), busy, t("capture.saving"), save)}</div></div>`;
  }

  const categoryOf = (/** @type {any} */ i) => nameIn(app.refs.category.get(i.category), app.lang).split(/[、/（(]| or |, /)[0] || app.t("category.unsure");

  return { title: app.t("recheck.title"), load, view, leave() { taken.release(); drafts.leave(); photos.leave(); } };
}
