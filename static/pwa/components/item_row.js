/** Items (整改项) in a list: how late or how soon first, then whose, what is asked, where it stands and on which paper. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { dueRail, dueWords } from "./case_row.js";
import { status } from "./parts.js";

const OWN = { claimed: ["item.rail.claimed", "recheck"], unserved: ["item.rail.unserved", "server"], settled: ["due.done", "closed"] };

/** @param {{t: Function, format: any}} app @param {any} due as screens/item/shown.js gives it */
export const itemRail = (app, due) => OWN[due.kind] ? html`<div class="due"><span>${app.t(OWN[due.kind][0])}</span></div>` : dueRail(app, due);

/** The same in one line. */
export const itemDueWords = (app, due) => OWN[due.kind] ? due.kind === "settled" ? nothing : status(OWN[due.kind][1], app.t(OWN[due.kind][0]), "badge") : dueWords(app, due);

/** A paper's number, broken between word and year if at all: 高东街责改字 · 〔2026〕第001号. @param {string} number */
export const paperNumber = (number) => number ? html`<span class="number">${number.split(/(?=〔)/).map((part) => html`<span class="num">${part}</span>`)}</span>` : nothing;

/**
 * @param {{t: Function, format: any}} app @param {any[]} group items of one order that are due at one moment
 * @param {{brief?: boolean}} [how] brief: among other things, without the paper's number
 */
export function itemRow(app, group, { brief = false } = {}) {
  const { t } = app, [first] = group, one = group.length === 1;
  const which = t("item.nth", { n: group.map((i) => i.n).sort((a, b) => a - b).join(t("comma")) }), asked = group.map((i) => i.requirement).filter(Boolean).join(t("semicolon"));
  return html`<li><a class="row" href=${one ? `#${first.href}` : `#/order/${first.orderId}`}>${itemRail(app, first.due)}
    <div><h3>${first.party ? `${first.party}${t("dot")}` : nothing}<span class="num">${which}</span></h3>${brief ? nothing : html`<p>${asked}</p>`}
    <div class="meta">${status(first.look, first.stateWord)}${group.some((i) => i.pending) ? status("pending", t("status.pending")) : nothing}
      ${group.some((i) => i.attention) ? status("attention", t("status.attention")) : nothing}${brief ? html`<span>${asked}</span>` : paperNumber(first.number)}</div></div></a></li>`;
}
