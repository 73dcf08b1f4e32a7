/** 拍照上报: a draft from the first second; photo, place, category, a few words; then kept. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as drafts from "../store/drafts.js";
import * as device from "../store/device.js";
import { pick } from "../capture/photo.js";
import { onChosen, openCamera, openFiles, picked } from "../capture/picker.js";
import { busyButton, empty, icon, navTop } from "../components/parts.js";
import { categoryBlock, recentsAfter } from "./capture/category.js";
import { keptSheet } from "./capture/kept.js";
import { photoArea } from "./capture/photos.js";
import { bottomCells, candidates, placeBlock } from "./capture/place.js";
import { locate, locating, shutter } from "./capture/start.js";
import { keeping } from "./keeping.js";

/** @param {import("../main.js").App} app @param {{id: string}} params the draft's id */
export function screen(app, { id }) {
  let draft = /** @type {any} */ (null), gone = false;
  let problem = "", busy = false, missing = false, handPicked = false;
  let categoryQuery = "", cellQuery = /** @type {string|null} */ (null), shownAt = 0;
  let cells = /** @type {any[]} */ ([]), near = /** @type {any[]} */ ([]), recents = /** @type {string[]} */ ([]);
  const keep = keeping(app, () => draft);
  let release = () => {};
  const urls = new Map();

  async function load() {
    if (keep.over) return;
    if (draft) return gridsCame();
    [draft, recents] = await Promise.all([drafts.draft(id), device.prefs().then((p) => /** @type {any} */ (p).recents ?? [])]);
    if (!draft) { gone = true; return; }
    cells = bottomCells(app.refs.grid);
    handPicked = Boolean(draft.grid_id);
    near = candidates(draft.place, cells);
    locating.listener = positioned;
    if (locating.draft === id && locating.last) positioned(locating.last);
    release = onChosen(chosen);
  }

  /** The first pull may end while somebody is writing already. */
  function gridsCame() {
    if (cells.length || !app.refs.grid.size) return;
    cells = bottomCells(app.refs.grid);
    near = candidates(draft.place, cells);
    if (!handPicked && near.length) change({ grid_id: near[0].id });
  }

  /** @param {any} u an update of capture/position.js */
  function positioned(u) {
    if (locating.draft !== id || !draft || keep.over) return;
    if (u.best && (!draft.place || u.best !== draft.place)) {
      draft.place = u.best;
      near = candidates(u.best, cells);
      if (!handPicked) draft.grid_id = near[0]?.id ?? null;
      keep.now();
    }
    app.redraw();
  }

  /** @param {File[]} files */
  async function chosen(files) {
    problem = "";
    for (const file of files) {
      try {
        const photo = await pick(file);
        if (!draft.photos.some((/** @type {any} */ p) => p.sha256 === photo.sha256)) draft.photos.push(photo);
        shownAt = draft.photos.length - 1;
      } catch (error) {
        problem = app.t("capture.refused", { name: file.name, why: app.errorText(error) });
      }
    }
    draft.step = "details";
    await keep.now();
  }

  const url = (/** @type {any} */ p) => {
    if (!urls.has(p.sha256)) urls.set(p.sha256, URL.createObjectURL(new Blob([p.buffer], { type: p.mime })));
    return urls.get(p.sha256);
  };
  const change = (/** @type {object} */ part) => { Object.assign(draft, part); missing = false; keep.now(); app.redraw(); };

  /** Focus goes where the eye goes when what had it is gone. */
  const afterDraw = (/** @type {() => Element|null} */ find) => setTimeout(() => /** @type {HTMLElement|null} */ (find())?.focus({ preventScroll: true }));

  function typed(/** @type {string} */ text) {
    draft.text = text;
    keep.soon();
    app.redraw();
  }

  async function save() {
    if (!draft.category) { missing = true; app.redraw(); afterDraw(() => document.getElementById("category-query")); return; }
    busy = true; problem = ""; app.redraw();
    try {
      await picked();
      await keep.settled();
      const { case_id } = await app.actions.fileReport(draft);
      keep.end();
      locating.abort?.abort();
      device.setPref("recents", recentsAfter(recents, draft.category));
      app.go("/today", { replace: true });
      app.sheet(keptSheet(app, draft, case_id, { onMore: () => { app.sheet(null); shutter(app); }, onCase: () => { app.sheet(null); app.go(`/case/${case_id}`); }, onToday: () => app.sheet(null) }));
    } catch (error) {
      problem = app.errorText(error);
    }
    busy = false; app.redraw();
  }

  /** Not before it is on disk: it would be gone, and the sheet has said that it stays. */
  async function leaveKept() {
    app.sheet(null);
    await keep.settled();
    if (keep.saved) app.go("/today", { replace: true });
  }

  function dropped() {
    keep.end();
    drafts.dropDraft(id).catch(app.failed);
    app.go("/today", { replace: true });
  }

  function close() {
    const bare = draft && draft.photos.length === 0 && !draft.text.trim() && !draft.category;
    if (bare) return dropped();
    app.sheet({ title: app.t("capture.leave"), look: "kept", sub: app.t("capture.leave.hint"), body: html`<div class="stack">
      <button class="btn pri wide" @click=${leaveKept}>${app.t("capture.leave.keep")}</button>
      <button class="btn danger wide" @click=${() => { app.sheet(null); dropped(); }}>${app.t("capture.leave.drop")}</button></div>` });
  }

  function view() {
    const { t } = app;
    if (gone) return html`<div class="screen">${navTop(t("back"), t("capture.title"), () => app.go("/today", { replace: true }))}<main id="main">${empty("none", t("capture.gone"))}</main></div>`;
    if (!draft) return html`<div class="screen"><h1 class="sr" tabindex="-1">${t("capture.title")}</h1></div>`;
    const where = app.refs.grid.get(draft.grid_id)?.name ?? "";
    return html`<div class="screen capture"><main id="main"><h1 class="sr" tabindex="-1">${t("capture.title")}</h1>
      ${photoArea(app, draft, { url, shownAt, where, saved: keep.saved ? html`${icon("check")}${t("capture.saved")}` : nothing, onShow: (i) => { shownAt = i; app.redraw(); }, onCamera: openCamera, onFiles: openFiles, onClose: close,
        onRemove: (i) => { const [out] = draft.photos.splice(i, 1); keep.now(); app.toast(t("capture.removed"), { word: t("undo"), run: () => { draft.photos.splice(i, 0, out); keep.now(); } }); } })}
      ${problem || keep.problem ? html`<div class="blk"><p class="err-text" role="alert">${icon("s-overdue")}<span>${problem || keep.problem}</span></p></div>` : nothing}
      ${categoryBlock(app, draft, { recents, query: categoryQuery, missing, onQuery: (q) => { categoryQuery = q; app.redraw(); }, onChoose: (c) => { categoryQuery = ""; change({ category: c }); afterDraw(() => document.querySelector(".chip[aria-pressed='true']")); } })}
      ${placeBlock(app, draft, { near, cells, locating: locating.draft === id ? locating.last : null, query: cellQuery, onLocate: () => { draft.place = null; locate(id); },
        onQuery: (q) => { cellQuery = q; app.redraw(); if (q === "") afterDraw(() => document.getElementById("cell-query")); }, onCell: (cell) => { handPicked = true; cellQuery = null; change({ grid_id: cell }); } })}
      <section class="blk stack"><div><label class="lab" for="text">${t("capture.text")} <small>${t("optional")}</small></label>
        <div class="inp"><textarea id="text" rows="2" maxlength="2000" .value=${draft.text} @input=${(e) => typed(e.target.value)}></textarea></div></div>
        <label class="opt"><input type="checkbox" .checked=${draft.fixed_on_spot} @change=${(e) => change({ fixed_on_spot: e.target.checked })}><span>${t("capture.fixed")}<small>${t("capture.fixed.hint")}</small></span></label></section>
      </main><div class="act" role="region" aria-label=${t("act.label")}>${busyButton(t(draft.category ? "capture.save" : "capture.save.missing"), busy, t("capture.saving"), save)}<p>${t("capture.save.hint")}</p></div></div>`;
  }

  function leave() {
    release();
    if (locating.listener === positioned) locating.listener = () => {};
    keep.leave();
    for (const u of urls.values()) URL.revokeObjectURL(u);
  }

  return { title: app.t("capture.title"), load, view, leave };
}
