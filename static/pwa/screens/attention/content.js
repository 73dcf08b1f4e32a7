/** What was captured, whole: every field in words, the place, and the photos with where each of them is. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { actionName } from "../case/acts.js";
import { nameIn } from "../refs.js";

/** Fields that say nothing to a reader: ids of things, and what only machines compare. They stand in the signed text below. */
const SILENT = new Set(["case_id", "inspection_id", "request_op", "verify_code", "text_hash", "content"]);
const E7 = 1e7;

/** How a value is read, by its field. @type {Record<string, (app: any, v: any) => string>} */
const READ = {
  category: (app, v) => nameIn(app.refs.category.get(v), app.lang) || v,
  grid_id: (app, v) => nameIn(app.refs.grid.get(v), app.lang) || v,
  to_unit: (app, v) => nameIn(app.refs.unit.get(v), app.lang) || v,
  to_user: (app, v) => nameIn(app.refs.user.get(v), app.lang) || app.t("somebody"),
  officers: (app, v) => list(app, v.map((/** @type {string} */ id) => nameIn(app.refs.user.get(id), app.lang) || app.t("somebody"))),
  source: (app, v) => nameIn(app.refs.rules?.sources?.find((/** @type {any} */ s) => s.code === v), app.lang) || v,
  result: (app, v) => app.t(`result.${v}`),
  party: (app, v) => [v.name, v.legal_rep, v.code, v.address].filter(Boolean).join(app.t("dot")),
  findings: (app, v) => list(app, v.map((/** @type {any} */ f) => [READ.category(app, f.category), f.text].filter(Boolean).join(app.t("dot")))),
  items: (app, v) => list(app, v.map((/** @type {any} */ i) => [i.requirement, i.deadline?.due_at].filter(Boolean).join(app.t("dot")))),
  refusal: (app, v) => [v.reason, v.witness].filter(Boolean).join(app.t("dot")),
  rest: (app, v) => v.requirement ?? "",
};

const list = (/** @type {any} */ app, /** @type {string[]} */ parts) => parts.filter(Boolean).join(app.t("comma"));

/** @param {any} app @param {any} v @param {string} field @returns {string} */
function words(app, v, field) {
  if (READ[field] && v !== null) return READ[field](app, v);
  if (typeof v === "boolean") return app.t(v ? "yes" : "no");
  return typeof v === "object" ? JSON.stringify(v) : String(v);
}

/** Field and value in words, without what was left empty. @param {any} app @param {any} body @returns {[string, string][]} */
export function fieldsOf(app, body) {
  const rows = Object.entries(body.payload).filter(([name, v]) => !SILENT.has(name) && v !== null && v !== "" && v !== false)
    .map(([name, v]) => /** @type {[string, string]} */ ([app.t(`field.${name}`), read(app, name, v)]));
  if (body.number) rows.unshift([app.t("field.number"), `${body.number.register} ${body.number.n}`]);
  return rows;
}

/** A payload is what somebody wrote, whatever it is: what cannot be read in words is shown as it stands. */
function read(app, name, v) {
  try { return words(app, v, name); } catch { return JSON.stringify(v); }
}

/** 35.79912, 112.92300 ±12 米·手机定位 @param {any} app @param {any} place */
function placeWords(app, place) {
  if (!place || place.lat_e7 == null) return app.t("place.none");
  const at = `${(place.lat_e7 / E7).toFixed(5)}, ${(place.lon_e7 / E7).toFixed(5)}`, off = place.acc_cm == null ? "" : ` ±${app.format.metres(place.acc_cm / 100)}`;
  return `${at}${off}${app.t("dot")}${app.t(place.source === "manual" ? "position.manual" : "position.phone")}`;
}

/** @param {any} app @param {any} one as store/attention.js gives it @param {any} photos as casePhotos gives it */
export function content(app, one, photos) {
  const { t } = app, { op, body, claims } = one, state = new Map(claims.map((/** @type {any} */ c) => [c.sha256, c]));
  const shown = body.blobs.map((/** @type {any} */ b) => ({ ...b, stored: state.get(b.sha256)?.state === "sent", problem: state.get(b.sha256)?.problem }));
  const broken = shown.filter((/** @type {any} */ b) => b.problem === "damaged" || b.problem === "storage_lost").length;
  return html`<section class="blk stack"><h2>${t("attention.content")}</h2>
    ${broken ? html`<p class="note card">${icon("s-attention")}<span>${t("attention.damaged", { n: broken })}</span></p>` : nothing}
    ${photos.view(shown)}
    <dl class="facts"><dt>${t("attention.act")}</dt><dd>${actionName(app, op.type)}</dd>
      ${fieldsOf(app, body).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
      ${body.kind === "request" && !shown.length ? nothing : html`<dt>${t("fact.place")}</dt><dd>${placeWords(app, body.place)}</dd>`}
      <dt>${t("attention.made")}</dt><dd>${app.format.dayTime(op.made_at)}</dd></dl>
    <details class="fold"><summary>${t("attention.raw")}</summary><p class="mut">${t("attention.raw.hint")}</p><pre class="raw" tabindex="0">${op.body}</pre>
      <p class="mut">${t("attention.code")} <code>${one.receipt?.code ?? op.problem ?? one.receipt?.verdict ?? op.state}</code></p></details></section>`;
}
