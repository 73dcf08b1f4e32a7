/** Signing by finger: who has signed under this very text, and a pad that takes the whole screen for one name. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ref } from "../../vendor/lit-html/directives/ref.js";
import { signaturePad } from "../../capture/signature.js";
import { busyButton, icon, navTop } from "../../components/parts.js";
import { fingerprint, photosOfRefusal, settled, signersOf } from "./signers.js";
import { signerName } from "./todo.js";

/** The names under the paper, one box each. @param {any} app @param {any} s the screen's state and verbs */
export function signingView(app, s) {
  const { t } = app, { draft } = s, signers = signersOf(s.kind, draft, s.values()), next = signers.find((one) => !settled(draft, one));
  return html`<div class="screen signing">${navTop(t("back"), t("paper.sign.title"), s.leaveSigning, html`<span class="mut">${draft.frozen.number_text ? t("paper.sign.number", { n: String(draft.frozen.number.n).padStart(3, "0") }) : nothing}</span>`)}
    <main id="main" class="pad stack">${signers.map((one) => box(app, s, one, one === next))}
      ${s.trouble() ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${s.trouble()}</span></p>` : nothing}
      <p class="mut">${t("paper.sign.bound", { n: signers.length, print: fingerprint(draft.frozen.text_hash) })}</p></main>
    <div class="act" role="region" aria-label=${t("act.label")}><button class="btn" @click=${s.leaveSigning}>${t("paper.sign.read")}</button>
      ${next ? html`<button class="btn pri" @click=${() => s.openPad(next.who)}>${t("paper.go.sign.who", { who: signerName(app, next) })}</button>` : html`<button class="btn pri" @click=${s.leaveSigning}>${icon("check")}${t("paper.sign.all")}</button>`}</div></div>`;
}

/** @param {any} app @param {any} s @param {import("./signers.js").Signer} one @param {boolean} current */
function box(app, s, one, current) {
  const { t } = app, url = one.photo ? s.url(one.photo) : null, witnessed = one.who === "witness" ? photosOfRefusal(s.draft) : [];
  return html`<section class="sig-box" aria-label=${signerName(app, one)}><div class="split"><b>${label(app, one)}</b><span class="mut">${one.note}</span></div>
    <button class="sig ${current ? "on" : ""}" aria-label=${t(url ? "paper.sign.again.who" : "paper.sign.here.who", { who: signerName(app, one) })} @click=${() => s.openPad(one.who)}>${url ? html`<img src=${url} alt="">` : html`<span>${t("paper.sign.here")}</span>`}</button>
    ${one.who === "party" ? html`<div class="btns"><button class="btn m" @click=${s.refuse}>${t("paper.refuse")}</button></div>` : nothing}
    ${one.who === "witness" ? html`<p class="mut">${witnessed.length ? t("paper.refused.note", { n: witnessed.length }) : t("paper.refused.note.none")}</p><div class="btns"><button class="btn m" @click=${s.refuse}>${t("paper.refused.change")}</button></div>` : nothing}</section>`;
}

/** @param {any} app @param {import("./signers.js").Signer} one */
const label = (app, one) => one.who.startsWith("officer") ? one.name || signerName(app, one) : signerName(app, one);

/**
 * The pad of one signer. The canvas is the only thing that a finger can move.
 * @param {any} app @param {any} s
 */
export function padOf(app, s) {
  let pad = /** @type {ReturnType<typeof signaturePad>|null} */ (null), empty = true, problem = "", busy = false;
  const mounted = (/** @type {Element|undefined} */ canvas) => {
    pad?.end();
    pad = canvas ? signaturePad(/** @type {HTMLCanvasElement} */ (canvas), () => { empty = !pad || pad.empty(); problem = ""; app.redraw(); }) : null;
  };

  async function done(/** @type {string} */ who) {
    if (busy || !pad) return;
    if (pad.empty()) { problem = app.t("paper.sign.none"); app.redraw(); return; }
    busy = true; app.redraw();
    try {
      await s.signed(await pad.picture(who));
      empty = true;
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }

  return (/** @type {import("./signers.js").Signer} */ one) => {
    const { t } = app;
    return html`<div class="pad-full"><header class="pad-top"><h1 tabindex="-1">${label(app, one)}</h1><span class="mut">${[one.note, t("paper.sign.print", { print: fingerprint(s.draft.frozen.text_hash) })].filter(Boolean).join("·")}</span></header>
      <main id="main" class="pad-area"><canvas ${ref(mounted)} role="img" aria-label=${t("paper.sign.area", { who: signerName(app, one) })}></canvas>${empty ? html`<span class="pad-hint" aria-hidden="true">${t("paper.sign.here")}</span>` : nothing}</main>
      ${problem ? html`<p class="err-text pad" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
      <div class="act" role="region" aria-label=${t("act.label")}><button class="btn m" @click=${s.closePad}>${t("paper.sign.cancel")}</button><button class="btn m" @click=${() => pad?.undo()}>${icon("undo")}${t("paper.sign.undo")}</button><button class="btn m" @click=${() => pad?.clear()}>${t("paper.sign.clear")}</button>
        ${busyButton(t("paper.sign.done"), busy, t("capture.saving"), () => done(one.who), "btn pri")}</div></div>`;
  };
}
