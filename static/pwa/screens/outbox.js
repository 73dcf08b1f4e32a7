/** 待传: every thing the server may not have, where it is, and why; nothing leaves this list without a receipt. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { HAND_OVER, WITHDRAW, dealtWith } from "../store/attention.js";
import * as outbox from "../store/outbox.js";
import { openTrouble } from "../store/checkpoint.js";
import { empty, icon, section, status, tabTop } from "../components/parts.js";
import { netLook } from "../components/net.js";
import { thingPath } from "../router.js";
import { logNote } from "./log_note.js";
import { nameIn } from "./refs.js";
import { verdictText } from "./verdicts.js";

const DAY_MS = 86_400_000, WORDS = 30;
/** How something was dealt with, by what was done about it. @type {Record<string, string>} */
const HOW = { seen: "seen", confirmed: "confirmed", [HAND_OVER]: "hand", [WITHDRAW]: "withdraw" };

/** Enough of somebody's words to know them again. */
const short = (/** @type {string} */ words) => words.length > WORDS ? `${words.slice(0, WORDS)}…` : words;

/** @param {import("../main.js").App} app */
export function screen(app) {
  let items = /** @type {any[]} */ ([]), attention = /** @type {any[]} */ ([]), receipts = /** @type {any[]} */ ([]), done = /** @type {any[]} */ ([]);
  let trouble = /** @type {import("../store/checkpoint.js").Trouble | null} */ (null);

  async function load() {
    [items, attention, receipts, trouble, done] = await Promise.all([outbox.waiting(), outbox.attention(), outbox.receipts(), openTrouble(), dealtWith()]);
    const stuck = new Set(attention.map((a) => a.op_id));
    items = items.filter((i) => i.state !== "attention" || !stuck.has(i.op_id));
  }

  function view() {
    const { t, format } = app, now = Date.now(), today = receipts.filter((r) => now - r.at < DAY_MS);
    const retry = items.length ? html`<button class="btn m" @click=${() => app.sync.wake("button")}>${icon("again")}${t("outbox.now")}</button>` : nothing;
    return html`<div class="screen tabs">${tabTop(t("outbox.title"), items.length ? t("count.things", { n: items.length }) : nothing, retry)}<main id="main">
      ${items.length ? html`<div class="note kept">${icon("s-kept")}<p>${t("outbox.safe")}<br><span>${line()}</span></p></div>${rescue()}<h2 class="sr">${t("outbox.title")}</h2>${items.map((i) => item(i, now))}`
        : attention.some((a) => a.verdict === "unsent") ? nothing : empty("server", t("outbox.empty"), receipts[0] ? t("outbox.last", { when: format.moment(receipts[0].at) }) : t("outbox.never"))}
      ${!items.length && attention.some((a) => a.verdict === "unsent") ? rescue() : nothing}
      ${attention.length || trouble ? html`<section aria-label=${t("status.attention")}>${section(t("status.attention"), t("count.things", { n: attention.length + (trouble ? 1 : 0) }))}${attention.map(needs)}${trouble ? logNote(app, trouble) : nothing}</section>` : nothing}
      ${done.length ? html`<section aria-label=${t("attention.history")}>${section(t("attention.history"), t("count.things", { n: done.length }), t("attention.history.keeps"))}
        <ul class="rows">${done.slice(0, 20).map((d) => html`<li><a class="line" href="#/attention/${d.op_id}"><span class="t">${titleOf(d)}<small>${[format.moment(d.at), d.said ? t("attention.quote", { text: short(d.said) }) : ""].filter(Boolean).join(t("dot"))}</small></span>${status("closed", t(`how.${how(d)}`))}</a></li>`)}</ul></section>` : nothing}
      ${receipts.length ? html`<section aria-label=${t("status.server")}>${section(t("status.server"), t("outbox.today", { n: today.length }), t("outbox.keeps"))}
        <ul class="rows">${receipts.slice(0, 20).map((r) => html`<li><a class="line" href="#${thingPath(r.target)}"><span class="t">${titleOf(r)}<small>${format.moment(r.at)}</small></span>${r.verdict === "applied" ? status("server", t("status.server")) : status("attention", t(`verdict.${r.verdict}`))}</a></li>`)}</ul></section>` : nothing}
    </main></div>`;
  }

  /** The way out when the network will not come: a page of its own, which needs nothing of this app. */
  const rescue = () => html`<p class="pad"><a class="link" href="/rescue">${icon("share")}${app.t("rescue.export")}</a></p>`;

  /** The state of the line, and when something last arrived. */
  function line() {
    const { t, format } = app, s = app.sync.status(), [, word] = netLook(s);
    return [t(word), s.last_receipt_at ? t("outbox.last", { when: format.moment(s.last_receipt_at) }) : ""].filter(Boolean).join("·");
  }

  const how = (d) => HOW[d.how] ?? (d.how === d.type ? "again" : d.how === "case.note" ? "other" : "seen");
  const titleOf = (i) => [nameIn(app.refs.action.get(i.type), app.lang) || app.t(`op.${i.type}`), i.title].filter(Boolean).join("·");

  function item(i, now) {
    const { t, format } = app, sent = i.blobs.filter((b) => b.state === "sent"), of = i.blobs.length;
    const sentBytes = sent.reduce((n, b) => n + b.bytes, 0) + (i.op_pending ? 0 : i.bytes - i.blobs.reduce((n, b) => n + b.bytes, 0));
    return html`<article class="item"><div class="split"><h3>${titleOf(i)}</h3>${status(i.state === "blocked" || i.state === "attention" ? "attention" : "pending", t(`outbox.state.${i.state}`))}</div>
      <p class="mut">${t("outbox.age", { age: format.age(now - i.made_at) })}·${format.bytes(i.bytes)}</p>
      ${sentBytes || i.state === "sending" ? html`<progress max=${i.bytes} value=${sentBytes} aria-label=${t("outbox.progress")}></progress>
        <p class="split"><span>${i.op_pending ? t("outbox.text.no") : of ? t("outbox.text.yes", { sent: sent.length, of }) : t("outbox.text.only")}</span><span class="num">${format.bytes(sentBytes)} / ${format.bytes(i.bytes)}</span></p>`
        : of ? html`<p>${t("outbox.text.none", { of })}</p>` : nothing}
      <p>${why(i)}</p>
      <div class="btns">${i.state === "retry" || i.state === "queued" ? html`<button class="btn m" @click=${() => app.sync.wake("button")}>${icon("again")}${t("outbox.retry")}</button>` : nothing}
        ${i.state === "blocked" && app.needsSignIn() ? html`<button class="btn m" @click=${() => app.askSignIn()}>${t("signin.button")}</button>` : nothing}
        <a class="btn m" href="#${thingPath(i.target)}">${t("outbox.see")}</a></div></article>`;
  }

  /** Why it is still here and what happens next. */
  function why(i) {
    const { t, format } = app, s = app.sync.status();
    if (i.state === "sending") return t("outbox.why.sending");
    if (i.state === "blocked") return app.needsSignIn() ? t("session.ended.hint") : t(`outbox.why.blocked`, { why: app.codeText(i.error ?? s.reason) });
    if (!s.online) return t("outbox.why.offline");
    if (i.state === "retry") return t("outbox.why.retry", { why: app.codeText(i.error ?? s.reason ?? "no_answer"), n: i.tries, next: i.next_try_at ? t("outbox.next", { time: format.time(i.next_try_at) }) : t("outbox.next.soon") });
    return t("outbox.why.queued");
  }

  const needs = (a) => html`<article class="item"><div class="split"><h3>${titleOf(a)}</h3>${status("attention", app.t(`verdict.${a.verdict}`))}</div>
    <p>${verdictText(app, a)}</p><p class="mut">${[app.format.moment(a.made_at), a.said ? app.t("attention.quote", { text: short(a.said) }) : "", a.photos ? app.t("count.photos", { n: a.photos }) : ""].filter(Boolean).join(app.t("dot"))}</p><div class="btns"><a class="btn m" href="#/attention/${a.op_id}">${app.t("attention.see")}</a></div></article>`;

  return { title: app.t("outbox.title"), tab: "outbox", load, view };
}
