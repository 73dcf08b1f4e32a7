/** The sheets in which a paper is written: one field, the second officer, and all that stands in it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { validOn } from "../../domain/authority.js";
import { localDay } from "../../domain/instants.js";
import { given } from "../../domain/papers.js";
import { printed } from "../../domain/deadlines.js";
import { fieldError, icon } from "../../components/parts.js";
import { privateOf } from "../../actions/private.js";
import { nameIn } from "../refs.js";
import { input } from "./fields.js";
import { labelOf, wayTo } from "./todo.js";
import { settled } from "../../actions/paperValues.js";
import { fieldAt, openList, valueAt, writable } from "./values.js";
import { clockNow } from "../../store/time.js";

/**
 * One field. Every stroke is kept; the button only leads on.
 * @param {any} app @param {any} s the screen's state and verbs @param {string} path
 */
export function fieldSheet(app, s, path) {
  const { t } = app, field = fieldAt(s.kind, path);
  if (field?.type === "list") return allSheet(app, s);
  return {
    title: labelOf(app, s.kind, path), sub: s.name(),
    get body() {
      const next = s.next(path), value = valueAt(s.draft, s.values(), path), hidden = field && privateOf(field, value), error = hidden ? t(`insp.private.${hidden}`) : "";
      return html`<div class="stack">${input(app, /** @type {any} */ (field), value, (changed) => s.change(path, changed), { id: "paper-field", bare: true, error })}${fieldError("paper-field-error", error)}
        ${s.trouble() ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${s.trouble()}</span></p>` : nothing}
        ${next ? html`<button class="btn pri wide" @click=${() => { app.sheet(null); next.go(); }}>${wayTo(app, next)}</button>` : nothing}
        <button class="btn ${next ? "" : "pri"} wide" @click=${() => app.sheet(null)}>${t("paper.done")}</button>
        ${s.trouble() ? nothing : html`<p class="mut center">${t("paper.kept.as_you_write")}</p>`}</div>`;
    },
  };
}

/** Colleagues who may sign today. @param {any} app @param {any} s */
export function officersSheet(app, s) {
  const { t, refs } = app, day = localDay(clockNow(), refs.rules.clocks);
  const able = [...refs.user.values()].filter((u) => u.id !== app.user.id && validOn(u.certificates ?? [], u.id, day)).sort((a, b) => Number(b.unit === app.user.unit) - Number(a.unit === app.user.unit));
  return {
    title: t("paper.officer.second"), sub: t("paper.officer.hint"),
    get body() {
      return html`<fieldset class="opts one"><legend class="sr">${t("paper.officer.second")}</legend>${able.map((u) => html`<label class="opt"><input type="radio" name="second" .checked=${s.draft.officers[1] === u.id} @change=${() => { s.setSecond(u.id); app.sheet(null); }}>
        <span>${u.name}<small>${[nameIn(refs.unit.get(u.unit), app.lang), validOn(u.certificates, u.id, day)?.number].filter(Boolean).join("·")}</small></span></label>`)}</fieldset>
        ${able.length ? nothing : html`<p>${t("paper.officer.nobody")}</p>`}`;
    },
  };
}

/** Everything that stands in the paper, field by field; each opens its form. @param {any} app @param {any} s */
export function allSheet(app, s) {
  const { t } = app;
  return {
    title: t("paper.all"), sub: s.draft.frozen ? t("paper.all.frozen") : t("paper.all.hint"),
    get body() {
      const values = s.values();
      return html`<ul class="p-all">${s.kind.fields.filter((/** @type {any} */ f) => !f.of && writable(s.draft, f)).map((/** @type {any} */ f) => f.type === "list" ? listOf(app, s, f, values) : row(app, s, f.name, f, values[f.name]))}</ul>`;
    },
  };
}

/** @param {any} app @param {any} s @param {string} path @param {any} field @param {any} value @param {string} [label] */
function row(app, s, path, field, value, label) {
  return html`<li><button class="line" @click=${() => s.toField(path)}><span class="t"><small>${label ?? nameIn(field, app.lang)}</small>${words(app, field, value) || html`<span class="mut">${app.t("paper.blank")}</span>`}</span>${icon("next")}</button></li>`;
}

/** @param {any} app @param {any} s @param {any} field @param {any} values */
function listOf(app, s, field, values) {
  const { t } = app, rows = values[field.name] ?? [], own = s.kind.fields.filter((/** @type {any} */ f) => f.of === field.name), open = !s.draft.frozen && openList(s.draft, field.name);
  return html`${rows.map((/** @type {any} */ one, /** @type {number} */ n) => html`<li class="p-head"><b>${nameIn(field, app.lang)} ${n + 1}</b>${open ? html`<button class="link" @click=${() => s.dropRow(field.name, n)}>${icon("trash")}${t("paper.list.drop")}</button>` : nothing}</li>
      ${own.map((/** @type {any} */ f) => row(app, s, `${field.name}.${n}.${f.name}`, f, one[f.name]))}`)}
    ${open ? html`<li><button class="btn m wide" @click=${() => s.addRow(field.name)}>${icon("plus")}${t("paper.list.add", { what: nameIn(field, app.lang) })}</button></li>` : nothing}`;
}

/** A value in the language of the screen. @param {any} app @param {any} field @param {any} value */
function words(app, field, value) {
  if (field.type === "flag") return value === true ? app.t("paper.yes") : "";
  if (!given(value)) return "";
  if (field.type === "choice") return nameIn(field.choices.find((/** @type {any} */ c) => c.code === value), app.lang);
  if (field.type === "time") return app.format.dayTime(Date.parse(value));
  if (field.type === "date") return app.format.day(Date.parse(`${value}T12:00+08:00`));
  if (field.type === "deadline") return printed(settled(value, clockNow(), app.refs.rules), app.refs.rules.clocks, app.lang);
  return String(value);
}
