/** One item (整改项): how late, what must be put right and by whom, before and after, its life, and what this person may do about it. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as papers from "../store/papers.js";
import * as records from "../store/records.js";
import { clockNow } from "../store/time.js";
import { itemDueWords, paperNumber } from "../components/item_row.js";
import { empty, icon, navTop, section, status } from "../components/parts.js";
import { askedStrip } from "./item/attest.js";
import { casePhotos } from "./case/photos.js";
import { extensionSheet, reportDoneSheet } from "./item/acts.js";
import { life, lifeOf, person } from "./item/life.js";
import { isMember, mayDo } from "./item/rights.js";
import { shownItem } from "./item/shown.js";
import { isEvidence, photosOf } from "./order/facts.js";
import { nameIn } from "./refs.js";

/** @param {import("../main.js").App} app @param {{id: string}} params */
export function screen(app, { id }) {
  let item = /** @type {any} */ (null), order = /** @type {any} */ (null), inspection = /** @type {any} */ (null), about = /** @type {any} */ (null);
  let kin = /** @type {any[]} */ ([]), asked = /** @type {any} */ (null), read = false;
  const photos = casePhotos(app);

  async function load() {
    const [items, open] = await Promise.all([papers.shownItems(), papers.asked()]);
    item = items.find((i) => i.id === id) ?? null;
    asked = open.find((a) => a.type === "item" && a.id === id) ?? null;
    order = item ? await papers.shownOrder(item.order_id) : null;
    const caseId = item?.case_id ?? order?.case_id;
    [inspection, about] = await Promise.all([order?.inspection_id ? papers.shownInspection(order.inspection_id) : null, caseId ? records.get("case", caseId) : null]);
    kin = item ? items.filter((i) => i.parent === id || i.id === item.parent) : [];
    await photos.load([...before(), ...after()]);
    read = true;
  }
  /** The photos of its finding. */
  const before = () => photosOf(inspection, inspection?.findings?.find((/** @type {any} */ f) => f.id === item?.finding_id));
  const after = () => (item?.photos ?? []).filter(isEvidence);
  const back = () => history.length > 1 ? history.back() : app.go("/orders", { replace: true });

  function view() {
    const { t, format, lang } = app, now = clockNow();
    if (!item) return html`<div class="screen">${navTop(t("back"), t("item.title"), back)}<main id="main">${read ? empty("off", t("item.gone"), t("item.gone.hint")) : nothing}</main></div>`;
    const i = shownItem(app, item, order, now), moved = item.original_due_at != null && item.original_due_at !== item.due_at;
    const old = before(), fresh = after();
    return html`<div class="screen">${navTop(t("back"), html`${i.party || t("item.title")}${t("dot")}<span class="num">${t("item.nth", { n: i.n })}</span>`, back)}<main id="main">
      ${asked ? askedStrip(app, asked) : nothing}
      <div class="blk case-head ${i.pending ? "unsent" : ""}"><div class="split">${status(i.look, i.stateWord, "badge")}<span class="lead">${itemDueWords(app, i.due)}</span></div>
        <p class="lead">${i.requirement}</p>
        ${i.dueAt ? html`<p class="mut">${t(i.open ? "case.before" : "item.was_due", { when: format.deadline(i.dueAt) })}${moved ? html` <span class="nowrap">${t("item.first_due", { when: format.deadline(item.original_due_at) })}</span>` : nothing}</p>` : nothing}
        ${i.pending ? html`<p>${status("pending", t("item.unsent"))}</p>` : nothing}</div>
      ${old.length || fresh.length ? html`<div class="blk">${photos.view([...old, ...fresh], (p) => old.includes(p) ? t("item.photo.before") : t("item.photo.after"))}</div>` : nothing}
      <div class="blk"><dl class="facts">
        ${i.party ? html`<dt>${t("item.party")}</dt><dd>${i.party}</dd>` : nothing}
        <dt>${t("item.paper")}</dt><dd>${order ? html`<a class="inline" href="#/order/${order.id}">${paperNumber(i.number) || t("order.kind")}</a>` : t("item.paper.hidden")}</dd>
        <dt>${t("fact.category")}</dt><dd>${nameIn(app.refs.category.get(item.category), lang) || t("category.unsure")}</dd>
        ${order ? html`<dt>${t("item.officers")}</dt><dd>${order.officers.map((/** @type {string} */ o) => person(app, o)).join(t("comma"))}</dd>` : nothing}
        ${kin.map((k) => html`<dt>${t(k.parent === id ? "item.rest" : "item.parent")}</dt><dd><a class="inline" href="#/item/${k.id}">${k.requirement}</a></dd>`)}
        ${about ? html`<dt>${t("case.title")}</dt><dd><a class="inline" href="#/case/${about.id}">${about.number || t("kept.case")}</a></dd>` : nothing}</dl></div>
      <section class="story" aria-label=${t("case.story")}>${section(t("case.story"))}<div class="blk">${life(app, lifeOf(app, i, about, now))}</div></section></main>
      ${buttons(i, now)}</div>`;
  }

  /** By right and by moment: time can be asked for only while it runs. @param {import("./item/shown.js").ShownItem} i @param {number} now */
  function buttons(i, now) {
    const { t } = app, can = mayDo(app, "item", item, order);
    const recheck = can.has("recheck.record"), look = !recheck && i.open && item.state !== "issued" && isMember(app, order);
    const some = [
      can.has("item.report_done") && item.state !== "done_claimed" ? html`<button class="btn" @click=${() => app.sheet(reportDoneSheet(app, i))}>${t("item.done")}</button>` : nothing,
      can.has("extension.request") && i.dueAt && now < i.dueAt ? html`<button class="btn" @click=${() => app.sheet(extensionSheet(app, i))}>${t("item.extend")}</button>` : nothing,
      recheck || look ? html`<a class="btn pri" href="#/recheck/${id}">${icon("camera")}${t(recheck ? "recheck.start" : "recheck.look")}</a>` : nothing,
      item.state === "issued" && order && mayDo(app, "order", order).has("order.serve") ? html`<a class="btn pri" href="#/order/${order.id}">${t("order.serve")}</a>` : nothing,
    ].filter((b) => b !== nothing);
    return some.length ? html`<div class="act" role="region" aria-label=${t("act.label")}>${some}</div>` : nothing;
  }

  return { title: app.t("item.title"), load, view, leave: () => photos.leave() };
}
