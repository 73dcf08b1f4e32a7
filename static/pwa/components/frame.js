/** What stands around every screen: bottom bar with the shutter, toast, sheet. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "./parts.js";

const TABS = [["today", "tab.today"], ["cases", "tab.cases"], null, ["outbox", "tab.outbox"], ["me", "tab.me"]];

/**
 * The four tabs and the shutter.
 * @param {(key: string, values?: object) => string} t @param {string} current name of the tab shown
 * @param {{unsent: number, attention: number, update: boolean}} counts @param {() => void} onShutter
 */
export function tabBar(t, current, counts, onShutter) {
  const dot = (n, cls, word) => n ? html`<span class="dot ${cls}"><span aria-hidden="true">${n > 99 ? "99+" : n}</span><span class="sr">${word}</span></span>` : nothing;
  const mark = (name) => name === "outbox"
    ? dot(counts.unsent + counts.attention, counts.attention ? "bad" : "", t(counts.attention ? "tab.outbox.attention" : "tab.outbox.unsent", { n: counts.attention || counts.unsent }))
    : name === "me" && counts.update ? html`<span class="dot"><span aria-hidden="true">1</span><span class="sr">${t("me.update")}</span></span>` : nothing;
  return html`<nav class="bar" aria-label=${t("tab.label")}><ul>
    ${TABS.map((tab) => tab === null
      ? html`<li><button class="shutter" aria-label=${t("tab.shutter")} @click=${onShutter}>${icon("camera")}</button></li>`
      : html`<li><a class="tab" href="#/${tab[0]}" aria-current=${current === tab[0] ? "page" : nothing}>${icon(tab[0])}<span class="word">${t(tab[1])}</span>${mark(tab[0])}</a></li>`)}
  </ul></nav>`;
}

/** Says what was done, with a way back or on. Never an error. @param {{text: string, action?: {word: string, run: () => void}} | null} toast */
export const toastArea = (toast) => html`<div class="toast-area" role="status" aria-live="polite">
  ${toast ? html`<div class="toast"><p>${toast.text}</p>${toast.action
    ? html`<button class="link" @click=${toast.action.run}>${toast.action.word}</button>` : nothing}</div>` : nothing}</div>`;

/**
 * Inside of the one <dialog>: a head with a way out, then the content.
 * @param {{title: unknown, body: unknown, look?: string, sub?: unknown}} sheet @param {string} closeWord @param {() => void} onClose
 */
export const sheetBody = (sheet, closeWord, onClose) => html`<div class="sheet-top">
  ${sheet.look ? html`<span class="st st-${sheet.look}">${icon(`s-${sheet.look}`)}</span>` : nothing}
  <div><h2 id="sheet-title" tabindex="-1">${sheet.title}</h2>${sheet.sub ? html`<p class="mut">${sheet.sub}</p>` : nothing}</div>
  <button class="icon-btn" aria-label=${closeWord} @click=${onClose}>${icon("close")}</button></div>${sheet.body}`;
