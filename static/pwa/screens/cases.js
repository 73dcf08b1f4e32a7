/** 案件: every case on this phone, by what is open, late or closed, and by words. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as records from "../store/records.js";
import { clockNow } from "../store/time.js";
import { caseRow } from "../components/case_row.js";
import { empty, icon, tabTop } from "../components/parts.js";
import { byDeadline, nameIn, shown } from "./refs.js";

const PAGE = 50;
const FILTERS = ["open", "overdue", "mine", "closed", "all"];
/** Kept while the app is open: coming back from a case finds the list as it was. */
const kept = { filter: "open", query: "", page: 1 };

/** @param {import("../main.js").App} app */
export function screen(app) {
  let cases = /** @type {ReturnType<typeof shown>[]} */ ([]);

  async function load() {
    const now = clockNow();
    cases = (await records.shownCases(app.user.id)).map((c) => shown(app, c, now));
  }

  const passes = {
    open: (c) => c.open, overdue: (c) => c.open && c.due.kind === "overdue", closed: (c) => !c.open, all: () => true,
    mine: (c) => c.record.reporter === app.user.id || c.record.assignee === app.user.id || c.record.pending.length > 0,
  };
  const hay = (c) => [c.title, c.where, c.record.text, c.record.number, c.stateWord, nameIn(app.refs.category.get(c.record.category), app.lang)].join(" ").toLowerCase();
  const found = () => {
    const words = kept.query.toLowerCase().split(/\s+/).filter(Boolean);
    return cases.filter(passes[kept.filter]).filter((c) => words.every((w) => hay(c).includes(w))).sort(kept.filter === "open" || kept.filter === "overdue" ? byDeadline : (a, b) => b.record.id < a.record.id ? -1 : 1);
  };
  const set = (part) => { Object.assign(kept, { page: 1 }, part); app.redraw(); };

  function view() {
    const { t } = app, rows = found(), some = rows.slice(0, kept.page * PAGE);
    return html`<div class="screen tabs">${tabTop(t("cases.title"), t("count.cases", { n: rows.length }))}<main id="main">
      <div class="pad stack find"><div role="search"><label class="sr" for="case-query">${t("cases.search")}</label>
        <div class="inp">${icon("search")}<input id="case-query" type="search" autocomplete="off" enterkeyhint="search" placeholder=${t("search")} .value=${kept.query} @input=${(e) => set({ query: e.target.value })}>
        ${kept.query ? html`<button class="icon-btn" aria-label=${t("search.clear")} @click=${() => set({ query: "" })}>${icon("close")}</button>` : nothing}</div></div>
        <div class="chips" role="group" aria-label=${t("cases.filter")}>${FILTERS.map((f) => html`<button class="chip" aria-pressed=${kept.filter === f ? "true" : "false"} @click=${() => set({ filter: f })}>${t(`cases.${f}`)}</button>`)}</div></div>
      <p class="sr" role="status">${t("count.cases", { n: rows.length })}</p>
      ${some.length ? html`<h2 class="sr">${t(`cases.${kept.filter}`)}</h2><ul class="rows">${some.map((c) => caseRow(app, c))}</ul>` : empty("none", t(kept.query ? "cases.nothing" : "cases.empty"), t(kept.query ? "cases.nothing.hint" : "cases.empty.hint"))}
      ${rows.length > some.length ? html`<p class="pad center"><button class="btn wide" @click=${() => { kept.page += 1; app.redraw(); }}>${t("cases.more", { n: rows.length - some.length })}</button></p>` : nothing}</main></div>`;
  }
  return { title: app.t("cases.title"), tab: "cases", load, view };
}
