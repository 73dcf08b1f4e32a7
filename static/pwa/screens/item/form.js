/** A sheet that asks for a few things about one paper or item and keeps them: what is missing is said in a sentence at its field. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { privateIn } from "../../actions/private.js";
import { picked } from "../../capture/picker.js";
import { busyButton, fieldError } from "../../components/parts.js";
import { shots } from "./shots.js";

/** @typedef {{text: Function, options: Function, photos: () => unknown}} Fields */

/** Said after something was kept, with the way to where it waits. @param {any} app */
export const saidKept = (app) => app.toast(app.t(app.sync.status().online ? "kept.toast.online" : "kept.toast"), { word: app.t("kept.toast.see"), run: () => app.go("/outbox") });

/**
 * @param {any} app
 * @param {{title: string, sub?: unknown, look?: string, start: any, act: string, body: (f: any, fields: Fields, set: (part: object) => void) => unknown,
 *   lacks: (f: any) => [field: string, sentence: string] | null, run: (f: any) => Promise<unknown>, done?: () => void}} o
 */
export function formSheet(app, o) {
  const f = { photos: /** @type {any[]} */ ([]), ...o.start };
  let problem = /** @type {[string, string]|null} */ (null), busy = false;
  const set = (/** @type {object} */ part) => { Object.assign(f, part); problem = null; app.redraw(); };
  const taken = shots(app, () => f.photos, (sentence) => { problem = sentence ? ["photos", sentence] : null; app.redraw(); });
  const wrong = (/** @type {string} */ field) => problem?.[0] === field ? problem[1] : "";

  const fields = {
    /** @param {string} name @param {string} label @param {{rows?: number, type?: string, hint?: string, min?: string}} [how] */
    text: (name, label, { rows = 1, type = "text", hint = "", min = "" } = {}) => html`<div><label class="lab" for="f-${name}">${label}${hint ? html` <small>${hint}</small>` : nothing}</label><div class="inp ${wrong(name) ? "err" : ""}">
      ${rows > 1 ? html`<textarea id="f-${name}" rows=${rows} maxlength="2000" aria-describedby=${wrong(name) ? `f-${name}-error` : nothing} .value=${f[name] ?? ""} @input=${(e) => { f[name] = e.target.value; }}></textarea>`
        : html`<input id="f-${name}" type=${type} min=${min || nothing} maxlength="200" autocomplete="off" aria-describedby=${wrong(name) ? `f-${name}-error` : nothing} .value=${f[name] ?? ""} @input=${(e) => { f[name] = e.target.value; }}>`}</div>
      ${fieldError(`f-${name}-error`, wrong(name))}</div>`,
    /** @param {string} name @param {string} label @param {[string, string][]} options */
    options: (name, label, options) => html`<fieldset class="opts" id="f-${name}"><legend class="lab">${label}</legend>${options.map(([value, word]) => html`<label class="opt"><input type="radio" name="f-${name}" .checked=${f[name] === value} @change=${() => set({ [name]: value })}><span>${word}</span></label>`)}</fieldset>${fieldError(`f-${name}-error`, wrong(name))}`,
    photos: () => html`<div id="f-photos">${taken.view(f.photos)}${fieldError("f-photos-error", wrong("photos"))}</div>`,
  };

  async function save() {
    if (busy) return;
    busy = true; app.redraw();
    await picked();
    busy = false;
    problem = o.lacks(f) ?? open();
    if (problem) return missing(problem[0]);
    busy = true; app.redraw();
    try {
      await o.run(f);
      app.sheet(null);
      saidKept(app);
      o.done?.();
    } catch (error) { problem = ["", app.errorText(error)]; }
    busy = false; app.redraw();
  }

  /** A number that must not stand in open text (protocol 3). @returns {[string, string]|null} */
  function open() {
    const [field, value] = Object.entries(f).find(([, said]) => typeof said === "string" && privateIn(said)) ?? [];
    return field ? [field, app.t(`insp.private.${privateIn(value)}`)] : null;
  }

  function missing(/** @type {string} */ field) {
    app.redraw();
    setTimeout(() => /** @type {HTMLElement|null} */ (document.querySelector(`#f-${field}:is(input, textarea), #f-${field} :is(input, button)`))?.focus());
  }

  return {
    title: o.title, sub: o.sub, look: o.look,
    get body() {
      return html`<div class="stack">${o.body(f, fields, set)}${fieldError("f-error", wrong(""))}
        ${busyButton(o.act, busy, app.t("capture.saving"), save)}<p class="mut center">${app.t("capture.save.hint")}</p></div>`;
    },
    onClose: () => taken.release(),
  };
}
