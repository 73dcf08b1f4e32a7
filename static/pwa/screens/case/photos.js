/** The photos of a case: this phone's own copy at once, else the server's; and where each of them is. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { localPhoto } from "../../store/blobs.js";
import { icon, status } from "../../components/parts.js";

/** @param {any} app */
export function casePhotos(app) {
  /** @type {Map<string, {url: string, own: boolean}>} */
  const shown = new Map();
  /** @type {Set<string>} */
  const missing = new Set();

  /** @param {{sha256: string, stored: boolean}[]} photos */
  async function load(photos) {
    for (const { sha256, stored } of photos) {
      if (shown.get(sha256)?.own) continue;
      const own = await localPhoto(sha256).catch(() => null);
      if (own) shown.set(sha256, { url: URL.createObjectURL(new Blob([own.buffer], { type: own.mime })), own: true });
      else if (stored && !shown.has(sha256)) shown.set(sha256, { url: `/api/v1/blobs/${sha256}`, own: false });
    }
  }

  /** @param {any} p @param {number} i @param {number} of @param {((p: any) => string) | undefined} caption what is written over the picture's edge */
  function one(p, i, of, caption) {
    const { t } = app, at = shown.get(p.sha256), word = p.stored ? status("server", t("photo.server")) : at?.own ? status("pending", t("photo.pending")) : status("off", t("photo.elsewhere"));
    const picture = at && !missing.has(p.sha256)
      ? html`<a href=${at.url} target="_blank" rel="noopener"><img src=${at.url} alt=${t("photo.alt", { n: i + 1, of })} loading="lazy" @error=${() => unseen(p.sha256)}></a>`
      : html`<div class="photo-gap">${icon("image")}<span>${t(p.stored ? "photo.offline" : "photo.coming")}</span></div>`;
    return html`<figure>${picture}${caption ? html`<p class="stamp">${caption(p)}</p>` : nothing}<figcaption>${word}</figcaption></figure>`;
  }

  /** It did not come: there is no network, or no right to it. @param {string} sha256 */
  function unseen(sha256) {
    missing.add(sha256);
    app.redraw();
  }

  return {
    load, unseen,
    /** Where a picture can be shown from, if it can. @param {string} sha256 */
    url: (sha256) => missing.has(sha256) ? undefined : shown.get(sha256)?.url,
    /** @param {any[]} photos @param {(p: any) => string} [caption] */
    view: (photos, caption) => photos.length ? html`<div class="thumbs">${photos.map((p, i) => one(p, i, photos.length, caption))}</div>` : nothing,
    leave() { for (const { url, own } of shown.values()) if (own) URL.revokeObjectURL(url); },
  };
}
