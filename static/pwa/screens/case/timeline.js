/** What happened to a case, newest first; what this phone has done and not sent is drawn dashed and says so. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { status } from "../../components/parts.js";
import { ms, nameIn } from "../refs.js";

/**
 * @typedef {{op_id: string, type: string, at: number, by: string, text: string, photos: number, pending: boolean, stuck: boolean, refused: string|null, flags: string[], act: boolean}} Event
 * @param {any} app @param {any} c a shown case
 * @returns {Event[]} newest first
 */
export function eventsOf(app, c) {
  const done = (c.timeline ?? []).map((/** @type {any} */ e) => ({
    op_id: e.op_id, type: e.type, at: ms(e.claimed_at ?? e.received_at) ?? 0, by: who(app, e.by), text: sayings(app, e.fields ?? {}),
    photos: c.photos.filter((/** @type {any} */ p) => p.op_id === e.op_id).length, pending: false, stuck: false,
    refused: e.verdict === "refused" || e.verdict === "held" ? e.verdict : null, flags: e.flags ?? [], act: app.refs.action.get(e.type)?.kind === "act",
  }));
  const seen = new Set(done.map((/** @type {Event} */ e) => e.op_id));
  const mine = c.pending.filter((/** @type {any} */ p) => !seen.has(p.op_id)).map((/** @type {any} */ p) => ({
    op_id: p.op_id, type: p.type, at: p.made_at, by: app.user.name, text: sayings(app, p.payload), photos: p.blobs.length,
    pending: p.state !== "acked", stuck: p.state === "attention", refused: p.refused, flags: [], act: false,
  }));
  const filed = done.length || mine.some((/** @type {Event} */ e) => e.type === "report.file") ? [] : [{ op_id: c.id, type: "report.file", at: ms(c.reported_at) ?? 0, by: who(app, c.reporter), text: "", photos: 0, pending: false, stuck: false, refused: null, flags: [], act: false }];
  return [...done, ...filed].sort((a, b) => a.at - b.at).concat(mine).reverse();
}

const who = (app, id) => id ? nameIn(app.refs.user.get(id), app.lang) || app.t("somebody") : "";

/** The words of an op: a reason, a text, a result. */
function sayings(app, p) {
  const result = p.result ? app.t(`result.${p.result}`) : "";
  const to = p.to_unit ? nameIn(app.refs.unit.get(p.to_unit), app.lang) : "";
  return [to, result, p.reason, p.text, p.note].filter((s) => typeof s === "string" && s).join("·");
}

/** @param {any} app @param {Event[]} events */
export const timeline = (app, events) => html`<ol class="timeline">${events.map((e) => html`<li><span class="nd ${e.flags.length || e.refused ? "flag" : e.pending ? "out" : e.act ? "law" : ""}"></span>
  <div><b>${nameIn(app.refs.action.get(e.type), app.lang) || app.t(`op.${e.type}`)}</b>
    ${e.text ? html`<p>${e.text}</p>` : nothing}
    <p class="mut">${[e.by, app.format.moment(e.at), e.photos ? app.t("count.photos", { n: e.photos }) : ""].filter(Boolean).join("·")}</p>
    ${e.stuck || e.refused ? status("attention", app.t(e.refused ? "status.refused" : "status.attention")) : e.pending ? status("pending", app.t("status.pending")) : nothing}
    ${e.flags.map((f) => html`<p>${status("attention", nameIn(app.refs.flag.get(f), app.lang) || f)}</p>`)}</div></li>`)}</ol>`;
