/** What is missing, as a list that leads to the fields; and the one strong thing that can be done now. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { busyButton, icon } from "../../components/parts.js";

/**
 * @typedef {import("./field.js").Form & {gaps: import("./missing.js").Gap[], had: number}} Checked
 * @typedef {{only: boolean, busy: boolean, jump: (gap: import("./missing.js").Gap) => void, onOrder: () => void, onRecord: () => void}} On
 *   only: no finding can be ordered about, so recording is all there is
 */

/** What is missing leads to its field; what is there is one figure. @param {Checked} f @param {On} on */
export function todo(f, on) {
  const { t } = f.app, { gaps } = f;
  return html`<section class="blk insp-gaps" aria-labelledby="todo-title"><div class="split"><h2 class="lead" id="todo-title">${gaps.length ? t("insp.lacks", { n: gaps.length }) : t("insp.complete")}</h2>${gaps.length ? html`<span class="mut">${t("insp.have", { n: f.had })}</span>` : nothing}</div>
    ${gaps.length ? html`<ul>${gaps.map((gap) => html`<li><button class="line" @click=${() => on.jump(gap)}><span class="st st-attention">${icon("s-attention")}</span><span class="t">${gap.at}</span>${icon("next")}</button></li>`)}</ul>`
      : html`<p class="mut">${t(f.law.persons.length ? "insp.persons.so" : on.only ? "insp.complete.record" : "insp.complete.order")}</p>`}</section>`;
}

/** @param {Checked} f @param {On} on */
export function acts(f, on) {
  const { t } = f.app, [gap] = f.gaps, plain = on.only ? nothing : html`<button class="btn" @click=${on.onRecord}>${t("insp.only")}</button>`;
  return html`<div class="act" role="region" aria-label=${t("act.label")}>${f.gaps.length ? html`<p>${t("insp.lacks", { n: f.gaps.length })}</p>` : nothing}
    ${gap ? html`${plain}<button class="btn pri" @click=${() => on.jump(gap)}>${t("insp.fill_in", { word: gap.word })}</button>`
      : f.law.persons.length ? html`<button class="btn pri wide" @click=${() => f.focus("second")}>${t("insp.persons.see")}</button>`
        : html`${plain}${busyButton(t(on.only ? "insp.only" : "insp.order"), on.busy, t("capture.saving"), on.only ? on.onRecord : on.onOrder, "btn pri")}`}</div>`;
}
