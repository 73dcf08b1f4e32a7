/** One case in a list: how late or how soon first, then what and where. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon, status } from "./parts.js";

/** Was it handled, in time or late? @param {any} due */
export const handled = (due) => due.kind === "handled_in_time" || due.kind === "handled_late";
const handledWord = (t, due) => due.kind === "handled_late" ? t("due.handled_late") : t("due.handled_in_time");

/** The left column. @param {{t: Function, format: any}} app @param {any} due as format.due gives it */
export function dueRail({ t }, due, open = true) {
  if (!open && !handled(due)) return html`<div class="due"><span>${t("due.done")}</span></div>`;
  if (due.kind === "overdue") return html`<div class="due st-overdue">${status("overdue", t("due.overdue"), "solid")}
    <span class="fig">${due.n} <small>${t(`unit.${due.unit}`, { n: due.n })}</small></span></div>`;
  if (due.kind === "today") return html`<div class="due st-today">${status("today", t("due.today"))}<span class="fig">${due.time}</span></div>`;
  if (due.kind === "left") return html`<div class="due"><span>${t("due.left")}</span><span class="fig">${due.n} <small>${t("unit.day", { n: due.n })}</small></span></div>`;
  return html`<div class="due"><span>${handled(due) ? handledWord(t, due) : t("due.none")}</span></div>`;
}

/** The same in one line, for the head of a case. */
export function dueWords({ t }, due) {
  if (due.kind === "overdue") return html`${status("overdue", t("due.overdue.by", { span: `${due.n} ${t(`unit.${due.unit}`, { n: due.n })}` }), "solid")}`;
  if (due.kind === "today") return status("today", t("due.today.at", { time: due.time }), "badge");
  if (due.kind === "left") return html`<b>${t("due.left.by", { span: `${due.n} ${t("unit.day", { n: due.n })}` })}</b>`;
  if (handled(due)) return status(due.kind === "handled_late" ? "overdue" : "closed", handledWord(t, due), "badge");
  return nothing;
}

/**
 * @param {{t: Function, format: any}} app
 * @param {{id: string, title: string, where: string, look: string, stateWord: string, due: any, open: boolean, pending: number, attention: boolean}} c
 */
export const caseRow = (app, c) => html`<li><a class="row" href="#/case/${c.id}">${dueRail(app, c.due, c.open)}
  <div><h3>${c.title}</h3><div class="meta">${status(c.look, c.stateWord)}
    ${c.pending ? status("pending", app.t("status.pending")) : nothing}${c.attention ? status("attention", app.t("status.attention")) : nothing}
    ${c.where ? html`<span>${c.where}</span>` : nothing}</div></div></a></li>`;

/** Outlines of rows while the first load runs. */
export const ghostRows = (n = 3) => html`<div aria-hidden="true">${Array.from({ length: n }, () => html`<div class="ghost"><i></i><div><i></i><i></i></div></div>`)}</div>`;

/** A strip that leads somewhere: a shape, what, what next. */
export const strip = (look, href, lead, text) => html`<a class="strip ${look}" href=${href}>${icon(`s-${look}`)}
  <span><b>${lead}</b><span>${text}</span></span>${icon("next")}</a>`;
