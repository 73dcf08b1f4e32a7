/** 今日: what is late, what is due today, what else is mine; and what this phone has not sent yet. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as records from "../store/records.js";
import * as device from "../store/device.js";
import { unseen } from "../store/alerts.js";
import { caseRow, ghostRows, strip } from "../components/case_row.js";
import { empty, icon, section, tabTop } from "../components/parts.js";
import { netState } from "../components/net.js";
import { byDeadline, isMine, shown } from "./refs.js";

const SHORT = 20; // rows of a section before "all of them" is a link

/** @param {import("../main.js").App} app */
export function screen(app) {
  let work = /** @type {ReturnType<typeof shown>[]} */ ([]);
  let synced = true, alerts = 0, drafts = /** @type {any[]} */ ([]);

  async function load() {
    const now = Date.now();
    const [cases, ever] = await Promise.all([records.shownCases(app.user.id), device.everSynced()]);
    work = cases.filter((c) => isMine(app.user, c)).map((c) => shown(app, c, now)).filter((c) => c.open).sort(byDeadline);
    synced = ever;
    [drafts, alerts] = await Promise.all([app.openDrafts(), unseen()]);
  }

  /** @param {string} title @param {ReturnType<typeof shown>[]} rows @param {unknown} [to] */
  const list = (title, rows, to = nothing) => rows.length === 0 ? nothing : html`<section aria-label=${title}>${section(title, app.t("count.cases", { n: rows.length }), to)}
    <ul class="rows">${rows.slice(0, SHORT).map((c) => caseRow(app, c))}</ul>
    ${rows.length > SHORT ? html`<p class="pad center"><a class="link" href="#/cases">${app.t("today.all", { n: rows.length })}</a></p>` : nothing}</section>`;

  function view() {
    const { t, format } = app, now = Date.now();
    const overdue = work.filter((c) => c.due.kind === "overdue"), today = work.filter((c) => c.due.kind === "today");
    const rest = work.filter((c) => !overdue.includes(c) && !today.includes(c));
    return html`<div class="screen tabs">${tabTop(t("today.title"), format.day(now), netState(app))}
      <main id="main">${strips()}
      ${!synced && work.length === 0 ? firstLoad() : html`
        ${overdue.length + today.length === 0 ? html`<div class="gap"></div>${nothingDue(rest)}` : nothing}
        ${list(t("today.overdue"), overdue)}${list(t("today.today"), today)}${list(t("today.mine"), rest, t("today.by_deadline"))}`}</main></div>`;
  }

  function nothingDue(rest) {
    const next = rest.find((c) => c.dueAt);
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
      ${counts.attention ? strip("attention", "#/outbox", t("strip.attention", { n: counts.attention }), t("strip.attention.hint")) : nothing}
      ${counts.ops ? strip("pending", "#/outbox", t("strip.unsent", { n: counts.ops }), t("strip.unsent.age", { age: format.age(now - (counts.oldest_at ?? now)), next: nextWords() })) : nothing}
      ${drafts.map((d) => strip("kept", `#/capture/${d.id}`, t("strip.draft", { n: d.photos.length }), t("strip.draft.hint", { when: format.moment(d.made_at) })))}`;
  }

  function nextWords() {
    const s = app.sync.status();
    if (!s.online) return app.t("next.online");
    if (s.state === "waiting" && s.next_try_at) return app.t("next.at", { time: app.format.time(s.next_try_at) });
    return s.state === "blocked" ? app.t("next.blocked") : app.t("next.now");
  }

  return { title: app.t("today.title"), tab: "today", load, view };
}
