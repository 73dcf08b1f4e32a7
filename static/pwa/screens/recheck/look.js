/** 预查: who has no certificate looks and photographs; it goes to the case as a note, closes nothing, and says so. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { busyButton, empty, fieldError, icon, navTop } from "../../components/parts.js";
import { picked } from "../../capture/picker.js";
import { saidKept } from "../item/form.js";

/** @param {any} app @param {{shown: import("../item/shown.js").ShownItem, drafts: any, taken: any, before: unknown, saved: unknown, problem: string, back: () => void, why: string}} o */
export function lookView(app, o) {
  const { t } = app, { shown, drafts, taken } = o, draft = drafts.has(shown.id) ?? { text: "", photos: [] };
  const head = navTop(t("back"), [t("recheck.look"), shown.party].filter(Boolean).join(t("dot")), o.back, o.saved);
  if (!shown.caseId) return html`<div class="screen">${head}<main id="main">${empty("off", t("recheck.look.no_case"), t("recheck.look.no_case.hint"))}</main></div>`;
  return html`<div class="screen">${head}<main id="main">
    <p class="note">${icon("s-recheck")}<span>${o.why ? html`${o.why}<br>` : nothing}${t("recheck.look.hint")}</span></p>
    <section class="blk stack"><div class="split"><h2 class="lead">${t("item.numbered", { n: shown.n, text: shown.requirement })}</h2></div>${o.before}
      <div><p class="lab">${t("recheck.now")}</p>${taken.view(draft.photos, () => drafts.set(shown.id))}</div>
      <div><label class="lab" for="look-text">${t("recheck.look.text")}</label><div class="inp"><textarea id="look-text" rows="3" maxlength="1800" .value=${draft.text} @input=${(e) => drafts.typed(shown.id, { text: e.target.value })}></textarea></div></div>
      ${fieldError("look-error", o.problem)}</section></main>
    <div class="act" role="region" aria-label=${t("act.label")}>${busyButton(t("recheck.look.save"), looking, t("capture.saving"), () => save(app, o))}<p>${t("capture.save.hint")}</p></div></div>`;
}

let looking = false;

async function save(app, { shown, drafts }) {
  if (looking) return;
  const { t } = app;
  looking = true; app.redraw();
  await picked();
  const draft = drafts.of(shown.id), said = draft.text.trim();
  try {
    if (!said && !draft.photos.length) throw Object.assign(new Error(), { code: "invalid:text" });
    await drafts.settled();
    await app.actions.addNote(shown.caseId, { text: t("recheck.look.said", { n: shown.n, number: shown.number, text: said }), photos: draft.photos, draft_id: draft.id });
    drafts.done(shown.id);
    app.go(`/item/${shown.id}`, { replace: true });
    saidKept(app);
  } catch (error) { app.failed(error); }
  looking = false; app.redraw();
}
