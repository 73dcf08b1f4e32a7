/** The photos of a draft: the first one large, with what will be known about it; the rest beside it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";

/**
 * @param {any} app @param {any} draft
 * @param {{url: (p: any) => string, shownAt: number, where: string, onShow: (i: number) => void, onCamera: () => void, onFiles: () => void, onRemove: (i: number) => void, onClose: () => void, saved: unknown}} o
 */
export function photoArea(app, draft, o) {
  const { t, format } = app;
  const i = Math.min(o.shownAt, draft.photos.length - 1), photo = draft.photos[i];
  return html`<div class="shot-area ${photo ? "" : "none"}">
    ${photo ? html`<img src=${o.url(photo)} alt=${t("capture.photo.alt", { n: i + 1, of: draft.photos.length })}>` : html`<div class="shot-none">${icon("camera")}<p>${t("capture.photo.none")}</p></div>`}
    <button class="over icon-btn x" aria-label=${t("capture.close")} @click=${o.onClose}>${icon("close")}</button>
    <p class="over saved" role="status">${o.saved}</p>
    ${photo ? html`<p class="over wm"><b>${format.dayTime(photo.taken_at ?? draft.made_at)}</b> ${o.where}<br>${app.user.name}${app.user.unit_name ? `·${app.user.unit_name}` : ""}·${t("capture.mark", { code: photo.sha256.slice(0, 8).toUpperCase() })}</p>` : nothing}
  </div>
  <div class="blk shots">
    ${draft.photos.length > 1 ? html`<ul class="strip-photos">${draft.photos.map((p, n) => html`<li><button class="mini" aria-pressed=${n === i ? "true" : "false"} aria-label=${t("capture.photo.show", { n: n + 1 })} @click=${() => o.onShow(n)}><img src=${o.url(p)} alt=""></button></li>`)}</ul>` : nothing}
    <div class="btns"><button class="btn m" @click=${o.onCamera}>${icon("camera")}${t(photo ? "capture.again" : "capture.take")}</button>
    <button class="btn m" @click=${o.onFiles}>${icon("image")}${t("capture.file")}</button>
    ${photo ? html`<button class="btn m" @click=${() => o.onRemove(i)}>${icon("trash")}${t("capture.remove")}</button>` : nothing}</div>
  </div>`;
}
