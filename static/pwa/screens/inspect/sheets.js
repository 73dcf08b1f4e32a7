/** The sheets of an inspection: record it without an order, what can be done once it is recorded, throw the draft away. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon, status } from "../../components/parts.js";

/** @param {any} app @param {any} draft @param {() => void} record */
export function recordSheet(app, draft, record) {
  const { t } = app, n = draft.findings.length;
  return {
    title: t("insp.only.title"), look: "kept", sub: n ? t("insp.only.found", { n, photos: draft.photos.length }) : t("insp.only.nothing"),
    body: html`<div class="stack"><p>${t(n ? "insp.only.found.hint" : "insp.only.nothing.hint")}</p>
      <button class="btn pri wide" @click=${record}>${t("insp.only.do")}</button><button class="btn wide" @click=${() => app.sheet(null)}>${t("insp.only.back")}</button></div>`,
  };
}

/**
 * Recorded: first that it is kept, then the record on paper (现场检查笔录).
 * @param {any} app @param {any} draft @param {string} inspectionId
 */
export function recordedSheet(app, draft, inspectionId) {
  const { t } = app, at = app.format.time(Date.now());
  const to = (/** @type {string} */ path) => () => { app.sheet(null); app.go(path); };
  const paper = async () => {
    try {
      const made = await app.actions.startPaper("inspection_record", { inspection_id: inspectionId });
      app.sheet(null);
      app.go(`/paper/${made.id}`);
    } catch (error) { app.failed(error); }
  };
  return {
    title: t("kept.title"), look: "kept", sub: `${draft.party.name}·${at}`,
    get body() {
      const online = app.sync.status().online;
      return html`<ol class="steps"><li>${status("kept", "")}<b>${t("kept.step.kept")}</b><span>${at}</span></li>
        <li>${status("pending", "")}<b>${t("kept.step.upload")}</b><span>${t(online ? "kept.now" : "kept.offline")}</span><p>${t(online ? "kept.upload.online" : "kept.upload.offline")}</p></li>
        <li>${icon("s-none")}<b>${t("insp.recorded.second")}</b><p>${t("insp.recorded.second.hint")}</p></li></ol>
        <div class="stack"><button class="btn pri wide" @click=${paper}>${icon("doc")}${t("insp.recorded.paper")}</button>
        <div class="btns"><button class="btn" @click=${to(`/inspection/${inspectionId}`)}>${t("insp.recorded.see")}</button>${draft.case_id ? html`<button class="btn" @click=${to(`/case/${draft.case_id}`)}>${t("insp.recorded.case")}</button>` : html`<button class="btn" @click=${() => app.sheet(null)}>${t("kept.today")}</button>`}</div></div>`;
    },
  };
}

/** @param {any} app @param {any} draft @param {() => void} drop */
export function dropSheet(app, draft, drop) {
  const { t } = app, n = draft.photos.length;
  return {
    title: t("insp.drop.title"), look: "attention", sub: [draft.party.name, n ? t("count.photos", { n }) : ""].filter(Boolean).join("·") || nothing,
    body: html`<div class="stack"><p>${t("insp.drop.hint")}</p><button class="btn danger wide" @click=${drop}>${t("insp.drop")}</button><button class="btn wide" @click=${() => app.sheet(null)}>${t("insp.drop.keep")}</button></div>`,
  };
}
