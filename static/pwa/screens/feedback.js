/** 意见反馈: a few sentences to whoever runs this. Without a network they wait here as a draft, and it says so. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { uuid7 } from "../domain/ids.js";
import * as device from "../store/device.js";
import { busyButton, icon, navTop, status } from "../components/parts.js";

/** @param {import("../main.js").App} app */
export function screen(app) {
  let text = "", id = uuid7(), kept = false, busy = false, problem = "", sent = false, typing = /** @type {any} */ (0), loaded = false;

  async function load() {
    if (loaded) return;
    loaded = true;
    const draft = /** @type {any} */ ((await device.prefs()).feedback_draft);
    if (draft?.text) ({ text, id } = draft);
    kept = Boolean(text);
  }
  const keep = async () => { await device.setPref("feedback_draft", { id, text }); kept = Boolean(text.trim()); app.redraw(); };

  async function send() {
    if (!text.trim()) { problem = app.t("feedback.missing"); app.redraw(); document.getElementById("words")?.focus(); return; }
    busy = true; problem = ""; clearTimeout(typing); app.redraw();
    await keep();
    try {
      await app.session.feedback(text.trim(), id);
      text = ""; id = uuid7(); sent = true;
      await keep();
    } catch (error) {
      problem = app.t("feedback.kept", { why: app.errorText(error) });
    }
    busy = false; app.redraw();
  }

  function view() {
    const { t } = app;
    return html`<div class="screen">${navTop(t("back"), t("feedback.title"), () => app.go("/me"))}<main id="main" class="pad stack prose">
      <p>${t("feedback.hint")}</p>
      ${sent ? html`<p class="note card" role="status">${icon("s-server")}<span>${t("feedback.sent")}</span></p>` : nothing}
      <div><label class="lab" for="words">${t("feedback.words")}</label><div class="inp ${problem ? "err" : ""}"><textarea id="words" rows="7" maxlength="4000" .value=${text} aria-describedby=${problem ? "words-error" : nothing}
        @input=${(e) => { text = e.target.value; sent = false; clearTimeout(typing); typing = setTimeout(keep, 400); }}></textarea></div>
        ${problem ? html`<p class="err-text" id="words-error" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}</div>
      ${kept ? status("kept", t("feedback.draft")) : nothing}</main>
      <div class="act" role="region" aria-label=${t("act.label")}>${busyButton(t("feedback.send"), busy, t("feedback.sending"), send)}</div></div>`;
  }
  return { title: app.t("feedback.title"), load, view, leave: () => { clearTimeout(typing); device.setPref("feedback_draft", { id, text }); } };
}
