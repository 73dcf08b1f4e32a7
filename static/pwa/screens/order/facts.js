/** What an order, another paper and an inspection have in common on a screen: who, state, service, text, signatures, who was asked. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { lastDayOf, printed } from "../../domain/deadlines.js";
import { iso } from "../../domain/instants.js";
import { paperOf } from "../../domain/rulebook.js";
import { icon, section, status } from "../../components/parts.js";
import { person } from "../item/life.js";
import { certificateOn, dayOf } from "../item/rights.js";
import { stuck, unsent } from "../item/shown.js";
import { nameIn, stateOf } from "../refs.js";

/** What a paper's kind is called. @param {any} app @param {string} kind */
export const kindName = (app, kind) => nameIn(app.refs.rules ? paperOf(app.refs.rules, kind) : null, app.lang) || app.t("order.kind");

/** Shows something; not a signature, and nothing of the party's that is locked away. @param {any} photo */
export const isEvidence = (photo) => photo.role !== "signature" && photo.role !== "party" && (photo.mime ?? "image/jpeg").startsWith("image/");
export const isSignature = (/** @type {any} */ photo) => photo.role === "signature";

/** The photos of one finding of an inspection, else none. @param {any} inspection @param {any} finding @returns {any[]} */
export function photosOf(inspection, finding) {
  const named = new Set((finding?.blobs ?? []).map((/** @type {any} */ b) => b?.sha256 ?? b));
  return (inspection?.photos ?? []).filter((/** @type {any} */ p) => named.has(p.sha256));
}

/** State, and all that must be said about it in words. @param {any} app @param {"order"|"document"|"inspection"} thing @param {any} row @param {string[]} flags */
export function stateBlock(app, thing, row, flags) {
  const { t } = app, state = stateOf(app, thing, row.state), pending = row.pending ?? [];
  const waiting = pending.some(unsent), held = pending.some(stuck);
  return html`<div class="states">${status(state?.look ?? "none", nameIn(state, app.lang) || row.state, "badge")}${waiting ? status("pending", t("status.pending"), "badge") : nothing}
      ${held ? status("attention", t("status.attention"), "badge") : nothing}</div>
    ${flags.map((code) => html`<p class="flagged">${status("attention", nameIn(app.refs.flag.get(code), app.lang) || code)}</p>`)}
    ${row.state === "withdrawn" ? html`<p>${t("order.withdrawn", { when: row.withdrawn_at ? app.format.dayTime(row.withdrawn_at) : "", reason: row.reason ?? "" })}</p>` : nothing}
    ${row.superseded_by ? html`<p>${t("order.superseded")} <a class="inline" href="#/${thing}/${row.superseded_by}">${t("order.successor")}</a></p>` : nothing}`;
}

/** Officers with the certificates of that day, and who was asked whether they were there. @param {any} app @param {any} row @param {number} at */
export function officersBlock(app, row, at) {
  const { t } = app, day = app.refs.rules ? dayOf(app, at) : "";
  const answer = (/** @type {any} */ a) => !a ? nothing : a.answered_at == null ? status("none", t("attest.waiting"))
    : a.present ? status("closed", t("attest.was_there")) : status("attention", t("attest.was_not"));
  return html`${section(t("item.officers"))}<ul class="rows">${(row.officers ?? []).map((/** @type {string} */ id) => html`<li><div class="line"><span class="t">${person(app, id)}
    <small>${day ? t("recheck.cert", { number: certificateOn(app, id, day) || t("recheck.cert.none") }) : nothing}</small></span>
    ${answer((row.attestations ?? []).find((/** @type {any} */ a) => a.user === id))}</div></li>`)}</ul>`;
}

/** 送达. @param {any} app @param {any} row */
export function serviceFacts(app, row) {
  const { t } = app, s = row.service;
  if (!s) return html`<dt>${t("order.service")}</dt><dd>${t("order.unserved")}</dd>`;
  return html`<dt>${t("order.service")}</dt><dd>${t(`order.method.${s.method}`)}${t("dot")}${app.format.dayTime(row.served_at)}</dd>
    <dt>${t("order.recipient")}</dt><dd>${s.recipient || t("order.nobody")}</dd>
    ${s.refusal ? html`<dt>${t("order.refusal")}</dt><dd>${t("order.refusal.said", { reason: s.refusal.reason, witness: s.refusal.witness })}</dd>` : nothing}
    <dt>${t("order.seal")}</dt><dd>${t(`order.seal.${s.seal}`)}</dd>`;
}

/** The paper as it reads, folded: title and number in the middle, its deadlines in bold, the rest as it stands. @param {any} app @param {any} row @param {any[]} [items] */
export function textBlock(app, row, items = []) {
  if (!row.text) return nothing;
  const lines = row.text.split("\n"), head = Math.max(2, row.number ? lines.indexOf(row.number) + 1 : 0), said = items.map((i) => printedFor(app, i)).filter(Boolean);
  return html`<details class="blk fold"><summary>${icon("doc")}<span>${app.t("order.text")}</span></summary>
    <div class="paper-text" lang="zh-CN">${lines.map((/** @type {string} */ line, /** @type {number} */ n) => html`<p class=${n < head ? "mid" : ""}>${bold(line, said)}</p>`)}</div></details>`;
}

/** How the paper prints the deadline an item began with. @param {any} app @param {any} item */
function printedFor(app, { kind, given, original_due_at }) {
  const { clocks } = app.refs.rules;
  return original_due_at == null ? "" : printed({ kind, given, due_at: kind === "date" ? lastDayOf(original_due_at, clocks) : iso(original_due_at, clocks) }, clocks);
}

/** @param {string} line @param {string[]} parts */
function bold(line, parts) {
  const part = parts.find((p) => line.includes(p)), at = part ? line.indexOf(part) : -1;
  return part ? html`${line.slice(0, at)}<b>${part}</b>${line.slice(at + part.length)}` : line;
}
