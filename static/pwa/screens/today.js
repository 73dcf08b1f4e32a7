/** 今日: what is late, what is due today, what else is mine; and what this phone has not sent yet. What was ordered stands here by its items (整改项), and its case then not once more. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as records from "../store/records.js";
import * as device from "../store/device.js";
import { unseen } from "../store/alerts.js";
import * as papers from "../store/papers.js";
import { clockNow } from "../store/time.js";
import { caseRow, ghostRows, strip } from "../components/case_row.js";
import { itemRow } from "../components/item_row.js";
import { empty, icon, section, tabTop } from "../components/parts.js";
import { netState } from "../components/net.js";
import { openItems, together } from "./item/shown.js";
import { byDeadline, isMine, shown } from "./refs.js";

const SHORT = 20; // rows of a section before "all of them" is a link
const DRAFTS = 3; // strips of what was begun, before the rest waits behind a button

/** @param {import("../main.js").App} app */
export function screen(app) {
  let cases = /** @type {any[]} */ ([]), items = /** @type {any[]} */ ([]), orders = /** @type {any[]} */ ([]);
  let synced = true, alerts = 0, asked = 0, drafts = /** @type {any[]} */ ([]), unfolded = false;

  async function load() {
    const [all, ever, begun, unread, open, ...rest] = await Promise.all([
      records.shownCases(app.user.id), device.everSynced(), app.openDrafts(), unseen(), papers.asked(), papers.shownItems(), papers.shownOrders()]);
    cases = all.filter((c) => isMine(app.user, c));
    [synced, drafts, alerts, asked] = [ever, begun, unread, open.length];
    [items, orders] = rest;
  }

  /**
   * What is on my hands, each thing once, by the clock of this drawing: my items, and the cases that none of them stands for.
   * @param {number} now @returns {{dueAt: number|null, due: any, row: unknown, record: {id: string}}[]}
   */
  function work(now) {
    const mine = openItems(app, items, orders, now).filter((i) => i.mine), told = new Set(mine.map((i) => i.caseId));
    const rest = cases.filter((c) => !told.has(c.id)).map((c) => shown(app, c, now)).filter((c) => c.open);
    return [...together(mine).map((group) => ({ dueAt: group[0].dueAt, due: group[0].due, row: itemRow(app, group, { brief: true }), record: { id: group[0].id } })),
      ...rest.map((c) => ({ dueAt: c.dueAt, due: c.due, row: caseRow(app, c), record: c.record }))].sort(byDeadline);
  }

  /** @param {string} title @param {{row: unknown}[]} rows @param {unknown} [to] */
  const list = (title, rows, to = nothing) => rows.length === 0 ? nothing : html`<section aria-label=${title}>${section(title, app.t("count.things", { n: rows.length }), to)}
    <ul class="rows">${rows.slice(0, SHORT).map((r) => r.row)}</ul>
    ${rows.length > SHORT ? html`<p class="pad center"><a class="link" href="#/cases">${app.t("today.all", { n: rows.length })}</a></p>` : nothing}</section>`;

  function view() {
    const { t, format } = app, now = clockNow();
    const all = work(now), overdue = all.filter((c) => c.due.kind === "overdue"), today = all.filter((c) => c.due.kind === "today");
    const rest = all.filter((c) => !overdue.includes(c) && !today.includes(c));
    return html`<div class="screen tabs">${tabTop(t("today.title"), format.day(now), netState(app))}
      <main id="main">${strips()}
      ${!synced && all.length === 0 ? firstLoad() : html`
        ${overdue.length + today.length === 0 ? html`<div class="gap"></div>${nothingDue(rest)}` : nothing}
        ${list(t("today.overdue"), overdue)}${list(t("today.today"), today)}${list(t("today.mine"), rest, t("today.by_deadline"))}
        ${items.length ? html`<p class="pad center"><a class="link" href="#/orders">${t("today.orders")}</a></p>` : nothing}`}</main></div>`;
  }

  function nothingDue(rest) {
    const next = rest.find((c) => c.dueAt && c.due.kind === "left");
    return empty("closed", app.t("today.none"), next ? app.t("today.next", { when: app.format.deadline(next.dueAt) }) : app.t("today.none.hint"));
  }

  function firstLoad() {
    const { done, total } = app.sync.status().progress;
    return html`${section(app.t("today.first"), total ? app.t("today.first.count", { done, total }) : nothing)}${ghostRows()}
      <p class="pad mut">${app.sync.status().online ? app.t("today.first.wait") : app.t("today.first.offline")}</p>`;
  }

  function strips() {
    const { t, format, counts } = app, now = Date.now();
    return html`${app.needsSignIn() ? html`<button class="strip today" @click=${() => app.askSignIn()}>${icon("lock")}<span><b>${t("session.ended")}</b><span>${t("session.ended.hint")}</span></span><b>${t("signin.button")}</b></button>` : nothing}
      ${app.update.ready ? html`<a class="strip kept" href="#/me">${icon("update")}<span><b>${t("me.update")}</b><span>${t("me.update.hint")}</span></span><span></span></a>` : nothing}
      ${alerts ? strip("today", "#/inbox", t("strip.alerts", { n: alerts }), t("strip.alerts.hint")) : nothing}
      ${asked ? html`<button class="strip attention" @click=${() => app.sheetFrom("./screens/item/attest.js")}>${icon("s-attention")}<span><b>${t("strip.attest", { n: asked })}</b><span>${t("strip.attest.hint")}</span></span>${icon("next")}</button>` : nothing}
      ${counts.attention ? strip("attention", "#/outbox", t("strip.attention", { n: counts.attention }), t("strip.attention.hint")) : nothing}
      ${counts.ops ? strip("pending", "#/outbox", t("strip.unsent", { n: counts.ops }), t("strip.unsent.age", { age: format.age(now - (counts.oldest_at ?? now)), next: nextWords() })) : nothing}
      ${draftStrips()}`;
  }

  /** What was begun, the newest first; the items of one order are rechecked together. */
  function draftStrips() {
    const { t, format } = app, all = [...new Map(drafts.map((d) => [orderOf(d)?.id ?? d.id, d])).values()], shown = unfolded ? all : all.slice(0, DRAFTS), rest = all.length - shown.length;
    return html`${shown.map((d) => strip("kept", `#${app.draftPath(d)}`, draftWords(d), t("strip.draft.hint", { when: format.moment(d.made_at) })))}
      ${rest ? html`<button class="strip kept" @click=${() => { unfolded = true; app.redraw(); }}>${icon("s-kept")}<span><b>${t("strip.draft.rest", { n: rest })}</b></span>${icon("plus")}</button>` : nothing}`;
  }

  /** Of which order an item is being rechecked. @param {any} d */
  const orderOf = (d) => d.kind === "recheck" ? orders.find((o) => o.id === items.find((i) => i.id === d.item_id)?.order_id) : null;

  /** What was begun, and about whom. @param {any} d */
  function draftWords(d) {
    if (!d.kind || d.kind === "report") return app.t("strip.draft", { n: d.photos.length });
    const whose = d.party?.name || orderOf(d)?.party?.name;
    return app.t(whose ? `strip.draft.${d.kind}.of` : `strip.draft.${d.kind}`, { name: whose });
  }

  function nextWords() {
    const s = app.sync.status();
    if (!s.online) return app.t("next.online");
    if (s.state === "waiting" && s.next_try_at) return app.t("next.at", { time: app.format.time(s.next_try_at) });
    return s.state === "blocked" ? app.t("next.blocked") : app.t("next.now");
  }

  return { title: app.t("today.title"), tab: "today", load, view };
}
