/** Two officers (两名执法人员) with their certificates, and the certificates shown (亮证). */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { validOn } from "../../domain/authority.js";
import { nameIn } from "../refs.js";
import { certificatesOf, colleagues, whyNot } from "./authority.js";

/** @param {import("./field.js").Form} f */
export function officersBlock(f) {
  const { app, draft, law } = f, { t } = app;
  const missing = f.asked.has("second") && f.lacking.has("second"), unshown = f.asked.has("cert-shown") && f.lacking.has("cert-shown");
  const why = [app.user.id, draft.second].filter(Boolean).map((user) => ({ user, why: whyNot(app, user, law.groups, law.day) })).filter((row) => row.why);
  return html`<section class="blk insp-officers" aria-labelledby="officers-title"><h2 class="sr" id="officers-title">${t("insp.officers")}</h2>
    <div class="insp-pair">${card(app.user.id, false)}${draft.second ? card(draft.second, true)
      : html`<button class="insp-officer insp-add ${missing ? "err" : ""}" id="second" @click=${() => app.sheet(sheet(f))}>${icon("plus")}<span><b>${t("insp.second.choose")}</b></span></button>`}</div>
    <label class="opt ${unshown ? "err" : ""}"><input type="checkbox" id="cert-shown" .checked=${draft.cert_shown} @change=${(e) => f.change({ cert_shown: e.target.checked, cert_shown_at: e.target.checked ? f.now - f.ahead : null })}>
      <span>${t("insp.shown")}${draft.cert_shown_at ? html` <span class="num">${app.format.moment(draft.cert_shown_at + f.ahead, f.now)}</span>` : nothing}</span></label>
    ${draft.second ? nothing : html`<p class="mut insp-under">${t("insp.second.why")}</p>`}
    ${why.length ? html`<div class="note card" role="status">${icon("s-attention")}<div>${why.map((row) => html`<p><b>${nameIn(app.refs.user.get(row.user), app.lang)}</b>${t("colon")}${row.why}</p>`)}<p>${t("insp.persons.so")}</p></div></div>` : nothing}
  </section>`;

  /** One's own card is a fact; the other's leads to the choice. @param {string} user @param {boolean} other */
  function card(user, other) {
    const own = certificatesOf(app, user), bad = whyNot(app, user, law.groups, law.day), look = `insp-officer ${bad ? "bad" : ""}`;
    const number = (validOn(own, user, law.day) ?? own.at(-1))?.number ?? t("insp.cert.none");
    const inside = html`${icon(bad ? "s-attention" : "check")}<span><b>${nameIn(app.refs.user.get(user), app.lang) || app.user.name}</b><small><span class="num">${number}</span>${other ? html` <u>${t("insp.party.change")}</u>` : nothing}</small></span>`;
    return other ? html`<button class=${look} id="second" @click=${() => app.sheet(sheet(f))}>${inside}</button>` : html`<div class=${look}>${inside}</div>`;
  }
}

/** Who may come as second, with certificate; who may not, and why. @param {import("./field.js").Form} f */
function sheet(f) {
  const { app, draft, law } = f, { t } = app;
  const all = colleagues(app, law.groups, law.day), can = all.filter((c) => !c.why), not = all.filter((c) => c.why);
  const take = (/** @type {string} */ id) => { f.change({ second: id }); app.sheet(null); f.focus("second"); };
  return {
    title: t("insp.second"), sub: t("insp.second.hint"),
    body: html`<div class="stack">${can.length ? html`<fieldset class="opts insp-list"><legend class="sr">${t("insp.second")}</legend>${can.map((c) => html`<label class="opt"><input type="radio" name="second" .checked=${draft.second === c.id} @change=${() => take(c.id)} @click=${() => { if (draft.second === c.id) app.sheet(null); }}><span>${c.name}<small>${c.number}·${c.unit}</small></span></label>`)}</fieldset>` : html`<p class="lead">${t("insp.second.nobody")}</p>`}
      ${not.length ? html`<h3 class="lab">${t("insp.second.not")}</h3><ul class="insp-reasons">${not.map((c) => html`<li>${icon("s-off")}<span><b>${c.name}</b> <span class="num">${c.number}</span><br><span class="mut">${c.why}</span></span></li>`)}</ul>` : nothing}
      <p class="mut">${t("insp.second.others")}</p></div>`,
  };
}
