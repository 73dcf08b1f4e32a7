/** The small things every screen is made of. State in, template out. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** A drawing from the sprite, hidden from readers: the word beside it speaks. @param {string} name */
export const icon = (name, cls = "") => html`<svg class="i ${cls}" aria-hidden="true" focusable="false"><use href="/pwa/icons/sprite.svg#${name}"></use></svg>`;

/** Status: shape, word, colour. @param {string} look a token st-* @param {unknown} word @param {'' | 'badge' | 'solid'} form */
export const status = (look, word, form = "") => html`<span class="st st-${look} ${form}">${icon(`s-${look}`)}<span>${word}</span></span>`;

/** Head of a screen reached from another. @param {string} back word for readers @param {unknown} title @param {(e: Event) => void} onBack @param {unknown} [extra] */
export const navTop = (back, title, onBack, extra = nothing) => html`<header class="top nav">
  <button class="icon-btn" aria-label=${back} @click=${onBack}>${icon("back")}</button><h1 tabindex="-1">${title}</h1>${extra}</header>`;

/** Head of one of the four tabs. @param {unknown} title @param {unknown} [small] @param {unknown} [extra] */
export const tabTop = (title, small = nothing, extra = nothing) => html`<header class="top">
  <h1 tabindex="-1">${title}${small === nothing ? nothing : html` <small>${small}</small>`}</h1>${extra}</header>`;

/** A head over a list. @param {unknown} title @param {unknown} [count] @param {unknown} [extra] */
export const section = (title, count = nothing, extra = nothing) => html`<div class="sec"><h2>${title}</h2>
  ${count === nothing ? nothing : html`<span class="n">${count}</span>`}${extra === nothing ? nothing : html`<span class="to">${extra}</span>`}</div>`;

/** A sentence under a field that could not be taken. */
export const fieldError = (id, text) => text ? html`<p class="err-text" id=${id} role="alert">${icon("s-overdue")}<span>${text}</span></p>` : nothing;

/** Nothing here: a shape, what that means, what comes next. @param {string} look @param {unknown} lead @param {unknown} [text] @param {unknown} [extra] */
export const empty = (look, lead, text = nothing, extra = nothing) => html`<div class="empty"><span class="st st-${look}">${icon(`s-${look}`)}</span>
  <p class="lead">${lead}</p>${text === nothing ? nothing : html`<p>${text}</p>`}${extra}</div>`;

/** A button that says so while it works. */
export const busyButton = (label, busy, busyLabel, onClick, cls = "btn pri wide") => html`<button class=${cls} aria-busy=${busy ? "true" : "false"}
  @click=${(e) => { if (!busy) onClick(e); }}>${busy ? html`${icon("spin", "spin")}${busyLabel}` : label}</button>`;

/** One of a few, side by side. @param {Array<[string, string]>} options value and word */
export const segmented = (name, label, options, value, onChange) => html`<fieldset class="seg"><legend class="sr">${label}</legend>
  ${options.map(([v, word]) => html`<label><input type="radio" name=${name} value=${v} .checked=${v === value} @change=${() => onChange(v)}><span>${word}</span></label>`)}</fieldset>`;
