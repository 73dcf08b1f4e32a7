/** Questions before something is lost: changing after a signature, and not making this paper at all. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { busyButton, icon } from "../../components/parts.js";
import { signedSoFar, whole } from "./signers.js";

/** Changing a text that is final. @param {any} app @param {any} s @param {() => void} then */
export function thawSheet(app, s, then) {
  const { t } = app, n = signedSoFar(s.draft).length, number = whole(s.draft.frozen.number_text);
  let busy = false, problem = "";
  const run = async () => {
    busy = true; problem = ""; app.redraw();
    try { await s.thaw(); busy = false; app.sheet(null); then(); } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  };
  return {
    title: t("paper.thaw"), look: "attention", sub: n ? t("paper.thaw.lost", { n }) : t("paper.thaw.none"),
    get body() {
      return html`<div class="stack">${number ? html`<p>${t(n || s.draft.printed_at || s.draft.reserved ? "paper.thaw.number.kept" : "paper.thaw.number.free", { number })}</p>` : nothing}
        ${s.draft.printed_at ? html`<p>${t("paper.thaw.printed")}</p>` : nothing}
        ${problem ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(t("paper.thaw.do"), busy, t("capture.saving"), run, "btn danger wide")}<button class="btn wide" @click=${() => app.sheet(null)}>${t("paper.thaw.stay")}</button></div>`;
    },
  };
}

/** What happens to the number when the paper is dropped. @param {any} draft @returns {"paper.drop.void" | "paper.drop.free" | "paper.drop.none"} */
export function fateOf(draft) {
  const number = draft.frozen?.number ?? draft.reserved;
  if (!number) return "paper.drop.none";
  return draft.reserved || draft.printed_at || signedSoFar(draft).length ? "paper.drop.void" : "paper.drop.free";
}

/** @param {any} app @param {any} s */
export function dropSheet(app, s) {
  const { t } = app, fate = fateOf(s.draft), number = whole(s.number());
  let reason = "", problem = "", busy = false;
  async function run() {
    if (fate === "paper.drop.void" && !reason.trim()) { problem = t("error.invalid:reason"); app.redraw(); document.getElementById("drop-reason")?.focus(); return; }
    busy = true; problem = ""; app.redraw();
    try {
      await s.drop(reason.trim());
      app.sheet(null);
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }
  return {
    title: t("paper.drop"), sub: s.name(),
    get body() {
      return html`<div class="stack"><p>${t(fate, { number })}</p>
        ${fate === "paper.drop.void" ? html`<div><label class="lab" for="drop-reason">${t("paper.drop.reason")}</label><div class="inp ${problem ? "err" : ""}"><textarea id="drop-reason" rows="2" maxlength="500" .value=${reason} @input=${(/** @type {any} */ e) => { reason = e.target.value; }}></textarea></div></div>` : nothing}
        ${problem ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(t(fate === "paper.drop.void" ? "paper.drop.do.void" : "paper.drop.do"), busy, t("capture.saving"), run, "btn danger wide")}<button class="btn wide" @click=${() => app.sheet(null)}>${t("paper.drop.stay")}</button></div>`;
    },
  };
}

/** What else can be done with a paper. @param {any} app @param {any} s */
export const moreSheet = (app, s) => ({
  title: s.name(), sub: whole(s.number()),
  body: html`<div class="stack"><button class="btn wide" @click=${() => { app.sheet(null); s.toAll(); }}>${icon("pen")}${app.t("paper.all")}</button>
    <button class="btn wide" @click=${() => { app.sheet(null); s.print("a4"); }}>${icon("print")}${app.t("paper.print.a4", { n: s.kind.copies })}</button>
    <button class="btn wide" @click=${() => { app.sheet(null); s.print("narrow"); }}>${icon("print")}${app.t("paper.print.narrow", { n: s.kind.copies })}</button>
    ${s.done || s.draft.values.refused === true ? nothing : html`<button class="btn wide" @click=${() => { app.sheet(null); s.refuse(); }}>${icon("pen")}${app.t("paper.refuse")}</button>`}
    ${s.done ? nothing : html`<button class="btn danger wide" @click=${() => app.sheet(dropSheet(app, s))}>${icon("trash")}${app.t("paper.drop")}</button>`}</div>`,
});
