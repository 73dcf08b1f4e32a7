/** What was ordered in a case: its inspections, orders with their items, and other papers; or, for who may not see them, how they stand. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import * as papers from "../../store/papers.js";
import { clockNow } from "../../store/time.js";
import { itemRail, itemRow, paperNumber } from "../../components/item_row.js";
import { section, status } from "../../components/parts.js";
import { shownItem } from "../item/shown.js";
import { kindName } from "../order/facts.js";
import { nameIn, stateOf } from "../refs.js";

/** @param {any} app */
export function casePapers(app) {
  let c = /** @type {any} */ (null), orders = /** @type {any[]} */ ([]), items = /** @type {any[]} */ ([]), documents = /** @type {any[]} */ ([]), inspections = /** @type {any[]} */ ([]);

  /** @param {any} record a shown case */
  async function load(record) {
    c = record;
    const [own, all, about, looked] = await Promise.all([papers.ordersOfCase(record.id), papers.shownItems(), papers.documentsAbout("case", record.id), papers.inspectionsOfCase(record.id)]);
    [orders, documents, inspections] = [own, about, looked];
    items = all.filter((i) => orders.some((o) => o.id === i.order_id)).sort((a, b) => a.n - b.n);
  }

  function view() {
    const { t } = app, now = clockNow(), hidden = (c?.orders ?? []).filter((/** @type {any} */ o) => !orders.some((own) => own.id === o.id));
    if (!c || !(orders.length + hidden.length + documents.length + inspections.length)) return nothing;
    return html`<section aria-label=${t("order.items")}>${section(t("order.items"), t("count.items", { n: items.length + hidden.reduce((/** @type {number} */ n, /** @type {any} */ o) => n + o.items.length, 0) }))}
      <ul class="rows">${items.map((i) => itemRow(app, [shownItem(app, i, orders.find((o) => o.id === i.order_id), now)]))}
        ${hidden.flatMap((/** @type {any} */ o) => o.items.map((/** @type {any} */ i) => follower(o, i, now)))}</ul>
      <ul class="rows more">${orders.map((o) => line(`#/order/${o.id}`, kindName(app, o.kind), o.number, stateOf(app, "order", o.state)))}
        ${documents.map((d) => line(`#/document/${d.id}`, kindName(app, d.kind), d.number, stateOf(app, "document", d.state)))}
        ${inspections.map((i) => line(`#/inspection/${i.id}`, t("order.inspection"), app.format.dayTime(i.started_at), null))}</ul></section>`;
  }

  const line = (/** @type {string} */ href, /** @type {string} */ name, /** @type {string|null} */ number, /** @type {any} */ state) => html`<li><a class="line" href=${href}><span class="t">${name}${number ? html`<small>${paperNumber(number)}</small>` : nothing}</span>
    ${state ? status(state.look, nameIn(state, app.lang)) : nothing}</a></li>`;

  /** Whoever follows a case learns how its items stand, not whom they bind. @param {any} o @param {any} i @param {number} now */
  function follower(o, i, now) {
    const s = shownItem(app, { ...i, order_id: o.id }, null, now);
    return html`<li><div class="row">${itemRail(app, s.due)}<div><h3>${app.t("item.nth", { n: i.n })}</h3><div class="meta">${status(s.look, s.stateWord)}${paperNumber(o.number ?? "")}</div></div></div></li>`;
  }
  return { load, view };
}
