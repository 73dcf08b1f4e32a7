/** 隐私说明: what is taken, why, who sees it, how long, and what is never done. */
import { html } from "../vendor/lit-html/lit-html.js";
import { navTop } from "../components/parts.js";

const PARTS = ["what", "position", "who", "phone", "never", "rights"];

const body = ({ t }) => html`<div class="stack">${PARTS.map((p) => html`<section><h2>${t(`privacy.${p}`)}</h2><p>${t(`privacy.${p}.text`)}</p></section>`)}</div>`;

/** @param {any} app */
export const screen = (app) => ({
  title: app.t("privacy.title"),
  view: () => html`<div class="screen">${navTop(app.t("back"), app.t("privacy.title"), () => app.go("/me"))}<main id="main" class="pad prose">${body(app)}</main></div>`,
});

/** Before signing in there is no screen to go back to. @param {any} app */
export const sheet = (app) => ({ title: app.t("privacy.title"), body: html`<div class="prose">${body(app)}</div>` });
