/** No number is left here: a pre-printed form (预印文书) has one of its own, which a leader enters in the register afterwards. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { busyButton, fieldError } from "../../components/parts.js";
import { isStrange } from "../../store/numbers.js";

const MOST = 99_999;

/** @param {any} app @param {any} s the screen's state and verbs */
export function preprintedSheet(app, s) {
  const { t } = app;
  let typed = s.draft.preprinted ? String(s.draft.preprinted) : "", problem = "", busy = false;

  async function save() {
    const n = Number(typed.trim());
    problem = !Number.isInteger(n) || n < 1 || n > MOST ? t("paper.preprinted.wrong") : (await isStrange(await s.register(), n)) ? "" : t("paper.preprinted.own");
    if (problem) { app.redraw(); document.getElementById("preprinted")?.focus(); return; }
    busy = true; app.redraw();
    await s.preprinted(n);
    app.sheet(null);
  }

  return {
    title: t("paper.preprinted"), sub: app.codeText("no_number"),
    get body() {
      return html`<div class="stack"><div><label class="lab" for="preprinted">${t("paper.preprinted.number")}</label>
        <div class="inp ${problem ? "err" : ""}"><input id="preprinted" type="text" inputmode="numeric" maxlength="5" autocomplete="off" aria-describedby=${problem ? "preprinted-error" : nothing} .value=${typed} @input=${(/** @type {any} */ e) => { typed = e.target.value; }}></div></div>
        ${problem ? fieldError("preprinted-error", problem) : nothing}<p class="mut">${t("paper.preprinted.hint")}</p>
        ${busyButton(t("paper.preprinted.use"), busy, t("capture.saving"), save)}
        <button class="btn wide" @click=${() => { app.sheet(null); s.recount(); }}>${t("paper.preprinted.online")}</button></div>`;
    },
  };
}
