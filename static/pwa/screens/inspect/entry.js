/** Where an officer finds what officers do, under 我的: an inspection without a case, those begun, orders and their items. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon, section } from "../../components/parts.js";
import { validOn } from "../../domain/authority.js";
import { certificatesOf, dayNow, dayWords, isOfficer, whyNot } from "./authority.js";
import { startInspection } from "./start.js";

/** @param {any} app @param {any[]} begun inspections not yet recorded; nothing for whoever is no officer */
export function enforcement(app, begun) {
  if (!isOfficer(app)) return nothing;
  const { t } = app, me = app.user.id, day = dayNow(app), card = validOn(certificatesOf(app, me), me, day);
  return html`<section aria-label=${t("insp.me")}>${section(t("insp.me"))}<ul class="rows">
    <li><div class="line">${icon("user")}<span class="t">${card ? html`${t("insp.me.cert", { number: card.number })}<small>${card.valid_to ? t("insp.me.cert.until", { day: dayWords(app, card.valid_to) }) : nothing}</small>` : html`${whyNot(app, me, [], day)}<small>${t("insp.me.cert.bad")}</small>`}</span></div></li>
    ${card ? html`<li><button class="line" @click=${() => startInspection(app, { basis: "plan" })}>${icon("doc")}<span class="t">${t("insp.me.start")}<small>${t("insp.me.start.hint")}</small></span>${icon("next")}</button></li>` : nothing}
    ${begun.map((d) => html`<li><a class="line" href="#/inspect/${d.id}">${icon("pen")}<span class="t">${t("insp.me.draft")}·${d.party.name || t("insp.me.draft.unnamed")}<small>${t("insp.me.draft.hint", { when: app.format.moment(d.made_at), n: d.findings.length })}</small></span>${icon("next")}</a></li>`)}
    <li><a class="line" href="#/orders">${icon("cases")}<span class="t">${t("insp.me.orders")}<small>${t("insp.me.orders.hint")}</small></span>${icon("next")}</a></li></ul></section>`;
}
