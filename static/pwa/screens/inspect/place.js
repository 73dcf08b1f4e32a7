/** Occasion, beginning and place of the inspection. The place in words is printed; the phone's own position goes with the record. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon, segmented } from "../../components/parts.js";
import { COARSE_M } from "../../capture/position.js";
import { nameIn } from "../refs.js";
import { field } from "./field.js";
import { begunAt, clockOf } from "./moments.js";

const BASES = ["clue", "plan", "campaign"];
/** @param {import("./field.js").Form} f @param {{locating: any, cell: any, editing: boolean, onEdit: (on: boolean) => void, onLocate: () => void}} o */
export function placeBlock(f, o) {
  const { app, draft } = f, { t, format, refs } = app, clocks = refs.rules.clocks, begun = draft.started_at + f.ahead;
  return html`<section class="blk" aria-labelledby="place-title"><h2 class="sr" id="place-title">${t("insp.place.title")}</h2>${o.editing ? form() : shown()}</section>`;

  function shown() {
    const { place } = draft, fix = place ? `±${format.metres(place.acc_cm / 100)}` : t("place.none");
    return html`<div class="insp-party"><div><p><b>${draft.place_text}</b></p><p class="mut">${t(`insp.basis.of.${draft.basis}`)}·${t("insp.started.at", { when: format.moment(begun, f.now) })}·${fix}</p></div>
      <button class="link" @click=${() => { o.onEdit(true); f.focus("place-text"); }}>${t("insp.edit")}<span class="sr">${t("insp.place.title")}</span></button></div>`;
  }

  function form() {
    const offers = [draft.party.address, nameIn(o.cell, app.lang)].filter((words) => words && words !== draft.place_text);
    const begin = (/** @type {any} */ e) => { const at = begunAt(e.target.value, f, clocks); if (at !== null) f.change({ started_at: at }); else e.target.value = clockOf(begun, clocks); };
    return html`<div class="stack">${field(f, "place-text", t("insp.place"), { value: draft.place_text, on: (text) => { draft.place_text = text; }, small: t("insp.place.hint"),
      under: offers.length && !draft.place_text ? html`<div class="chips">${offers.map((words) => html`<button class="chip" @click=${() => { f.change({ place_text: words }); o.onEdit(false); }}>${words}</button>`)}</div>` : nothing })}
      <div class="pos">${icon("pin")}${position()}<button class="link" @click=${o.onLocate}>${t("position.again")}</button></div>
      <div class="split"><span class="lab">${t("insp.basis")}</span>${segmented("basis", t("insp.basis"), BASES.map((b) => /** @type {[string, string]} */ ([b, t(`insp.basis.${b}`)])), draft.basis, (basis) => f.change({ basis }))}</div>
      <div class="split"><label class="lab" for="started">${t("insp.started")}</label><div class="inp insp-moment"><input id="started" type="time" .value=${clockOf(begun, clocks)} @change=${begin}></div></div>
      ${draft.place_text.trim() ? html`<button class="btn m wide" @click=${() => o.onEdit(false)}>${icon("check")}${t("insp.place.done")}</button>` : nothing}</div>`;
  }

  function position() {
    const { place } = draft;
    if (place) {
      const metres = place.acc_cm / 100;
      return html`<span role="status"><b class="num">±${format.metres(metres)}</b>·${t("position.age", { age: format.age(Math.max(0, f.now - place.fix_at)) })}·${t(metres >= COARSE_M ? "position.coarse" : "position.phone")}</span>`;
    }
    if (o.locating?.state === "locating") return html`<span>${t("insp.locating", { n: o.locating.elapsed_s })}</span>`;
    return html`<span role="status">${t(o.locating?.state === "denied" ? "insp.position.denied" : "insp.position.none")}</span>`;
  }
}
