/** One thing found (发现的问题): its photos, what it is, what was seen, what must be put right and by when. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { UNSURE } from "../capture/category.js";
import { searchCategories } from "../capture/search.js";
import { nameIn } from "../refs.js";
import { handoverTo, powerWord, powerWords } from "./authority.js";
import { deadlineBlock } from "./deadline.js";
import { field, wrong } from "./field.js";

const CHIPS = 4;

/**
 * @param {import("./field.js").Form} f @param {any} finding @param {number} i
 * @param {{open: boolean, query: string, recents: string[], earlier: string[], url: (p: any) => string, onOpen: (id: string|null) => void, onQuery: (q: string) => void,
 *   onCamera: () => void, onFiles: () => void, onPhotoOut: (p: any) => void, onRemove: () => void}} o
 */
export function findingBlock(f, finding, i, o) {
  const { app, draft, law } = f, { t, lang, refs } = app, id = `f${i}`;
  const category = refs.category.get(finding.category), problem = category && law.power.get(finding.id);
  const photos = draft.photos.filter((p) => p.finding === finding.id), title = nameIn(category, lang) || t("insp.finding.new");
  return html`<article class="item insp-finding" aria-labelledby="${id}-title">
    <div class="insp-seen ${o.open ? "bare" : ""}">${o.open ? nothing : photos.length ? html`<img class="insp-thumb" src=${o.url(photos[0])} alt=${t("capture.photo.alt", { n: 1, of: photos.length })}>` : html`<span class="insp-thumb none">${icon("camera")}</span>`}
      <div><h3 id="${id}-title" tabindex="-1"><span class="n">${i + 1}</span> ${title}</h3>${o.open ? nothing : html`<p>${finding.text || t("insp.finding.empty")}</p>`}
        ${o.open || photos.length < 2 ? nothing : html`<p class="mut">${t("count.photos", { n: photos.length })}</p>`}</div>
      <button class="link" aria-expanded=${o.open ? "true" : "false"} @click=${() => o.onOpen(o.open ? null : finding.id)}>${t(o.open ? "insp.done" : "insp.edit")}<span class="sr">${t("insp.finding.n", { n: i + 1 })}</span></button></div>
    ${o.open ? open() : !problem && finding.requirement ? html`<p class="mut insp-asked">${t("insp.requirement")}${t("colon")}${finding.requirement}</p>` : nothing}
    ${problem ? notOurs() : deadlineBlock(f, finding, id)}
    ${o.open ? html`<button class="link out" @click=${o.onRemove}>${icon("trash")}${t("insp.finding.remove")}</button>` : nothing}
  </article>`;

  function open() {
    return html`<div class="stack">
      <div>${photos.length ? html`<ul class="strip-photos">${photos.map((p, n) => html`<li><button class="mini" aria-label=${t("capture.photo.drop", { n: n + 1 })} @click=${() => o.onPhotoOut(p)}><img src=${o.url(p)} alt=""><span class="mini-x">${icon("close")}</span></button></li>`)}</ul>` : nothing}
        <div class="btns"><button class="btn m" @click=${o.onCamera}>${icon("camera")}${t(photos.length ? "capture.again" : "capture.take")}</button><button class="btn m" @click=${o.onFiles}>${icon("image")}${t("capture.file")}</button></div>
        ${category?.photo_hints?.length ? html`<p class="mut insp-under">${t("insp.photo.hints", { hints: category.photo_hints.map((h) => nameIn(h, lang)).join(t("insp.sep")) })}</p>` : nothing}</div>
      ${categories()}
      ${field(f, `${id}-text`, t("insp.fact"), { value: finding.text, on: (text) => { finding.text = text; }, rows: 2, most: 2000, small: t("insp.fact.hint") })}
      ${problem ? nothing : field(f, `${id}-requirement`, t("insp.requirement"), { value: finding.requirement, on: (text) => { finding.requirement = text; }, rows: 2, most: 1000, small: t("insp.requirement.hint"),
        under: !finding.requirement && o.earlier.length ? html`<div class="chips" role="group" aria-label=${t("insp.requirement.earlier")}>${o.earlier.map((words) => html`<button class="chip" @click=${() => { finding.requirement = words; f.change(); }}>${words}</button>`)}</div>` : nothing })}</div>`;
  }

  function categories() {
    const all = [...refs.category.values()].filter((c) => c.id !== UNSURE), hits = searchCategories(all, o.query), error = wrong(f, `${id}-category`, "");
    const chips = [...new Set([finding.category, ...o.recents].filter((code) => code && refs.category.has(code) && code !== UNSURE))].slice(0, CHIPS);
    const choose = (/** @type {string} */ code) => { finding.category = code; o.onQuery(""); f.change(); f.focus(`${id}-text`); };
    return html`<div><label class="lab" for="${id}-category">${t("insp.category")} <small>${t("category.search")}</small></label>
      <div class="inp ${error ? "err" : ""}">${icon("search")}<input id="${id}-category" type="search" autocomplete="off" autocapitalize="off" enterkeyhint="search" aria-describedby="${id}-power" .value=${o.query} @input=${(e) => o.onQuery(e.target.value)}>
        ${o.query ? html`<button class="icon-btn" aria-label=${t("search.clear")} @click=${() => o.onQuery("")}>${icon("close")}</button>` : nothing}</div>
      ${o.query ? hits.length ? html`<ul class="hits" aria-label=${t("category.hits")}>${hits.map((c) => html`<li><button class="line" @click=${() => choose(c.id)}><span class="t">${nameIn(c, lang)}</span></button></li>`)}</ul>` : html`<p class="mut hits-none" role="status">${t("insp.category.nothing")}</p>` : nothing}
      ${chips.length ? html`<div class="chips">${chips.map((code) => html`<button class="chip" aria-pressed=${finding.category === code ? "true" : "false"} @click=${() => choose(code)}>${nameIn(refs.category.get(code), lang)}</button>`)}</div>` : nothing}
      ${error ? html`<p class="err-text">${icon("s-overdue")}<span>${error}</span></p>` : nothing}
      <p class="mut insp-under" id="${id}-power" role="status">${category && !problem ? t("insp.power.ours", { name: powerWord(app, category, law.day) }) : category ? nothing : t("insp.category.hint")}</p></div>`;
  }

  /** No order can be given for this: why, who can, and words that say so. */
  function notOurs() {
    const to = handoverTo(app, category), words = t("insp.handover.words", { to });
    return html`<div class="note card" role="status">${icon("s-attention")}<div><p><b>${powerWords(app, category, problem, law.day)}</b></p><p>${t("insp.handover.so", { to })}</p>
      ${o.open && !finding.text.includes(words) ? html`<button class="btn m" @click=${() => { finding.text = finding.text.trim() ? `${finding.text.trim()}\n${words}` : words; f.change(); }}>${icon("pen")}${t("insp.handover.put")}</button>` : nothing}</div></div>`;
  }
}
