/** What its author has done about it since, and what the leader said: an item that was dealt with can still be read. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decisionOf } from "../../store/attention.js";
import { status } from "../../components/parts.js";
import { actionName } from "../case/acts.js";
import { nameIn } from "../refs.js";
import { verdictText } from "../verdicts.js";

/** A leader's word, whole. @param {any} app @param {any} receipt */
export function leaderSaid(app, receipt) {
  const said = decisionOf(receipt);
  if (!said) return nothing;
  const who = nameIn(app.refs.user.get(said.by), app.lang) || app.t("somebody");
  return html`<p class="said">${status(said.decision === "confirm" ? "server" : "attention", app.t(`decision.${said.decision}`, { who }))}</p><p>${app.t("decision.reason", { text: said.reason })}</p>`;
}

/** @param {any} app @param {any} one as store/attention.js gives it */
export function story(app, one) {
  const { t, format } = app, rows = one.after;
  if (!rows.length && !one.op.decided) return nothing;
  return html`<section class="blk stack"><h2>${t("attention.done")}</h2>
    ${rows.length ? html`<ol class="timeline">${rows.map((/** @type {any} */ step) => html`<li><span class="nd ${step.receipt ? "" : "out"}"></span><div><b>${name(app, one, step)}</b>
      ${step.body.payload.reason || step.body.payload.text && step.body.target.type === "op" ? html`<p>${step.body.payload.reason ?? step.body.payload.text}</p>` : nothing}
      <p class="mut">${format.dayTime(step.op.made_at)}</p>${where(app, step)}${leaderSaid(app, step.receipt)}
      ${step.body.target.type === "case" ? html`<a class="link" href="#/case/${step.body.target.id}">${t("kept.case")}</a>` : nothing}</div></li>`)}</ol>`
      : html`<p>${t(one.op.decided === "confirmed" ? "how.confirmed" : "how.seen")}</p>`}</section>`;
}

const name = (app, one, step) => step.body.target.type === "op" ? actionName(app, step.op.type) : app.t(step.op.type === one.op.type && step.body.target.type === one.body.target.type && (step.op.type === "report.file" || step.body.target.id === one.body.target.id) ? "attention.again" : "way.other");

/** Where the step is: on this phone, or on the server with what came of it. */
function where(app, { op, receipt }) {
  if (!receipt) return status(op.state === "attention" ? "attention" : "pending", app.t("status.pending"));
  if (receipt.verdict === "applied" || receipt.code === "handed_over") return status("server", app.t("status.server"));
  return html`${status("attention", app.t(`verdict.${receipt.verdict}`))}<p>${verdictText(app, receipt)}</p>`;
}
