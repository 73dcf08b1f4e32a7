/** 拒签: the party will not sign. Reason, witness and a photo; the words go into the paper, so signatures given before fall away. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { pick } from "../../capture/photo.js";
import { onChosen, openCamera, openFiles, picked } from "../../capture/picker.js";
import { busyButton, icon } from "../../components/parts.js";
import { photosOfRefusal, signedSoFar } from "./signers.js";

/** @param {any} app @param {any} s the screen's state and verbs */
export function refuseSheet(app, s) {
  const { t } = app, { draft } = s, was = draft.values.refused === true;
  const f = { reason: draft.values.refusal_reason ?? "", witness: draft.values.witness ?? "", photos: [...photosOfRefusal(draft)] };
  let problem = "", busy = false;
  const release = onChosen(async (files) => {
    problem = "";
    for (const file of files) {
      try {
        const photo = /** @type {import("../../types.js").PaperPhoto} */ ({ ...(await pick(file)), who: "witness", role: "evidence" });
        if (!f.photos.some((p) => p.sha256 === photo.sha256)) f.photos.push(photo);
      } catch (error) { problem = t("capture.refused", { name: file.name, why: app.errorText(error) }); }
    }
    app.redraw();
  });

  async function save() {
    const lacks = !f.reason.trim() ? "paper.refuse.no_reason" : !f.witness.trim() ? "paper.refuse.no_witness" : null;
    if (lacks) { problem = t(lacks); app.redraw(); document.getElementById(f.reason.trim() ? "refuse-witness" : "refuse-reason")?.focus(); return; }
    busy = true; problem = ""; app.redraw();
    try {
      await picked();
      await s.refused({ refused: true, refusal_reason: f.reason.trim(), witness: f.witness.trim() }, f.photos);
      app.sheet(null);
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }
  const signs = async () => { busy = true; app.redraw(); try { await s.refused({ refused: false, refusal_reason: null, witness: null }, []); app.sheet(null); } catch (error) { problem = app.errorText(error); } busy = false; app.redraw(); };

  return {
    title: t("paper.refuse"), sub: t("paper.refuse.hint"), onClose: release,
    get body() {
      const lost = signedSoFar(s.draft).length;
      const box = (/** @type {string} */ id, /** @type {string} */ word, /** @type {"reason"|"witness"} */ name) => html`<div><label class="lab" for=${id}>${word}</label><div class="inp"><input id=${id} type="text" maxlength="200" autocomplete="off" .value=${f[name]} @input=${(/** @type {any} */ e) => { f[name] = e.target.value; }}></div></div>`;
      return html`<div class="stack">${box("refuse-reason", t("paper.refuse.reason"), "reason")}${box("refuse-witness", t("paper.refuse.witness"), "witness")}
        ${f.photos.length ? html`<ul class="strip-photos">${f.photos.map((p, i) => html`<li><button class="mini" aria-label=${t("capture.photo.drop", { n: i + 1 })} @click=${() => { f.photos.splice(i, 1); app.redraw(); }}><img src=${s.url(p)} alt=""><span class="mini-x">${icon("close")}</span></button></li>`)}</ul>` : nothing}
        <div class="btns"><button class="btn m" @click=${openCamera}>${icon("camera")}${t("paper.refuse.photo")}</button><button class="btn m" @click=${openFiles}>${icon("image")}${t("capture.file")}</button></div>
        <p class="mut">${t("paper.refuse.photo.hint")}</p>
        ${lost ? html`<p class="note card">${icon("s-attention")}<span>${t("paper.thaw.lost", { n: lost })}</span></p>` : nothing}
        ${problem ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(t("paper.refuse.save"), busy, t("capture.saving"), save)}
        ${was ? html`<button class="btn wide" @click=${signs}>${t("paper.refuse.undo")}</button>` : nothing}</div>`;
    },
  };
}
