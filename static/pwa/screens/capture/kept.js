/** After saving: first that it is kept, then what happens to it next. */
import { html } from "../../vendor/lit-html/lit-html.js";
import { icon, status } from "../../components/parts.js";
import { nameIn } from "../refs.js";
import { UNSURE, routeWords } from "./category.js";

/**
 * @param {any} app @param {any} draft what was filed @param {string} caseId
 * @param {{onMore: () => void, onCase: () => void, onToday: () => void}} on
 */
export function keptSheet(app, draft, caseId, on) {
  const { t, format, lang } = app, category = app.refs.category.get(draft.category) ?? { id: UNSURE, mark: "N" };
  const what = [...(draft.photos.length ? [t("kept.photos", { n: draft.photos.length })] : []), t(draft.place ? "kept.place" : "kept.no_place"), ...(draft.text ? [t("kept.text")] : [])];
  const at = format.time(Date.now());
  return {
    title: t("kept.title"), look: "kept", sub: `${what.join(t("comma"))}·${at}`,
    get body() {
      const online = app.sync.status().online; // asked at every drawing: often the first try to send finds out
      return html`<ol class="steps">
      <li>${status("kept", "")}<b>${t("kept.step.kept")}</b><span>${at}</span></li>
      <li>${status("pending", "")}<b>${t("kept.step.upload")}</b><span>${t(online ? "kept.now" : "kept.offline")}</span><p>${t(online ? "kept.upload.online" : "kept.upload.offline")}</p></li>
      <li>${icon("s-none")}<b>${t("kept.step.next")}</b><p>${nameIn(category, lang) || t("category.unsure")}${t("colon")}${routeWords(app, category, draft.source)}</p></li></ol>
      <div class="stack"><button class="btn pri wide" @click=${on.onMore}>${icon("camera")}${t("kept.more")}</button>
      <div class="btns"><button class="btn" @click=${on.onCase}>${t("kept.case")}</button><button class="btn" @click=${on.onToday}>${t("kept.today")}</button></div></div>`;
    },
  };
}
