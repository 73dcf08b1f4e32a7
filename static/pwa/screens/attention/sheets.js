/** The sheets behind the ways on: why it is withdrawn, what the leader should know, and which case it belongs to. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import * as records from "../../store/records.js";
import { clockNow } from "../../store/time.js";
import { busyButton, icon, status } from "../../components/parts.js";
import { byDeadline, isMine, ms, shown } from "../refs.js";

const MOST = 30, EARTH_M = 6_371_000, RADIAN = Math.PI / 180, E7 = 1e7;

/**
 * @param {any} app @param {"hand" | "withdraw"} which @param {(text: string) => Promise<any>} run
 */
export function wordsSheet(app, which, run) {
  const { t } = app;
  let text = "", problem = "", busy = false;
  async function save() {
    busy = true; problem = ""; app.redraw();
    try { await run(text); app.sheet(null); } catch (error) { problem = app.errorText(error); document.getElementById("said")?.focus(); }
    busy = false; app.redraw();
  }
  return {
    title: t(`way.${which}`), sub: t(`way.${which}.hint`),
    get body() {
      return html`<div class="stack"><div><label class="lab" for="said">${t(`way.${which}.words`)}</label>
        <div class="inp ${problem ? "err" : ""}"><textarea id="said" rows="3" maxlength="2000" aria-describedby=${problem ? "said-error" : nothing} .value=${text} @input=${(e) => { text = e.target.value; }}></textarea></div></div>
        ${problem ? html`<p class="err-text" id="said-error" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${busyButton(t(`way.${which}.do`), busy, t("capture.saving"), save)}<p class="mut center">${t("capture.save.hint")}</p></div>`;
    },
  };
}

/** Open cases, mine first, the nearest first among each. @param {any} app @param {any} body */
export async function casesFor(app, body) {
  const now = clockNow(), all = (await records.shownCases(app.user.id)).filter((c) => c.id !== body.target.id && !c.moved_on).map((c) => shown(app, c, now)).filter((c) => c.open);
  const rows = all.map((c) => ({ ...c, mine: isMine(app.user, c.record), far: metres(body.place, c.record.place) }));
  return rows.sort((a, b) => Number(b.mine) - Number(a.mine) || (a.far ?? Infinity) - (b.far ?? Infinity) || byDeadline(a, b));
}

/** How far apart, roughly, in metres; null when one of them is nowhere. @param {any} a @param {any} b */
function metres(a, b) {
  if (a?.lat_e7 == null || b?.lat_e7 == null) return null;
  const lat = (a.lat_e7 + b.lat_e7) / 2 / E7 * RADIAN, y = (a.lat_e7 - b.lat_e7) / E7 * RADIAN, x = (a.lon_e7 - b.lon_e7) / E7 * RADIAN * Math.cos(lat);
  return Math.hypot(x, y) * EARTH_M;
}

/** @param {any} app @param {any[]} rows @param {(id: string) => Promise<any>} run */
export function caseSheet(app, rows, run) {
  const { t, format } = app;
  let query = "", busy = "", problem = "";
  async function choose(/** @type {string} */ id) {
    if (busy) return;
    busy = id; problem = ""; app.redraw();
    try { await run(id); app.sheet(null); } catch (error) { problem = app.errorText(error); }
    busy = ""; app.redraw();
  }
  const line = (/** @type {any} */ c) => html`<li><button class="line" aria-busy=${busy === c.id ? "true" : "false"} @click=${() => choose(c.id)}>
    <span class="t">${c.title}<small>${[c.where, c.far === null ? "" : t("way.other.far", { d: format.metres(c.far) }), c.record.number ?? "", format.moment(ms(c.record.reported_at) ?? 0)].filter(Boolean).join(t("dot"))}</small></span>${status(c.look, c.stateWord)}</button></li>`;
  return {
    title: t("way.other"), sub: t("way.other.hint"),
    get body() {
      const wanted = query.trim().toLowerCase(), fits = rows.filter((c) => [c.title, c.where, c.record.number, c.record.text].some((w) => String(w ?? "").toLowerCase().includes(wanted)));
      return html`<div class="stack"><div><label class="lab" for="which">${t("way.other.search")}</label><div class="inp"><input id="which" type="search" .value=${query} @input=${(e) => { query = e.target.value; app.redraw(); }}></div></div>
        ${problem ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${problem}</span></p>` : nothing}
        ${fits.length ? html`<ul class="rows pick-case" aria-label=${t("way.other")}>${fits.slice(0, MOST).map(line)}</ul>${fits.length > MOST ? html`<p class="mut">${t("way.other.more", { n: fits.length - MOST })}</p>` : nothing}` : html`<p>${t("way.other.none")}</p>`}</div>`;
    },
  };
}
