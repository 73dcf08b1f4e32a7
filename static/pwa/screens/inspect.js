/** 现场检查: a party, two officers, what was found and by when each thing must be put right. A draft from the first second. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as drafts from "../store/drafts.js";
import * as device from "../store/device.js";
import * as papers from "../store/papers.js";
import { empty, icon, navTop, section, status } from "../components/parts.js";
import { picked } from "../capture/picker.js";
import { recentsAfter } from "./capture/category.js";
import { bottomCells, candidates } from "./capture/place.js";
import { locate, locating } from "./capture/start.js";
import { dayNow, isOfficer, mayInspect, verdictOn, whyNot } from "./inspect/authority.js";
import { findingBlock } from "./inspect/finding.js";
import { keeping } from "./keeping.js";
import { gapsOf } from "./inspect/missing.js";
import { officersBlock } from "./inspect/officers.js";
import { partyBlock } from "./inspect/party.js";
import { findingPhotos } from "./inspect/photos.js";
import { placeBlock } from "./inspect/place.js";
import { dropSheet, recordSheet, recordedSheet } from "./inspect/sheets.js";
import { newFinding, touched } from "./inspect/start.js";
import { acts, todo } from "./inspect/todo.js";

/** @param {import("../main.js").App} app @param {{id: string}} params the draft's id */
export function screen(app, { id }) {
  let draft = /** @type {any} */ (null), gone = false, problem = "", busy = false, query = "", clock = 0;
  let known = /** @type {any[]} */ ([]), past = /** @type {any} */ (null), pastOf = "", recents = /** @type {string[]} */ ([]);
  let cells = /** @type {any[]} */ ([]), earlier = /** @type {Map<string, string[]>} */ (new Map());
  const asked = /** @type {Set<string>} */ (new Set());
  const keep = keeping(app, () => draft);
  const photos = findingPhotos(app, () => draft, { changed: () => keep.now(), failed: (words) => { problem = words; app.redraw(); } });
  const now = () => Date.now() + clock;

  async function load() {
    if (keep.over) return;
    if (!draft) await open();
    if (!draft) return;
    if (!cells.length) cells = bottomCells(app.refs.grid);
    await readPast();
  }

  async function open() {
    const [found, prefs, reading, parties, items] = await Promise.all([drafts.draft(id), device.prefs(), device.clockReading(), papers.parties(), papers.shownItems()]);
    if (!found || /** @type {any} */ (found).kind !== "inspection") { gone = true; return; }
    draft = found;
    draft.editing_party ??= !draft.party.name;
    draft.editing_place ??= !draft.place_text;
    recents = /** @type {any} */ (prefs).recents ?? [];
    clock = reading?.offset_ms ?? 0;
    known = parties;
    for (const item of items) earlier.set(item.category, [...new Set([...(earlier.get(item.category) ?? []), item.requirement])].filter(Boolean).slice(0, 3));
    locating.listener = positioned;
    if (locating.draft === id && locating.last) positioned(locating.last);
  }

  /** What this phone knows of the party, read anew when another one is named. */
  async function readPast() {
    const { name, code } = draft.party, of = `${name}|${code}`;
    if (of === pastOf) return;
    pastOf = of;
    past = name.trim().length > 1 ? await papers.partyHistory({ name: name.trim(), code }) : null;
  }

  /** @param {any} u an update of capture/position.js */
  function positioned(u) {
    if (locating.draft !== id || !draft || keep.over) return;
    if (u.best && u.best !== draft.place) { draft.place = u.best; keep.now(); }
    app.redraw();
  }

  const change = (part = {}) => { Object.assign(draft, part); keep.now(); readPast().then(() => app.redraw()); app.redraw(); };
  const focus = (/** @type {string} */ field) => setTimeout(() => {
    const found = document.getElementById(field);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
  });
  const typed = () => { keep.soon(); app.redraw(); };

  /** @param {boolean} order */
  function form(order) {
    const law = verdictOn(app, draft, now()), { gaps, had } = gapsOf(app, draft, law, now(), order && law.power.size < Math.max(1, draft.findings.length));
    return { app, draft, now: now(), ahead: clock, law, gaps, had, lacking: new Set(gaps.map((g) => g.field)), asked, keep, change, typed, focus };
  }

  /** To the field: whatever hides it opens. @param {import("./inspect/missing.js").Gap} gap */
  function jump(gap) {
    asked.add(gap.field);
    if (gap.party) draft.editing_party = true;
    if (gap.field === "place-text") draft.editing_place = true;
    if (gap.finding && !gap.field.endsWith("deadline")) draft.open = gap.finding;
    app.redraw();
    focus(gap.field);
  }

  /** @param {boolean} camera the camera opens at once, as at a report */
  function add(camera) {
    const finding = newFinding();
    draft.findings.push(finding);
    query = "";
    change({ open: finding.id });
    if (camera) photos.ask(finding.id, true);
    focus(`f${draft.findings.length - 1}-title`);
  }

  function remove(/** @type {any} */ finding) {
    const at = draft.findings.indexOf(finding), own = draft.photos.filter((/** @type {any} */ p) => p.finding === finding.id);
    draft.findings.splice(at, 1);
    draft.photos = draft.photos.filter((/** @type {any} */ p) => p.finding !== finding.id);
    change({ open: null });
    app.toast(app.t("insp.finding.removed"), { word: app.t("undo"), run: () => { draft.findings.splice(at, 0, finding); draft.photos.push(...own); change({ open: finding.id }); } });
  }

  function photoOut(/** @type {any} */ photo) {
    draft.photos.splice(draft.photos.indexOf(photo), 1);
    change();
    app.toast(app.t("capture.removed"), { word: app.t("undo"), run: () => { draft.photos.push(photo); change(); } });
  }

  /** What goes to record carries nothing for an order where none may be given. */
  const settledDraft = (/** @type {import("./inspect/authority.js").Verdict} */ law) => ({
    ...draft, findings: draft.findings.map((/** @type {any} */ f) => law.power.has(f.id) ? { ...f, requirement: "", deadline: null } : f),
  });

  /** @param {boolean} order */
  async function record(order) {
    if (busy) return;
    busy = true;
    await picked();
    busy = false;
    const { gaps, law } = form(order);
    if (gaps.length) { app.sheet(null); return jump(gaps[0]); }
    busy = true; problem = ""; app.sheet(null);
    try {
      await keep.settled();
      const made = await app.actions.recordInspection(settledDraft(law), { order });
      keep.end();
      locating.abort?.abort();
      for (const f of draft.findings) recents = recentsAfter(recents, f.category);
      device.setPref("recents", recents);
      if (order) app.go(`/paper/${made.paper_id}`, { replace: true });
      else { app.go(draft.case_id ? `/case/${draft.case_id}` : "/today", { replace: true }); app.sheet(recordedSheet(app, draft, made.inspection_id)); }
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }

  /** Asks first: what is recorded stands. */
  function plain() {
    const [gap] = form(false).gaps;
    if (gap) jump(gap); else app.sheet(recordSheet(app, draft, () => record(false)));
  }

  const back = () => history.length > 1 ? history.back() : app.go("/today", { replace: true });
  const drop = () => { keep.end(); drafts.dropDraft(id).catch(app.failed); app.sheet(null); app.go(draft.case_id ? `/case/${draft.case_id}` : "/today", { replace: true }); };

  function view() {
    const { t } = app;
    if (gone) return html`<div class="screen">${navTop(t("back"), t("insp.title"), back)}<main id="main">${empty("none", t("insp.gone"), t("insp.gone.hint"))}</main></div>`;
    if (!draft) return html`<div class="screen">${navTop(t("back"), t("insp.title"), back)}<main id="main"></main></div>`;
    if (!app.refs.rules) return html`<div class="screen">${navTop(t("back"), t("insp.title"), back)}<main id="main">${empty("off", t("insp.no_rules"), t("insp.no_rules.hint"))}</main></div>`;
    const f = form(true), n = draft.findings.length, on = { only: n > 0 && f.law.power.size === n, busy, jump, onOrder: () => record(true), onRecord: plain };
    return html`<div class="screen inspect">${navTop(t("back"), t("insp.title"), back, keep.saved ? html`<span role="status">${status("kept", t("insp.saved"))}</span>` : nothing)}<main id="main">
      ${mayInspect(app, now()) ? nothing : html`<div class="note" role="status">${icon("s-attention")}<p><b>${t("insp.not_you")}</b> ${isOfficer(app) ? whyNot(app, app.user.id, [], dayNow(app, now())) : t("insp.not_you.role")}</p></div>`}
      ${problem || keep.problem ? html`<div class="blk"><p class="err-text" role="alert">${icon("s-overdue")}<span>${problem || keep.problem}</span></p></div>` : nothing}
      ${partyBlock(f, { known, past, editing: draft.editing_party || !draft.party.name, onEdit: (on) => change({ editing_party: on }) })}
      ${officersBlock(f)}
      ${placeBlock(f, { editing: draft.editing_place || !draft.place_text, onEdit: (on) => change({ editing_place: on }), locating: locating.draft === id ? locating.last : null, cell: app.refs.grid.get(candidates(draft.place, cells)[0]?.id), onLocate: () => { locating.listener = positioned; locate(id); } })}
      <section aria-label=${t("insp.findings")}>${section(t("insp.findings"), n ? t("insp.findings.n", { n }) : nothing)}
        ${draft.findings.map((/** @type {any} */ one, /** @type {number} */ i) => findingBlock(f, one, i, {
          open: draft.open === one.id, query: draft.open === one.id ? query : "", recents, earlier: earlier.get(one.category) ?? [], url: photos.url, onOpen: (open) => { query = ""; change({ open }); },
          onQuery: (q) => { query = q; app.redraw(); }, onCamera: () => photos.ask(one.id, true), onFiles: () => photos.ask(one.id, false), onPhotoOut: photoOut, onRemove: () => remove(one) }))}
        <div class="pad insp-add">${n ? nothing : html`<p class="mut">${t("insp.findings.none")}</p>`}<button class="btn wide" id="add-finding" @click=${() => add(true)}>${icon("camera")}${t("insp.finding.add")}</button>
          <button class="link" @click=${() => add(false)}>${t("insp.finding.add_plain")}</button></div></section>
      ${todo(f, on)}
      <div class="pad insp-foot"><button class="link" @click=${() => app.sheet(dropSheet(app, draft, drop))}>${icon("trash")}${t("insp.drop")}</button></div></main>
      ${acts(f, on)}</div>`;
  }

  function leave() {
    if (locating.listener === positioned) locating.listener = () => {};
    if (draft && !keep.over) { if (touched(draft)) keep.leave(); else { keep.end(); drafts.dropDraft(id).catch(() => null); } }
    photos.leave();
  }

  return { title: app.t("insp.title"), load, view, leave };
}

