/** One thing the server would not take as it stands: what happened, who changed what meanwhile, what was captured, and the ways on. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { decisionOf, lookedInto } from "../store/attention.js";
import * as outbox from "../store/outbox.js";
import { shownCase } from "../store/records.js";
import { busyButton, empty, icon, navTop, status } from "../components/parts.js";
import { thingPath } from "../router.js";
import { content } from "./attention/content.js";
import { meanwhile } from "./attention/meanwhile.js";
import { caseSheet, casesFor, wordsSheet } from "./attention/sheets.js";
import { leaderSaid, story } from "./attention/story.js";
import { waysOf } from "./attention/ways.js";
import { actionName } from "./case/acts.js";
import { casePhotos } from "./case/photos.js";
import { verdictText } from "./verdicts.js";

/** @param {import("../main.js").App} app @param {{id: string}} params the op's id */
export function screen(app, { id }) {
  let one = /** @type {any} */ (null), found = /** @type {any} */ (null), open = false, gone = false, busy = "";
  const photos = casePhotos(app);

  async function load() {
    const [looked, list] = await Promise.all([lookedInto(id), outbox.attention()]);
    gone = !looked;
    if (!looked) return;
    found = looked.body.target.type === "case" ? await shownCase(looked.body.target.id) : null;
    one = looked; open = list.some((row) => row.op_id === id);
    await photos.load(looked.body.blobs.map((/** @type {any} */ b) => ({ sha256: b.sha256, stored: looked.claims.some((c) => c.sha256 === b.sha256 && c.state === "sent") })));
  }

  const back = () => app.go("/outbox");
  /** @param {() => Promise<any>} work @param {string} said */
  const run = async (work, said) => { await work(); app.go("/outbox"); app.toast(app.t(said)); };
  /** Once: a second tap must not say over the first's success that it was too late. @param {string} name @param {() => Promise<any>} work @param {string} said */
  async function once(name, work, said) {
    if (busy) return;
    busy = name; app.redraw();
    try { await run(work, said); } catch (error) { busy = ""; app.failed(error); app.redraw(); }
  }

  const hand = () => app.sheet(wordsSheet(app, "hand", (text) => run(() => app.actions.handOver(id, text), "way.hand.done")));
  const withdraw = () => app.sheet(wordsSheet(app, "withdraw", (text) => run(() => app.actions.withdraw(id, text), "way.withdraw.done")));
  const other = async () => app.sheet(caseSheet(app, await casesFor(app, one.body), (to) => run(() => app.actions.putOnCase(id, to), "way.other.done")));
  const again = () => once("again", () => app.actions.refileAsNew(id), "attention.again.done");
  const seen = () => once("seen", () => app.actions.acknowledge(id), "attention.seen.done");

  /** The first that is possible is the one strong button; the others are lines above it. @param {any} can */
  const listed = (can) => [["again", can.again, again, "again", "attention.again"], ["other", can.other, other, "cases", "way.other"], ["hand", can.hand, hand, "user", "way.hand"],
    ["withdraw", can.withdraw, withdraw, "undo", "way.withdraw"]].filter(([, may]) => may);

  function view() {
    const { t, format } = app;
    if (!one) return html`<div class="screen">${navTop(t("back"), t("attention.title"), back)}<main id="main">${gone ? empty("closed", t("attention.gone")) : nothing}</main></div>`;
    const { op, body, receipt } = one, verdict = receipt?.verdict ?? "unsent", flagged = { verdict, code: receipt?.code ?? op.problem };
    const can = waysOf(app, one, found), ways = listed(can), back_again = decisionOf(receipt)?.decision === "dismiss";
    const lead = !open ? "attention.lead.done" : back_again ? "attention.lead.dismissed" : receipt?.in_effect ? "attention.lead.counts" : `attention.lead.${verdict}`;
    return html`<div class="screen">${navTop(t("back"), [actionName(app, op.type), op.title].filter(Boolean).join(t("dot")), back)}<main id="main" class="attention">
      <div class="blk stack"><div>${open ? status("attention", t("status.attention"), "badge") : status("closed", t("attention.dealt"), "badge")}<p class="big">${t(lead)}</p></div>
        <section><h2>${t("attention.what")}</h2><p>${verdictText(app, flagged)}</p>${leaderSaid(app, receipt)}</section>
        ${open ? meanwhile(app, one, found) : nothing}
        <section><h2>${t("attention.safe")}</h2><p>${t(receipt ? "attention.safe.server" : "attention.safe.phone")}</p>
          ${receipt ? html`<p>${status("server", t("attention.arrived", { when: format.moment(receipt.at) }))}</p>` : status("kept", t("status.kept"))}</section></div>
      ${story(app, one)}
      ${open ? html`<section aria-label=${t("attention.next")}><div class="sec"><h2>${t("attention.next")}</h2></div>
        ${ways.length ? html`<ul class="rows ways">${ways.map(([name, , go, drawing, word]) => html`<li><button class="line" data-way=${name} aria-busy=${busy === name ? "true" : "false"} @click=${() => busy || go()}>${icon(/** @type {string} */ (drawing))}<span class="t">${t(word)}<small>${t(`way.${name}.why`)}</small></span>${icon("next")}</button></li>`)}</ul>` : nothing}
        <p class="pad mut">${t(receipt?.in_effect ? "attention.next.counts" : `attention.next.${verdict}`)}</p></section>` : nothing}
      ${content(app, one, photos)}</main>
      <div class="act" role="region" aria-label=${t("act.label")}><a class="btn" href="#${thingPath(body.target)}">${t(body.target.type === "case" ? "kept.case" : "outbox.see")}</a>
        ${!open ? nothing : can.again ? busyButton(t("attention.again"), busy === "again", t("capture.saving"), again, "btn pri") : can.seen ? busyButton(t("attention.seen"), busy === "seen", t("capture.saving"), seen, "btn pri")
          : html`<button class="btn pri" @click=${hand}>${t("way.hand")}</button>`}</div></div>`;
  }
  return { title: app.t("attention.title"), load, view, leave: photos.leave };
}
