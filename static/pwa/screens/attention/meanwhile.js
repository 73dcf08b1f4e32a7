/** What others did to the same case since, as far as this phone has heard: who, what, when; and how the case stands now. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { status } from "../../components/parts.js";
import { eventsOf, timeline } from "../case/timeline.js";
import { shown } from "../refs.js";

/** A phone's clock and the server's may differ by this much: what happened so shortly before is listed too. */
const SLACK_MS = 5 * 60_000;
/** So many lines; the case has them all. */
const MOST = 5;

/** @param {any} app @param {any} one @param {any} found the case as records.shownCase gives it, or null */
export function meanwhile(app, one, found) {
  const { t } = app, ofCase = one.body.target.type === "case";
  if (!ofCase) return nothing;
  if (!found) return one.op.type === "report.file" ? nothing : html`<section><h2>${t("attention.meanwhile")}</h2><p>${t("attention.case.gone")}</p></section>`;
  const base = one.body.base?.version ?? 0, seen = new Set([one.op.op_id, ...one.after.map((/** @type {any} */ step) => step.op.op_id)]);
  const events = eventsOf(app, found).filter((e) => !e.pending && !seen.has(e.op_id) && e.at > one.op.made_at - SLACK_MS).slice(0, MOST);
  const c = shown(app, found, Date.now());
  if (found.moved_on) return html`<section><h2>${t("attention.meanwhile")}</h2>${events.length ? timeline(app, events) : nothing}<p>${t("attention.case.gone")}</p></section>`;
  return html`<section><h2>${t("attention.meanwhile")}</h2>
    ${events.length ? timeline(app, events) : html`<p>${t(base ? "attention.meanwhile.none" : "attention.meanwhile.unknown")}</p>`}
    <p class="split"><span>${t("attention.now")}</span>${status(c.look, c.stateWord, "badge")}</p></section>`;
}
