/** The sheets by which a person acts on a case: a note, accept, return with a reason, report done. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { pick } from "../../capture/photo.js";
import { onChosen, openCamera, openFiles, picked } from "../../capture/picker.js";
import { busyButton, icon } from "../../components/parts.js";
import { nameIn } from "../refs.js";

/** What each sheet asks: text needed (unless there is a photo), photos allowed, a result to choose. */
const FORMS = {
  "case.note": { text: "note.text", photos: true, optional: false },
  "task.return": { text: "return.reason", photos: false, optional: false },
  "task.report_done": { text: "done.text", photos: true, optional: false, results: ["fixed", "no_violation"] },
};

/** What an act is called, on every screen and in the history: the rulebook's words. @param {any} app @param {string} type */
export const actionName = (app, type) => nameIn(app.refs.action.get(type), app.lang) || app.t(`op.${type}`);

/** @param {any} app @param {any} type @param {any} c a case as refs.shown gives it */
export function act(app, type, c) {
  const run = {
    "task.accept": () => app.actions.acceptTask(c.id),
    "case.note": (f) => app.actions.addNote(c.id, f),
    "task.return": (f) => app.actions.returnTask(c.id, f.text),
    "task.report_done": (f) => app.actions.reportDone(c.id, f),
  }[type];
  if (!FORMS[type]) return run().then(() => kept(app), (error) => app.failed(error));
  app.sheet(form(app, type, c, run));
}

const kept = (app) => app.toast(app.t(app.sync.status().online ? "kept.toast.online" : "kept.toast"), { word: app.t("kept.toast.see"), run: () => app.go("/outbox") });

function form(app, type, c, run) {
  const { t } = app, wants = FORMS[type];
  const f = { text: "", photos: /** @type {any[]} */ ([]), result: wants.results?.[0] };
  let problem = "", busy = false;
  const urls = new Map();
  const release = !wants.photos ? () => {} : onChosen(async (files) => {
    problem = "";
    for (const file of files) {
      try { const p = await pick(file); if (!f.photos.some((q) => q.sha256 === p.sha256)) f.photos.push(p); } catch (error) { problem = t("capture.refused", { name: file.name, why: app.errorText(error) }); }
    }
    app.redraw();
  });

  async function save() {
    busy = true; problem = ""; app.redraw();
    try {
      await picked();
      await run(f);
      app.sheet(null);
      kept(app);
    } catch (error) {
      problem = app.errorText(error);
      document.getElementById("said")?.focus();
    }
    busy = false; app.redraw();
  }

  const url = (p) => { if (!urls.has(p.sha256)) urls.set(p.sha256, URL.createObjectURL(new Blob([p.buffer], { type: p.mime }))); return urls.get(p.sha256); };

  return {
    title: actionName(app, type), sub: c.title,
    get body() {
      return html`<div class="stack">
        ${wants.results ? html`<fieldset class="opts"><legend class="sr">${t("done.result")}</legend>${wants.results.map((r) => html`<label class="opt"><input type="radio" name="result" .checked=${f.result === r} @change=${() => { f.result = r; app.redraw(); }}><span>${t(`result.${r}`)}</span></label>`)}</fieldset>` : nothing}
        <div><label class="lab" for="said">${t(wants.text)}</label><div class="inp ${problem ? "err" : ""}"><textarea id="said" rows="3" maxlength="2000" aria-describedby=${problem ? "said-error" : nothing} .value=${f.text} @input=${(e) => { f.text = e.target.value; }}></textarea></div></div>
        ${wants.photos ? html`${f.photos.length ? html`<ul class="strip-photos">${f.photos.map((p, i) => html`<li><button class="mini" aria-label=${t("capture.photo.drop", { n: i + 1 })} @click=${() => { f.photos.splice(i, 1); app.redraw(); }}><img src=${url(p)} alt=""><span class="mini-x">${icon("close")}</span></button></li>`)}</ul>` : nothing}
        <div class="btns"><button class="btn m" @click=${openCamera}>${icon("camera")}${t("capture.take")}</button><button class="btn m" @click=${openFiles}>${icon("image")}${t("capture.file")}</button></div>` : nothing}
        ${problem ? html`<p class="err-text" id="said-error" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(actionName(app, type), busy, t("capture.saving"), save)}<p class="mut center">${t("capture.save.hint")}</p></div>`;
    },
    onClose() { release(); for (const u of urls.values()) URL.revokeObjectURL(u); },
  };
}
