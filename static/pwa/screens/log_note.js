/** 服务器日志核对不上: said among what needs a person. It stops no work; whoever reads it passes it on. */
import { html } from "../vendor/lit-html/lit-html.js";
import { troublesSeen } from "../store/checkpoint.js";
import { status } from "../components/parts.js";

/** @param {import("../main.js").App} app @param {import("../store/checkpoint.js").Trouble} trouble */
export function logNote(app, trouble) {
  const { t, format } = app;
  const what = trouble.code === "restored_older" ? t("log.restored_older", { n: trouble.lost }) : t(`log.${trouble.code}`);
  return html`<article class="item"><div class="split"><h3>${t("log.title")}</h3>${status("attention", t("status.attention"))}</div>
    <p>${what}</p><p>${t("log.safe")}</p><p class="mut">${t("log.next", { when: format.moment(trouble.at) })}</p>
    <div class="btns"><button class="btn m" @click=${() => troublesSeen()}>${t("log.seen")}</button></div></article>`;
}
