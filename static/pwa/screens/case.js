/** One case: how late, photos with their own state, the facts, what has happened, and what this person may do about it. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as records from "../store/records.js";
import { clockNow } from "../store/time.js";
import { offered } from "../domain/cases.js";
import { dueWords, handled } from "../components/case_row.js";
import { empty, icon, navTop, section, status } from "../components/parts.js";
import { act, actionName } from "./case/acts.js";
import { casePapers } from "./case/papers.js";
import { casePhotos } from "./case/photos.js";
import { eventsOf, timeline } from "./case/timeline.js";
import { mayInspect } from "./inspect/authority.js";
import { startInspection } from "./inspect/start.js";
import { grantsOf, ms, nameIn, shown } from "./refs.js";

/** What a phone can do, in the order of its buttons; the first that is offered is the primary one. */
const BUTTONS = ["task.accept", "task.report_done", "task.return"];

/** States of a case in which somebody is at work on it, so that it may be inspected (现场检查). */
const INSPECTED = ["dispatched", "in_progress", "ordered", "pending_recheck"];

/** @param {import("../main.js").App} app @param {{id: string}} params */
export function screen(app, { id }) {
  let c = /** @type {any} */ (null), gone = false, events = /** @type {any[]} */ ([]);
  const photos = casePhotos(app), papers = casePapers(app);

  async function load() {
    const found = await records.shownCase(id);
    gone = !found;
    if (!found) return;
    c = shown(app, found, clockNow());
    events = eventsOf(app, found);
    await Promise.all([photos.load(found.photos), papers.load(found)]);
  }

  function mayDo() {
    if (!app.refs.rules) return [];
    const can = new Set(offered(app.refs.rules, { user_id: app.user.id, grants: grantsOf(app.user) }, c.record));
    return BUTTONS.filter((type) => can.has(type));
  }

  /** Officers whose certificate runs, on a case that is theirs or their unit's and not yet done. */
  const inspectable = () => c.open && INSPECTED.includes(c.record.state) && mayInspect(app) && (c.record.assignee === app.user.id || grantsOf(app.user).some((g) => g.unit && g.unit === c.record.unit));
  const inspect = () => startInspection(app, { case_id: id, category: c.record.category, basis: "clue" });

  const back = () => history.length > 1 ? history.back() : app.go("/today", { replace: true });

  function view() {
    const { t } = app;
    if (gone) return html`<div class="screen">${navTop(t("back"), t("case.title"), back)}<main id="main">${empty("off", t("case.gone"), t("case.gone.hint"))}</main></div>`;
    if (!c) return html`<div class="screen">${navTop(t("back"), t("case.title"), back)}<main id="main"></main></div>`;
    const can = mayDo(), r = c.record;
    return html`<div class="screen">${navTop(t("back"), c.title, back)}<main id="main">
      <div class="blk case-head"><div class="split">${status(c.look, c.stateWord, "badge")}<span class="lead">${c.open || handled(c.due) ? dueWords(app, c.due) : nothing}</span></div>
        ${c.due.kind !== "none" ? html`<p class="mut">${t("case.before", { when: app.format.deadline(Number(c.deadline)) })}</p>` : nothing}
        ${r.moved_on ? html`<p class="note card">${icon("s-off")}<span>${t("case.moved_on")}</span></p>` : nothing}</div>
      <div class="blk stack">${photos.view(r.photos)}${facts(r)}</div>${papers.view()}
      <section class="story" aria-label=${t("case.story")}>${section(t("case.story"))}<div class="blk">${timeline(app, events)}</div></section></main>
      <div class="act" role="region" aria-label=${t("act.label")}><button class="btn" @click=${() => act(app, "case.note", c)}>${icon("pen")}${actionName(app, "case.note")}</button>
      ${inspectable() ? html`<button class="btn" @click=${inspect}>${icon("doc")}${t("insp.title")}</button>` : nothing}
      ${can.map((type, i) => html`<button class="btn ${i === 0 && type !== "task.return" ? "pri" : ""}" @click=${() => act(app, type, c)}>${actionName(app, type)}</button>`)}</div></div>`;
  }

  function facts(r) {
    const { t, lang, refs, format } = app;
    const category = refs.category.get(r.category), limit = category?.limit;
    const rows = [
      [t("fact.text"), r.text], [t("fact.place"), placeWords(r)], [t("fact.grid"), nameIn(refs.grid.get(r.grid_id), lang) || t("grid.none")],
      [t("fact.category"), nameIn(category, lang)], [t("fact.unit"), nameIn(refs.unit.get(r.unit), lang)], [t("fact.assignee"), person(r.assignee)],
      [t("fact.reporter"), person(r.reporter)], [t("fact.reported"), r.reported_at == null ? "" : format.dayTime(Number(ms(r.reported_at)))],
      [t("fact.limit"), limit ? limit.n ? `${limit.n} ${t(`limit.${limit.unit}`, { n: limit.n })}` : t(`limit.${limit.unit}`) : ""], [t("fact.number"), r.number],
    ].filter(([, value]) => value);
    return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  const person = (/** @type {string|null} */ who) => !who ? "" : who === app.user.id ? app.t("fact.me", { name: app.user.name }) : nameIn(app.refs.user.get(who), app.lang);

  function placeWords(r) {
    const p = r.place;
    if (!p || p.source === "none" || p.lat_e7 == null) return app.t("place.none");
    return `${(p.lat_e7 / 1e7).toFixed(5)}, ${(p.lon_e7 / 1e7).toFixed(5)}·±${app.format.metres((p.acc_cm ?? 0) / 100)}`;
  }

  return { title: app.t("case.title"), load, view, leave: () => photos.leave() };
}
