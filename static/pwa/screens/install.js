/** 装到桌面: by the browser's own offer where there is one, else by drawn steps for Android and iPhone. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon, navTop, segmented } from "../components/parts.js";
import { isIos } from "../shell.js";

const STEPS = { android: [["dots", 1], ["add-home", 2], ["check", 3]], ios: [["share", 1], ["add-home", 2], ["check", 3]], wechat: [["dots", 1], ["globe", 2], ["check", 3]] };
const isWechat = () => /MicroMessenger/i.test(navigator.userAgent);

/** @param {import("../main.js").App} app */
export function screen(app) {
  let kind = isWechat() ? "wechat" : isIos() ? "ios" : "android";
  function view() {
    const { t } = app;
    return html`<div class="screen">${navTop(t("back"), t("install.title"), () => app.go("/me"))}<main id="main" class="pad stack prose">
      ${app.unfit ? html`<p class="note" role="status">${icon("s-attention")}<span>${t(`unfit.${app.unfit}`)}</span></p>` : nothing}
      <p>${t("install.reason")}</p>
      ${app.installed ? html`<p class="note card">${icon("check")}<span>${t("install.done")}</span></p>` : nothing}
      ${app.canInstall() ? html`<button class="btn pri wide" @click=${() => app.install()}>${icon("install")}${t("install.now")}</button>` : nothing}
      <h2>${t("install.steps")}</h2>
      ${segmented("kind", t("install.steps"), [["android", t("install.android")], ["ios", t("install.ios")], ["wechat", t("install.wechat")]], kind, (v) => { kind = v; app.redraw(); })}
      <ol class="drawn">${STEPS[kind].map(([drawing, n]) => html`<li><span class="pic">${icon(drawing)}</span><span>${t(`install.${kind}.${n}`)}</span></li>`)}</ol>
      <p class="mut">${t("install.after")}</p></main></div>`;
  }
  return { title: app.t("install.title"), view };
}
