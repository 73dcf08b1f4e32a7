/** Photos of a form: thumbnails that a tap removes, the camera and the files. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { pick } from "../../capture/photo.js";
import { onChosen, openCamera, openFiles } from "../../capture/picker.js";
import { icon } from "../../components/parts.js";

/**
 * Takes what the camera gives from now on; `list` says where it belongs at the moment it comes, however long the reading takes.
 * @param {any} app @param {() => any[]} list @param {(problem: string, into: any[]) => unknown} changed told which list, for somebody may aim elsewhere by then
 */
export function shots(app, list, changed) {
  const urls = new Map();
  const release = onChosen(async (files) => {
    const into = list();
    let problem = "";
    for (const file of files) {
      try {
        const photo = await pick(file);
        if (!into.some((p) => p.sha256 === photo.sha256)) into.push(photo);
      } catch (error) { problem = app.t("capture.refused", { name: file.name, why: app.errorText(error) }); }
    }
    changed(problem, into);
  });
  const url = (/** @type {any} */ p) => {
    if (!urls.has(p.sha256)) urls.set(p.sha256, URL.createObjectURL(new Blob([p.buffer], { type: p.mime })));
    return urls.get(p.sha256);
  };
  return {
    url,
    /** @param {any[]} photos @param {() => void} [aim] says, before the camera opens, that these are meant */
    view: (photos, aim = () => {}) => html`${photos.length ? html`<ul class="strip-photos">${photos.map((p, i) => html`<li><button class="mini" aria-label=${app.t("capture.photo.drop", { n: i + 1 })}
        @click=${() => { aim(); photos.splice(i, 1); changed("", photos); }}><img src=${url(p)} alt=""><span class="mini-x">${icon("close")}</span></button></li>`)}</ul>` : nothing}
      <div class="btns"><button class="btn m" @click=${() => { aim(); openCamera(); }}>${icon("camera")}${app.t(photos.length ? "capture.again" : "capture.take")}</button>
      <button class="btn m" @click=${() => { aim(); openFiles(); }}>${icon("image")}${app.t("capture.file")}</button></div>`,
    release() { release(); for (const u of urls.values()) URL.revokeObjectURL(u); },
  };
}
