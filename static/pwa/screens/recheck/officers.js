/** The two officers of a recheck (两名执法人员) with their certificates of the day, and in words what follows when one lacks it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { colleagues, whyNot } from "../inspect/authority.js";
import { certificateOn } from "../item/rights.js";
import { person } from "../item/life.js";

/** @param {any} app @param {{groups: string[], day: string, second: string|null, missing: boolean, choose: (id: string) => void}} o */
export function officersBlock(app, { groups, day, second, missing, choose }) {
  const { t } = app, wrong = [app.user.id, second].filter(Boolean).map((id) => [id, whyNot(app, /** @type {string} */ (id), groups, day)]).filter(([, why]) => why);
  const open = () => chooseSecond(app, { groups, day, second, choose });
  return html`<section class="blk" aria-labelledby="officers-title"><h2 class="sr" id="officers-title">${t("item.officers")}</h2><div class="insp-pair">
    ${card(app, app.user.id, day, wrong)}${second ? card(app, second, day, wrong, open)
      : html`<button class="insp-officer insp-add ${missing ? "err" : ""}" id="second" @click=${open}>${icon("plus")}<span><b>${t("recheck.second")}</b></span></button>`}</div>
    ${wrong.length ? html`<div class="note card" role="status">${icon("s-attention")}<div>${wrong.map(([id, why]) => html`<p><b>${person(app, id)}</b>${t("colon")}${why}</p>`)}<p>${t("recheck.no_effect")}</p></div></div>`
      : second ? html`<p class="mut">${t("recheck.both")}</p>` : nothing}</section>`;
}

/** One's own is a fact; the other's leads to the choice. */
function card(app, id, day, wrong, change) {
  const bad = wrong.some(([who]) => who === id), look = `insp-officer ${bad ? "bad" : ""}`;
  const inside = html`${icon(bad ? "s-attention" : "check")}<span><b>${person(app, id)}</b><small><span class="num">${certificateOn(app, id, day) || app.t("recheck.cert.none")}</span>${change ? html` <u>${app.t("recheck.change")}</u>` : nothing}</small></span>`;
  return change ? html`<button class=${look} id="second" @click=${change}>${inside}</button>` : html`<div class=${look}>${inside}</div>`;
}

/** @param {any} app @param {{groups: string[], day: string, second: string|null, choose: (id: string) => void}} o */
export const chooseSecond = (app, o) => app.sheet(chooser(app, o));

function chooser(app, { groups, day, second, choose }) {
  const { t } = app, all = colleagues(app, groups, day), can = all.filter((c) => !c.why), not = all.filter((c) => c.why);
  const take = (/** @type {string} */ id) => { app.sheet(null); choose(id); setTimeout(() => document.getElementById("second")?.focus({ preventScroll: true })); };
  return {
    title: t("recheck.second"), sub: t("recheck.second.hint"),
    body: html`<div class="stack">${can.length ? html`<div class="choices">${can.map((c) => html`<button class="opt" aria-pressed=${c.id === second ? "true" : "false"} @click=${() => take(c.id)}><span>${c.name}<small>${c.number}${t("dot")}${c.unit}</small></span></button>`)}</div>` : html`<p class="lead">${t("recheck.second.nobody")}</p>`}
      ${not.length ? html`<h3 class="lab">${t("recheck.second.not")}</h3><ul class="insp-reasons">${not.map((c) => html`<li>${icon("s-off")}<span><b>${c.name}</b><br><span class="mut">${c.why}</span></span></li>`)}</ul>` : nothing}</div>`,
  };
}
