/** A labelled field of the inspection, with what is wrong with it in words below. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { fieldError } from "../../components/parts.js";
import { privateIn } from "../../actions/private.js";

/**
 * @typedef {{app: any, draft: any, now: number, ahead: number, law: import("./authority.js").Verdict, lacking: Set<string>, asked: Set<string>, keep: ReturnType<typeof import("../keeping.js").keeping>,
 *   change: (part?: object) => void, typed: () => void, focus: (id: string) => void}} Form
 *   now: by the server's clock; ahead: how far that is ahead of the phone's, by which the draft keeps its moments; lacking: ids of fields still empty; asked: those that somebody was sent to, so that the field itself says it is empty
 */

/** What an error under a field says. @param {Form} f @param {string} id @param {string} text */
export function wrong(f, id, text) {
  const hidden = privateIn(text);
  if (hidden) return f.app.t(`insp.private.${hidden}`);
  return f.asked.has(id) && f.lacking.has(id) ? f.app.t("insp.fill") : "";
}

/**
 * @param {Form} f @param {string} id @param {string} label
 * @param {{value: string, on: (text: string) => void, small?: string, rows?: number, most?: number, hint?: unknown, bad?: string, under?: unknown, mode?: string}} o
 */
export function field(f, id, label, { value, on, small = "", rows = 0, most = 200, hint = nothing, bad = "", under = nothing, mode = "text" }) {
  const error = bad || wrong(f, id, value), typed = (/** @type {any} */ e) => { on(e.target.value); f.typed(); };
  const described = error ? `${id}-error` : hint === nothing ? nothing : `${id}-hint`;
  return html`<div><label class="lab" for=${id}>${label}${small ? html` <small>${small}</small>` : nothing}</label>
    <div class="inp ${error ? "err" : ""}">${rows ? html`<textarea id=${id} rows=${rows} maxlength=${most} aria-describedby=${described} .value=${value} @input=${typed}></textarea>`
      : html`<input id=${id} autocomplete="off" maxlength=${most} inputmode=${mode} aria-describedby=${described} .value=${value} @input=${typed}>`}</div>
    ${error ? fieldError(`${id}-error`, error) : hint === nothing ? nothing : html`<p class="mut insp-under" id="${id}-hint">${hint}</p>`}${under}</div>`;
}
