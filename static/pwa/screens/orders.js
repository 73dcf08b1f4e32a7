/** 整改: every item that somebody still owes something about, the most urgent first: mine, then my squadron's. Late ones are red without a network too. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as papers from "../store/papers.js";
import { clockNow } from "../store/time.js";
import { itemRow } from "../components/item_row.js";
import { empty, navTop, section } from "../components/parts.js";
import { openItems } from "./item/shown.js";

const PAGE = 50;

/** @param {import("../main.js").App} app */
export function screen(app) {
  let records = /** @type {any[][]} */ ([[], []]), shown = PAGE;

  async function load() {
    records = await Promise.all([papers.shownItems(), papers.shownOrders()]);
  }

  const list = (title, rows, more) => rows.length === 0 ? nothing : html`<section aria-label=${title}>${section(title, app.t("count.items", { n: rows.length }), more)}
    <ul class="rows">${rows.slice(0, shown).map((r) => itemRow(app, [r]))}</ul>
    ${rows.length > shown ? html`<p class="pad center"><button class="btn wide" @click=${() => { shown += PAGE; app.redraw(); }}>${app.t("order.more", { n: rows.length - shown })}</button></p>` : nothing}</section>`;

  function view() {
    const { t } = app, items = openItems(app, records[0], records[1], clockNow()); // by the clock of this drawing: what falls due turns red as it stands here
    const late = items.filter((i) => i.standing === "overdue").length;
    return html`<div class="screen">${navTop(t("back"), t("order.list"), () => app.go("/today"))}<main id="main">
      ${items.length ? html`<p class="pad say" role="status">${t("count.items", { n: items.length })}${late ? html`${t("order.late.sep")}<b class="late">${t("order.late", { n: late })}</b>` : nothing}</p>` : empty("closed", t("order.none"), t("order.none.hint"))}
      ${list(t("order.mine"), items.filter((i) => i.mine), t("today.by_deadline"))}${list(t("order.squadron"), items.filter((i) => !i.mine), nothing)}</main></div>`;
  }
  return { title: app.t("order.list"), load, view };
}
