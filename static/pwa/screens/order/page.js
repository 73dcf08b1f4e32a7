/** An order (责令) or any other paper (文书): state, party, items with both deadlines, who signed, how it was served, how it reads. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import * as papers from "../../store/papers.js";
import * as outbox from "../../store/outbox.js";
import { clockNow } from "../../store/time.js";
import { itemRail, paperNumber } from "../../components/item_row.js";
import { empty, navTop, section, status } from "../../components/parts.js";
import { casePhotos } from "../case/photos.js";
import { askedStrip } from "../item/attest.js";
import { mayInspect } from "../inspect/authority.js";
import { mayDo } from "../item/rights.js";
import { shownItem, unsent } from "../item/shown.js";
import { isEvidence, isSignature, kindName, officersBlock, serviceFacts, stateBlock, textBlock } from "./facts.js";
import { replaceSheet } from "./replace.js";
import { serveSheet } from "./serve.js";

/** @param {any} app @param {"order"|"document"} type @param {string} id */
export function paperPage(app, type, id) {
  let row = /** @type {any} */ (null), items = /** @type {any[]} */ ([]), opinions = /** @type {any[]} */ ([]), about = /** @type {any[]} */ ([]), asked = /** @type {any} */ (null), flags = /** @type {string[]} */ ([]), read = false;
  const photos = casePhotos(app);

  async function load() {
    const [found, open, receipts] = await Promise.all([type === "order" ? papers.shownOrder(id) : papers.shownDocument(id), papers.asked(), outbox.receipts()]);
    row = found;
    read = true;
    if (!row) return;
    asked = open.find((a) => a.type === type && a.id === id) ?? null;
    const mine = new Set([row.op_id, ...(row.pending ?? []).map((/** @type {any} */ op) => op.op_id)]);
    flags = [...new Set(receipts.filter((r) => mine.has(r.op_id)).flatMap((r) => r.flags ?? []))];
    if (type === "order") {
      const all = await papers.shownItems();
      items = all.filter((i) => i.order_id === id).sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
      opinions = await papers.documentsAbout("order", id);
    } else about = await orders(row.about ?? []);
    await photos.load(row.photos ?? []);
  }

  /** The orders that a paper speaks of. @param {{type: string, id: string}[]} things */
  async function orders(things) {
    const ids = new Set(things.filter((a) => a.type === "order").map((a) => a.id));
    const wanted = new Set(things.filter((a) => a.type === "item").map((a) => a.id));
    if (wanted.size) for (const i of await papers.shownItems()) if (wanted.has(i.id)) ids.add(i.order_id);
    return (await Promise.all([...ids].map((i) => papers.shownOrder(i)))).filter(Boolean);
  }

  const back = () => history.length > 1 ? history.back() : app.go("/orders", { replace: true });

  function view() {
    const { t, format } = app;
    if (!row) return html`<div class="screen">${navTop(t("back"), t("order.kind"), back)}<main id="main">${read ? empty("off", t("order.gone"), t("order.gone.hint")) : nothing}</main></div>`;
    const waiting = (row.pending ?? []).some(unsent), evidence = (row.photos ?? []).filter(isEvidence), signed = (row.photos ?? []).filter(isSignature);
    const party = row.party?.name ?? row.fields?.party_name ?? "", url = `${location.origin}/v/${row.verify_code}`;
    return html`<div class="screen">${navTop(t("back"), kindName(app, row.kind), back)}<main id="main">${asked ? askedStrip(app, asked) : nothing}
      <div class="blk case-head ${waiting ? "unsent" : ""}"><p class="lead">${row.number ? paperNumber(row.number) : t("order.unnumbered")}</p>${stateBlock(app, type, row, flags)}</div>
      <div class="blk"><dl class="facts">${party ? html`<dt>${t("item.party")}</dt><dd>${party}</dd>` : nothing}
        <dt>${t("order.issued")}</dt><dd>${format.dayTime(Number(row.issued_at))}</dd>${serviceFacts(app, row)}
        ${signed.length ? html`<dt>${t("order.signatures")}</dt><dd>${t("order.signatures.n", { n: signed.length })}</dd>` : nothing}
        ${row.inspection_id ? html`<dt>${t("order.inspection")}</dt><dd><a class="inline" href="#/inspection/${row.inspection_id}">${t("order.inspection.see")}</a></dd>` : nothing}
        ${about.map((o) => html`<dt>${t("order.about")}</dt><dd><a class="inline" href="#/order/${o.id}">${paperNumber(o.number)}</a></dd>`)}
        ${row.case_id ? html`<dt>${t("case.title")}</dt><dd><a class="inline" href="#/case/${row.case_id}">${t("kept.case")}</a></dd>` : nothing}</dl></div>
      ${items.length ? html`<section aria-label=${t("order.items")}>${section(t("order.items"), t("count.items", { n: items.length }))}<ul class="rows">${items.map(itemLine)}</ul></section>` : nothing}
      ${officersBlock(app, row, Number(row.issued_at))}
      ${opinions.length ? html`${section(t("order.opinions"))}<ul class="rows">${opinions.map((d) => html`<li><a class="line" href="#/document/${d.id}"><span class="t">${kindName(app, d.kind)}<small>${paperNumber(d.number)}</small></span></a></li>`)}</ul>` : nothing}
      ${textBlock(app, row, items)}
      ${signed.length || evidence.length ? html`<div class="blk">${photos.view(evidence, () => t("order.photo"))}<div class="sigs">${photos.view(signed, () => t("order.signature"))}</div></div>` : nothing}
      ${row.verify_code ? html`<div class="blk"><p class="mut">${t("order.verify")}</p><p><a class="inline" href=${url} target="_blank" rel="noopener">${url}</a></p></div>` : nothing}</main>${buttons()}</div>`;
  }

  function itemLine(/** @type {any} */ i) {
    const { t, format } = app, s = shownItem(app, i, row, clockNow()), moved = i.original_due_at != null && i.original_due_at !== i.due_at;
    return html`<li><a class="row" href="#/item/${i.id}">${itemRail(app, s.due)}<div><h3>${t("item.numbered", { n: i.n, text: i.requirement })}</h3>
      <p class="mut">${s.dueAt ? t("order.until", { when: format.deadline(s.dueAt) }) : t("due.none")}</p>${moved ? html`<p class="mut">${t("item.first_due", { when: format.deadline(i.original_due_at) })}</p>` : nothing}
      <div class="meta">${status(s.look, s.stateWord)}${s.pending ? status("pending", t("status.pending")) : nothing}</div></div></a></li>`;
  }

  /** 换发: whoever signed it may put another in its place while it stands. */
  const mayReplace = () => type === "order" && ["issued", "served"].includes(row.state) && row.officers.includes(app.user.id) && mayInspect(app) && !(row.pending ?? []).some((/** @type {any} */ op) => op.refused);

  function buttons() {
    const { t } = app, can = mayDo(app, type, row);
    const open = items.filter((i) => mayDo(app, "item", i, row).has("recheck.record"));
    const some = [
      can.has(`${type}.serve`) ? html`<button class="btn pri" @click=${() => app.sheet(serveSheet(app, type, row))}>${t("order.serve")}</button>` : nothing,
      mayReplace() ? html`<button class="btn" @click=${() => app.sheet(replaceSheet(app, row))}>${t("order.replace")}</button>` : nothing,
      open.length ? html`<a class="btn pri" href="#/recheck/${open.sort((a, b) => a.due_at - b.due_at)[0].id}">${t("recheck.start")}</a>` : nothing,
    ].filter((b) => b !== nothing);
    return some.length ? html`<div class="act" role="region" aria-label=${t("act.label")}>${some}</div>` : nothing;
  }

  return { title: app.t("order.kind"), load, view, leave: () => photos.leave() };
}
