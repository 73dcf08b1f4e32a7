/** 请你确认在场: whoever is named beside the author says whether they were there (protocol 6). Said in words: who, where, when, which paper. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import * as papers from "../../store/papers.js";
import { busyButton, empty, fieldError, icon } from "../../components/parts.js";
import { paperNumber } from "../../components/item_row.js";
import { kindName } from "../order/facts.js";
import { person } from "./life.js";
import { saidKept } from "./form.js";

/** @typedef {{type: string, id: string}} Asked */

/** A strip that asks, over the thing itself. @param {any} app @param {Asked} asked */
export const askedStrip = (app, asked) => html`<button class="strip attention" @click=${() => app.sheet(attestSheet(app, asked))}>${icon("s-attention")}
  <span><b>${app.t("attest.strip")}</b><span>${app.t("attest.strip.hint")}</span></span>${icon("next")}</button>`;

/** For Today: the one that waits longest; after an answer the next. @param {any} app */
export const sheet = (app) => attestSheet(app, null);

/** @param {any} app @param {Asked|null} first null: whatever is asked of me */
export function attestSheet(app, first) {
  const { t } = app;
  let about = /** @type {any} */ (null), left = 0, text = "", denying = false, problem = "", busy = false, ready = false;

  async function next() {
    const open = await papers.asked();
    const one = open.find((a) => first && a.type === first.type && a.id === first.id) ?? (first ? null : open.sort((a, b) => a.asked_at - b.asked_at)[0]) ?? null;
    left = first ? 0 : Math.max(0, open.length - 1);
    about = one && await told(app, one);
    [text, denying, problem, ready] = ["", false, "", true];
    app.redraw();
  }

  async function answer(/** @type {boolean} */ present) {
    if (busy) return;
    if (!present && !denying) { denying = true; app.redraw(); setTimeout(() => document.getElementById("attest-text")?.focus()); return; }
    if (!present && !text.trim()) { problem = t("attest.text.missing"); app.redraw(); document.getElementById("attest-text")?.focus(); return; }
    busy = true; problem = ""; app.redraw();
    try {
      await app.actions.attest({ type: about.type, id: about.id }, present, text.trim());
      if (left) await next(); else { app.sheet(null); saidKept(app); }
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }

  next().catch((error) => { app.sheet(null); app.failed(error); });
  return {
    title: t("attest.title"), look: "attention",
    get sub() { return left ? t("attest.left", { n: left }) : nothing; },
    get body() {
      if (!ready) return nothing;
      if (!about) return empty("closed", t("attest.none"));
      return html`<div class="stack"><p class="lead">${about.what}</p><dl class="facts">${about.facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
        <p>${t("attest.question", { name: about.by })}</p>
        ${denying ? html`<div><label class="lab" for="attest-text">${t("attest.text")}</label><div class="inp ${problem ? "err" : ""}"><textarea id="attest-text" rows="3" maxlength="2000" aria-describedby=${problem ? "attest-error" : nothing} .value=${text} @input=${(e) => { text = e.target.value; }}></textarea></div></div>` : nothing}
        ${fieldError("attest-error", problem)}
        <div class="btns">${denying ? html`<button class="btn danger" aria-busy=${busy ? "true" : "false"} @click=${() => answer(false)}>${t("attest.no.save")}</button>
          <button class="btn" @click=${() => { denying = false; problem = ""; app.redraw(); }}>${t("attest.back")}</button>`
          : html`<button class="btn" @click=${() => answer(false)}>${t("attest.no")}</button>${busyButton(t("attest.yes"), busy, t("capture.saving"), () => answer(true), "btn pri")}`}</div>
        <p class="mut center">${t("attest.hint")}</p></div>`;
    },
  };
}

/** What one is asked to confirm, in words. @param {any} app @param {Asked} asked */
async function told(app, { type, id }) {
  const { t, format } = app;
  const item = type === "item" ? (await papers.shownItems()).find((i) => i.id === id) : null;
  const row = type === "inspection" ? await papers.shownInspection(id) : type === "document" ? await papers.shownDocument(id) : await papers.shownOrder(type === "item" ? item?.order_id : id);
  const inspection = type === "inspection" ? row : row?.inspection_id ? await papers.shownInspection(row.inspection_id) : null;
  const at = { inspection: row?.started_at, item: item?.rechecked_at }[type] ?? row?.issued_at ?? null;
  const officers = (row?.officers ?? []).map((/** @type {string} */ o) => person(app, o)).join(t("comma"));
  const what = type === "inspection" ? t("attest.what.inspection") : type === "item" ? t("attest.what.item", { result: item?.result ? t(`item.result.${item.result}`) : "" }) : t("attest.what.paper", { kind: kindName(app, row?.kind) });
  const facts = [
    [t("item.party"), row?.party?.name ?? row?.fields?.party_name], [t("attest.when"), at == null ? "" : format.dayTime(Number(at))],
    [t("attest.where"), inspection?.place_text ?? inspection?.party?.address], [t("item.requirement"), item?.requirement],
    [t("order.number"), row?.number ? paperNumber(row.number) : ""], [t("item.officers"), officers],
  ].filter(([, value]) => value);
  return { type, id, what, facts, by: person(app, row?.author ?? null) };
}
