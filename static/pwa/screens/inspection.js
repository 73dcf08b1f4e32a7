/** An inspection (现场检查) as it was recorded: the party and what is known of it, officers, findings with photos, papers made from it. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as papers from "../store/papers.js";
import * as outbox from "../store/outbox.js";
import { paperNumber } from "../components/item_row.js";
import { busyButton, empty, navTop, section } from "../components/parts.js";
import { casePhotos } from "./case/photos.js";
import { askedStrip } from "./item/attest.js";
import { isEvidence, kindName, officersBlock, photosOf, stateBlock } from "./order/facts.js";
import { mayInspect } from "./inspect/authority.js";
import { unsent } from "./item/shown.js";
import { nameIn } from "./refs.js";

/** @param {import("../main.js").App} app @param {{id: string}} params */
export function screen(app, { id }) {
  let row = /** @type {any} */ (null), orders = /** @type {any[]} */ ([]), records = /** @type {any[]} */ ([]), known = /** @type {any} */ (null), asked = /** @type {any} */ (null), left = /** @type {any[]} */ ([]);
  let flags = /** @type {string[]} */ ([]), read = false, busy = "";
  const photos = casePhotos(app);

  async function load() {
    const [found, all, open, receipts] = await Promise.all([papers.shownInspection(id), papers.shownOrders(), papers.asked(), outbox.receipts()]);
    row = found; read = true;
    if (!row) return;
    orders = all.filter((o) => o.inspection_id === id);
    asked = open.find((a) => a.type === "inspection" && a.id === id) ?? null;
    [records, known, left] = await Promise.all([papers.documentsAbout("inspection", id), row.party?.name ? papers.partyHistory(row.party) : null, papers.findingsLeft(row)]);
    const mine = new Set([row.op_id, ...(row.pending ?? []).map((/** @type {any} */ op) => op.op_id)]);
    flags = [...new Set(receipts.filter((r) => mine.has(r.op_id)).flatMap((r) => r.flags ?? []))];
    await photos.load(row.photos ?? []);
  }

  const back = () => history.length > 1 ? history.back() : app.go("/today", { replace: true });

  /** @param {string} which @param {() => Promise<{id: string}>} begin */
  async function write(which, begin) {
    busy = which; app.redraw();
    try { app.go(`/paper/${(await begin()).id}`); } catch (error) { app.failed(error); }
    busy = ""; app.redraw();
  }

  function view() {
    const { t, format } = app;
    if (!row) return html`<div class="screen">${navTop(t("back"), t("order.inspection"), back)}<main id="main">${read ? empty("off", t("order.gone"), t("order.gone.hint")) : nothing}</main></div>`;
    const waiting = (row.pending ?? []).some(unsent);
    const shown = new Set(row.findings.flatMap((/** @type {any} */ f) => photosOf(row, f)).map((/** @type {any} */ p) => p.sha256));
    const rest = (row.photos ?? []).filter((/** @type {any} */ p) => isEvidence(p) && !shown.has(p.sha256));
    return html`<div class="screen">${navTop(t("back"), t("order.inspection"), back)}<main id="main">${asked ? askedStrip(app, asked) : nothing}
      <div class="blk case-head ${waiting ? "unsent" : ""}"><p class="lead">${row.party?.name ?? t("order.nobody")}</p>${known ? html`<p class="mut">${historyWords(known)}</p>` : nothing}${stateBlock(app, "inspection", row, flags)}</div>
      <div class="blk"><dl class="facts"><dt>${t("attest.when")}</dt><dd>${format.dayTime(Number(row.started_at))}</dd>
        <dt>${t("order.basis")}</dt><dd>${t(`order.basis.${row.basis}`)}</dd><dt>${t("order.cert")}</dt><dd>${t(row.cert_shown ? "order.cert.shown" : "order.cert.not")}</dd>
        ${row.case_id ? html`<dt>${t("case.title")}</dt><dd><a class="inline" href="#/case/${row.case_id}">${t("kept.case")}</a></dd>` : nothing}</dl></div>
      ${section(t("order.findings"), t("count.items", { n: row.findings.length }))}
      ${row.findings.map((/** @type {any} */ f, /** @type {number} */ n) => html`<div class="blk stack"><h3 class="lead">${t("item.numbered", { n: n + 1, text: nameIn(app.refs.category.get(f.category), app.lang) || t("category.unsure") })}</h3>
        ${f.text ? html`<p>${f.text}</p>` : nothing}${photos.view(photosOf(row, f))}</div>`)}
      ${rest.length ? html`<div class="blk">${photos.view(rest)}</div>` : nothing}
      ${officersBlock(app, row, Number(row.started_at))}
      ${orders.length || records.length ? html`${section(t("order.papers"))}<ul class="rows">${[...orders.map((o) => ["order", o]), ...records.map((d) => ["document", d])].map(([type, p]) => html`<li><a class="line" href="#/${type}/${p.id}"><span class="t">${kindName(app, p.kind)}<small>${paperNumber(p.number)}</small></span></a></li>`)}</ul>` : nothing}</main>
      ${buttons()}</div>`;
  }

  /** What this phone knows of the party in twelve months. @param {any} k */
  const historyWords = (k) => [app.t("order.known.inspections", { n: k.inspections }), app.t("order.known.orders", { n: k.orders }), k.educated ? app.t("order.known.educated", { n: k.educated }) : "",
    k.overdue_items ? app.t("order.known.overdue", { n: k.overdue_items }) : ""].filter(Boolean).join(app.t("comma"));

  function buttons() {
    const { t } = app;
    if (!mayInspect(app) || !row.officers.includes(app.user.id)) return nothing;
    const order = left.length > 0, record = !records.some((d) => d.kind === "inspection_record" && d.state !== "withdrawn" && d.state !== "superseded");
    if (!order && !record) return nothing;
    return html`<div class="act" role="region" aria-label=${t("act.label")}>
      ${record ? busyButton(kindName(app, "inspection_record"), busy === "record", t("capture.saving"), () => write("record", () => app.actions.startPaper("inspection_record", { inspection_id: id })), order ? "btn" : "btn pri") : nothing}
      ${order ? busyButton(t("order.write"), busy === "order", t("capture.saving"), () => write("order", () => app.actions.startPaper("order_to_correct", { inspection_id: id })), "btn pri") : nothing}</div>`;
  }

  return { title: app.t("order.inspection"), load, view, leave: () => photos.leave() };
}
