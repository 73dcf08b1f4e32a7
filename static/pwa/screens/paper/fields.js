/** One input for each type of field that a kind of paper may have. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { iso } from "../../domain/instants.js";
import { nameIn } from "../refs.js";
import { deadlineInput, offset } from "./deadline.js";

/**
 * @param {any} app @param {import("../../domain/rulebook.js").PaperField} field @param {any} value @param {(value: any) => void} onChange
 * @param {{id: string, error?: string, bare?: boolean}} how bare: its name stands above already
 */
export function input(app, field, value, onChange, { id, error = "", bare = false }) {
  const { t, lang } = app, name = nameIn(field, lang), typed = (/** @type {any} */ e) => onChange(e.target.value);
  const label = html`<label class=${bare ? "sr" : "lab"} for=${id}>${name}${field.required ? nothing : html` <small>${t("optional")}</small>`}</label>`;
  const told = error ? `${id}-error` : nothing;
  const box = (/** @type {unknown} */ inner) => html`<div class="inp ${error ? "err" : ""}">${inner}</div>`;
  if (field.type === "long") return html`${label}${box(html`<textarea id=${id} rows="5" maxlength="4000" aria-describedby=${told} .value=${value ?? ""} @input=${typed}></textarea>`)}`;
  if (field.type === "time") {
    return html`${label}${box(html`<input id=${id} type="datetime-local" aria-describedby=${told} .value=${localTime(app, value)} @change=${(/** @type {any} */ e) => onChange(e.target.value ? `${e.target.value.slice(0, 16)}:00${offset(app)}` : null)}>`)}`;
  }
  if (field.type === "date") return html`${label}${box(html`<input id=${id} type="date" aria-describedby=${told} .value=${value ?? ""} @change=${typed}>`)}`;
  if (field.type === "flag") return html`<label class="opt"><input id=${id} type="checkbox" aria-describedby=${told} .checked=${value === true} @change=${(/** @type {any} */ e) => onChange(e.target.checked)}><span>${name}</span></label>`;
  if (field.type === "choice") {
    return html`<fieldset class="opts one"><legend class=${bare ? "sr" : "lab"}>${name}</legend>${field.choices.map((choice, i) => html`<label class="opt"><input id=${i === 0 ? id : nothing} type="radio" name=${id} .checked=${value === choice.code} @change=${() => onChange(choice.code)}><span>${nameIn(choice, lang)}</span></label>`)}</fieldset>`;
  }
  if (field.type === "deadline") return html`${bare ? nothing : html`<p class="lab">${name}</p>`}${deadlineInput(app, value, onChange)}`;
  return html`${label}${box(html`<input id=${id} type="text" maxlength="400" autocomplete="off" aria-describedby=${told} .value=${value ?? ""} @input=${typed}>`)}`;
}

/** An instant as `datetime-local` wants it, in the installation's zone. @param {any} app @param {any} value */
function localTime(app, value) {
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? "" : iso(ms, app.refs.rules.clocks).slice(0, 16);
}
