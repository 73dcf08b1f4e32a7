/** A phone that reached us over plain http: keys and offline work need https. What is missing, and how to get it. */
import { html } from "../vendor/lit-html/lit-html.js";
import { icon } from "../components/parts.js";

/** @param {any} app */
export const screen = (app) => ({
  title: app.t("insecure.title"),
  view: () => html`<div class="screen"><main id="main" class="pad stack prose insecure"><span class="st st-attention">${icon("s-attention")}</span>
    <h1 tabindex="-1" class="big">${app.t("insecure.title")}</h1><p>${app.t("insecure.what", { origin: location.origin })}</p>
    <section><h2>${app.t("insecure.missing")}</h2><ul class="dots"><li>${app.t("insecure.missing.keys")}</li><li>${app.t("insecure.missing.offline")}</li><li>${app.t("insecure.missing.place")}</li></ul></section>
    <section><h2>${app.t("insecure.how")}</h2><ol class="numbered"><li>${app.t("insecure.how.1")}</li><li>${app.t("insecure.how.2")}</li><li>${app.t("insecure.how.3")}</li></ol></section></main></div>`,
});
