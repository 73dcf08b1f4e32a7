/** 没有网时换新版本: a new build may keep what the server told anew, and has to ask for it before anything can be filed. */
import { html } from "../vendor/lit-html/lit-html.js";

/** @param {any} app */
export function sheet(app) {
  const { t } = app;
  const change = () => { app.sheet(null); app.update.anyway(); };
  return {
    title: t("update.offline"), look: "attention", sub: t("update.offline.why"),
    body: html`<div class="stack"><button class="btn pri wide" @click=${() => app.sheet(null)}>${t("update.offline.later")}</button>
      <button class="btn wide" @click=${change}>${t("update.offline.anyway")}</button></div>`,
  };
}
