/** One thing the server would not take as it stands: what happened, what is safe, what comes next. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as outbox from "../store/outbox.js";
import { empty, navTop, status } from "../components/parts.js";
import { thingPath } from "../router.js";
import { nameIn } from "./refs.js";
import { verdictText } from "./verdicts.js";

/** What can be made anew by the person who made it. */
const AGAIN = new Set(["id_taken", "quarantined", "unsent", "lane_closed", "bad_hash", "bad_sig", "conflict_id", "fork", "gap"]);

/** @param {import("../main.js").App} app @param {{id: string}} params the op's id */
export function screen(app, { id }) {
  let a = /** @type {any} */ (null), receipt = /** @type {any} */ (null), gone = false;

  async function load() {
    const [all, receipts] = await Promise.all([outbox.attention(), outbox.receipts()]);
    a = all.find((x) => x.op_id === id) ?? a;
    gone = !all.some((x) => x.op_id === id);
    receipt = receipts.find((x) => x.op_id === id) ?? null;
  }

  const back = () => app.go("/outbox");
  async function run(/** @type {() => Promise<any>} */ work, /** @type {string} */ said) {
    try { await work(); app.go("/outbox"); app.toast(app.t(said)); } catch (error) { app.failed(error); }
  }

  function view() {
    const { t, format } = app;
    if (!a || gone) return html`<div class="screen">${navTop(t("back"), t("attention.title"), back)}<main id="main">${a === null && !gone ? nothing : empty("closed", t("attention.gone"))}</main></div>`;
    const again = AGAIN.has(a.code ?? "") || AGAIN.has(a.verdict);
    const steps = t(`attention.next.${a.verdict}`).split("|");
    return html`<div class="screen">${navTop(t("back"), [nameIn(app.refs.action.get(a.type), app.lang) || t(`op.${a.type}`), a.title].filter(Boolean).join("·"), back)}
      <main id="main" class="pad stack attention"><div>${status("attention", t("status.attention"), "badge")}<p class="big">${t(`attention.lead.${a.verdict}`)}</p></div>
        <section><h2>${t("attention.what")}</h2><p>${verdictText(app, a)}</p></section>
        <section><h2>${t("attention.safe")}</h2><p>${t(a.verdict === "unsent" ? "attention.safe.phone" : "attention.safe.server")}</p>
          ${receipt ? html`<p>${status("server", t("attention.arrived", { when: format.moment(receipt.at) }))}</p>` : status("kept", t("status.kept"))}</section>
        <section><h2>${t("attention.next")}</h2><ol class="numbered">${steps.map((s) => html`<li>${s}</li>`)}</ol></section>
        <dl class="facts card"><dt>${t("attention.made")}</dt><dd>${format.dayTime(a.made_at)}</dd><dt>${t("attention.code")}</dt><dd><code>${a.code ?? a.verdict}</code></dd></dl></main>
      <div class="act" role="region" aria-label=${t("act.label")}><a class="btn" href="#${thingPath(a.target)}">${t(a.target.type === "case" ? "kept.case" : "outbox.see")}</a>
        ${again ? html`<button class="btn pri" @click=${() => run(() => app.actions.refileAsNew(id), "attention.again.done")}>${t("attention.again")}</button>`
          : html`<button class="btn pri" @click=${() => run(() => app.actions.acknowledge(id), "attention.seen.done")}>${t("attention.seen")}</button>`}</div></div>`;
  }
  return { title: app.t("attention.title"), load, view };
}
