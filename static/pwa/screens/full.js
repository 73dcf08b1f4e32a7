/** 手机空间不够: what still works, what does not, how to make room. It leads nowhere: what is on screen may not be kept yet. */
import { html } from "../vendor/lit-html/lit-html.js";

const SAID = [["full.still", "full.still.text"], ["full.not", "full.not.text"], ["full.room", "full.room.text"]];

/** @param {any} app */
export function sheet(app) {
  const { t } = app;
  const send = () => { app.sheet(null); app.sync.wake("button"); app.toast(t("full.sending")); };
  return {
    title: t("full.title"), look: "attention", sub: t("full.safe"),
    get body() {
      return html`<div class="stack">${SAID.map(([head, text]) => html`<section><h3>${t(head)}</h3><p>${t(text)}</p></section>`)}
        <button class="btn pri wide" @click=${() => app.sheet(null)}>${t("full.back")}</button>
        <div class="btns"><button class="btn" @click=${send}>${t("outbox.now")}</button><a class="btn" href="/rescue" target="_blank" rel="noopener">${t("rescue.export")}</a></div></div>`;
    },
  };
}
