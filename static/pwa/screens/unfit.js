/** 先不能在这里办件: a browser that would not keep the work, and where to go instead. */
import { html } from "../vendor/lit-html/lit-html.js";

/** @param {any} app */
export function sheet(app) {
  const { t } = app, ios = app.unfit === "ios_tab";
  const steps = ios ? ["install.ios.1", "install.ios.2", "install.ios.3"] : ["unfit.private.1", "unfit.private.2"];
  return {
    title: t("unfit.title"), look: "attention", sub: t(`unfit.${app.unfit}`),
    body: html`<div class="stack"><ol class="numbered">${steps.map((key) => html`<li>${t(key)}</li>`)}</ol><p class="mut">${t("unfit.read")}</p>
      ${ios ? html`<button class="btn pri wide" @click=${() => { app.sheet(null); app.go("/me/install"); }}>${t("unfit.how")}</button>` : ""}</div>`,
  };
}
