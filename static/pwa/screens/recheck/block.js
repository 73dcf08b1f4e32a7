/** One item being rechecked: how it was, how it is, corrected or not; and when only in part, what is left and until when. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { privateIn } from "../../actions/private.js";
import { uuid7 } from "../../domain/ids.js";
import { itemDueWords } from "../../components/item_row.js";
import { fieldError, icon } from "../../components/parts.js";
import { deadlineBlock, whole } from "../inspect/deadline.js";

export const RESULTS = ["pass", "partial", "fail"];

/** Why a text may not stand in the open; null when it may. @param {any} app @param {string} text */
const hidden = (app, text) => privateIn(text) ? app.t(`insp.private.${privateIn(text)}`) : null;

/**
 * The first thing that is still missing, by the id of its field; null when there is nothing.
 * @param {any} app @param {any} draft @param {number} now @returns {"result"|"photo"|"text"|"rest"|"deadline"|null}
 */
export function lacking(app, draft, now) {
  if (!draft?.result) return "result";
  if (privateIn(draft.text)) return "text";
  if (draft.result === "pass") return draft.photos.length ? null : "photo";
  if (!draft.text.trim() && !draft.photos.length) return "text";
  if (draft.result !== "partial") return null;
  if (!draft.rest?.requirement.trim() || privateIn(draft.rest.requirement)) return "rest";
  return draft.rest.deadline && whole(app, draft.rest.deadline, now) ? null : "deadline";
}

/**
 * @param {any} app
 * @param {{shown: import("../item/shown.js").ShownItem, title: string, before: any[], beforeUrl: (p: any) => string|undefined, unseen: (p: any) => void, draft: any, drafts: any, taken: any, aim: (id: string) => void, tried: boolean, now: number}} o
 */
export function itemBlock(app, { shown, title, before, beforeUrl, unseen, draft, drafts, taken, aim, tried, now }) {
  const { t } = app, id = shown.id, at = `i${shown.n}-${id.slice(-6)}`, miss = tried ? lacking(app, draft, now) : null;
  const choose = (/** @type {string} */ result) => drafts.set(id, { result, rest: result === "partial" ? draft?.rest ?? { id: uuid7(), requirement: "", deadline: null } : null });
  const old = before[0], url = old && beforeUrl(old), last = draft?.photos.at(-1);
  const shoot = () => { aim(id); drafts.set(id); };
  return html`<section class="blk one" aria-labelledby="${at}-title" id=${at}><div class="split"><h2 class="lead" id="${at}-title">${t("item.numbered", { n: shown.n, text: title })}</h2>${itemDueWords(app, shown.due)}</div>
    <p>${shown.requirement}</p>
    <div class="pair"><figure>${url ? html`<img src=${url} alt=${t("recheck.before.alt", { n: shown.n })} @error=${() => unseen(old)}>` : html`<div class="photo-gap">${icon("image")}<span>${t(old ? "photo.offline" : "recheck.before.none")}</span></div>`}<figcaption class="stamp">${t("item.photo.before")}</figcaption></figure>
      ${last ? html`<figure><img src=${taken.url(last)} alt=${t("recheck.now.alt", { n: shown.n })}><figcaption class="stamp">${t("recheck.now")}</figcaption></figure>`
        : html`<button class="shoot ${miss === "photo" ? "err" : ""}" id="${at}-photo" @click=${() => { shoot(); taken.camera(); }}>${icon("camera")}<span>${t("recheck.shoot")}</span></button>`}</div>
    ${last ? html`<div class="after">${taken.view(draft.photos, shoot)}</div>` : html`<p><button class="link" @click=${() => { shoot(); taken.files(); }}>${t("capture.file")}</button></p>`}
    ${fieldError(`${at}-photo-error`, miss === "photo" ? t("recheck.photo.missing") : "")}
    <fieldset class="insp-ways ${miss === "result" ? "err" : ""}" id="${at}-result"><legend class="sr">${t("recheck.result", { n: shown.n })}</legend>${RESULTS.map((r) => html`<label class="opt"><input type="radio" name="${at}-result" .checked=${draft?.result === r} @change=${() => choose(r)}><span>${t(`recheck.is.${r}`)}</span></label>`)}</fieldset>
    ${fieldError(`${at}-result-error`, miss === "result" ? t("recheck.result.missing") : "")}
    ${draft?.result ? html`<div><label class="lab" for="${at}-text">${t("recheck.text")} <small>${draft.result === "pass" || draft.photos.length ? t("optional") : ""}</small></label>
      <div class="inp ${miss === "text" ? "err" : ""}"><textarea id="${at}-text" rows="2" maxlength="2000" .value=${draft.text} @input=${(e) => drafts.typed(id, { text: e.target.value })}></textarea></div>${fieldError(`${at}-text-error`, miss === "text" ? hidden(app, draft.text) ?? t("recheck.text.missing") : "")}</div>` : nothing}
    ${draft?.result === "partial" && draft.rest ? rest() : nothing}</section>`;

  /** What is left becomes an item of its own. */
  function rest() {
    const f = { app, now, asked: new Set(miss === "deadline" ? [`${at}-deadline`] : []), lacking: new Set([`${at}-deadline`]), change: () => drafts.set(id) };
    return html`<div class="rest stack"><div><label class="lab" for="${at}-rest">${t("recheck.rest")}</label><div class="inp ${miss === "rest" ? "err" : ""}"><textarea id="${at}-rest" rows="2" maxlength="2000" .value=${draft.rest.requirement}
      @input=${(e) => { draft.rest.requirement = e.target.value; drafts.typed(id, {}); }}></textarea></div>${fieldError(`${at}-rest-error`, miss === "rest" ? hidden(app, draft.rest.requirement) ?? t("recheck.rest.missing") : "")}</div>
      ${deadlineBlock(/** @type {any} */ (f), draft.rest, at)}</div>`;
  }
}
