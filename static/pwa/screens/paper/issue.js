/** 签发并送达: how the paper reached the party, in one step on the spot; or issued now and served later. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { shortNotice } from "../../domain/deadlines.js";
import * as device from "../../store/device.js";
import { clockNow } from "../../store/time.js";
import { busyButton, icon, status } from "../../components/parts.js";
import { partyOf, whole } from "./signers.js";

/** Ways of service on the spot; the others are recorded where the receipt comes in. */
const METHODS = /** @type {const} */ ({ direct: "paper.serve.direct", left: "paper.serve.left" });
const SEALS = /** @type {Record<string, string>} */ ({ pre_sealed: "paper.seal.pre_sealed", at_office: "paper.seal.at_office", electronic: "paper.seal.electronic", none: "paper.seal.none" });

/** A kind of which the party gets a copy is served; a record that stays on file is not. @param {any} kind */
export const isServed = (kind) => kind.copies > 1;

/** @param {any} app @param {any} s the screen's state and verbs @param {{later?: boolean}} [how] */
export function issueSheet(app, s, { later = false } = {}) {
  const { t } = app, { kind } = s, values = s.values(), served = isServed(kind), refused = values.refused === true;
  const f = { method: refused ? "left" : "direct", recipient: partyOf(values).name, seal: "pre_sealed", later: later || !served };
  let problem = "", busy = false, issued = s.done?.record ?? null;
  device.prefs().then((p) => { const last = /** @type {any} */ (p).paper_seal; if (last && last in SEALS) { f.seal = last; app.redraw(); } });
  const { rules } = app.refs, short = (s.draft.frozen?.items ?? []).some((/** @type {any} */ item) => shortNotice(item.deadline, clockNow(), rules.clocks, rules.calendars));

  async function run() {
    if (!f.later && !f.recipient.trim()) { problem = t("paper.serve.no_recipient"); app.redraw(); document.getElementById("serve-recipient")?.focus(); return; }
    busy = true; problem = ""; app.redraw();
    try {
      issued ??= await s.issue(); // a second tap after a failed service does not issue again
      if (!f.later) await s.serve(issued, { method: f.method, recipient: f.recipient.trim(), seal: kind.seal ? f.seal : "none",
        refusal: refused ? { reason: values.refusal_reason, witness: values.witness } : null }); // the photos went with the paper
      if (kind.seal && !f.later) device.setPref("paper_seal", f.seal);
      s.finished({ ...f, method: t(METHODS[/** @type {"direct"} */ (f.method)]) });
    } catch (error) { problem = issued ? t("paper.serve.failed", { why: app.errorText(error) }) : app.errorText(error); }
    busy = false; app.redraw();
  }

  const radio = (/** @type {"method"|"seal"} */ name, /** @type {string} */ value, /** @type {string} */ word) => html`<label class="opt"><input type="radio" name=${name} .checked=${!(name === "method" && f.later) && f[name] === value} @change=${() => { f[name] = value; if (name === "method") f.later = false; app.redraw(); }}><span>${word}</span></label>`;
  return {
    title: t(served ? "paper.issue.serve" : "paper.issue.record"), sub: [s.name(), whole(s.draft.frozen?.number_text)].filter(Boolean).join("·"),
    get body() {
      return html`<div class="stack">
        ${short ? html`<p class="note card">${icon("s-attention")}<span>${t("paper.issue.short")}</span></p>` : nothing}
        ${served ? html`<fieldset class="opts"><legend class="lab">${t("paper.serve.method")}</legend>${refused ? radio("method", "left", t(METHODS.left)) : radio("method", "direct", t(METHODS.direct))}
          <label class="opt"><input type="radio" name="method" .checked=${f.later} @change=${() => { f.later = true; app.redraw(); }}><span>${t("paper.serve.later")}</span></label></fieldset>` : html`<p>${t("paper.issue.record.hint")}</p>`}
        ${served && f.later ? html`<p class="mut">${t("paper.serve.later.hint")}</p>` : nothing}
        ${f.later ? nothing : html`<div><label class="lab" for="serve-recipient">${t("paper.serve.recipient")}</label><div class="inp"><input id="serve-recipient" type="text" maxlength="100" autocomplete="off" .value=${f.recipient} @input=${(/** @type {any} */ e) => { f.recipient = e.target.value; }}></div></div>
          ${kind.seal ? html`<fieldset class="opts"><legend class="lab">${t("paper.seal")}</legend>${Object.entries(SEALS).map(([code, key]) => radio("seal", code, t(key)))}</fieldset>` : nothing}`}
        ${problem ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(t(!served ? "paper.issue.record" : f.later ? "paper.issue.only" : "paper.issue.serve"), busy, t("capture.saving"), run)}
        <p class="mut center">${t("paper.issue.final")}</p></div>`;
    },
  };
}

/** Where the number went, what is on this phone, and what comes next. @param {any} app @param {any} s @param {any} f as it was issued */
export function keptSheet(app, s, f) {
  const { t, format } = app, { draft, record } = s.done, { frozen } = draft, served = isServed(s.kind), at = format.time(Date.now());
  const signed = draft.photos.filter((/** @type {any} */ p) => p.role === "signature" && p.for_hash === frozen.text_hash).length;
  return {
    title: t("kept.title"), look: "kept", sub: `${s.name()}·${at}`,
    get body() {
      return html`<ol class="steps"><li>${status("kept", "")}<b>${t("paper.kept.what", { n: signed })}</b><span>${at}</span></li>
        ${frozen.number ? html`<li>${status("kept", "")}<b>${frozen.number_text}</b><p>${t("paper.kept.number")}</p></li>` : nothing}
        ${served ? html`<li>${f.later ? icon("s-none") : status("kept", "")}<b>${f.later ? t("paper.kept.later") : t("paper.kept.served", { how: f.method, who: f.recipient })}</b>${f.later ? html`<p>${t("paper.kept.later.hint")}</p>` : nothing}</li>` : nothing}
        <li>${status("pending", "")}<b>${t("kept.step.upload")}</b><p>${t(app.sync.status().online ? "kept.upload.online" : "kept.upload.offline")}</p></li>
        ${draft.officers[1] ? html`<li>${icon("s-none")}<b>${t("paper.kept.attest")}</b><p>${t("paper.kept.attest.hint", { who: frozen.values.officer2_name ?? "" })}</p></li>` : nothing}</ol>
      <div class="stack"><button class="btn pri wide" @click=${() => s.print("a4")}>${icon("print")}${t("paper.print.n", { n: s.kind.copies })}</button>
      <div class="btns"><button class="btn" @click=${() => { app.sheet(null); app.go(`/${record.type}/${record.id}`, { replace: true }); }}>${t("paper.kept.see")}</button>
        <button class="btn" @click=${() => { app.sheet(null); app.go(draft.case_id ? `/case/${draft.case_id}` : "/today", { replace: true }); }}>${t(draft.case_id ? "paper.kept.case" : "kept.today")}</button></div></div>`;
    },
  };
}
