/** 提醒: what falls due, the newest of each thing; seen when shown. `#/alert/<id>`, from a notification, leads on to the thing itself. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as inbox from "../store/alerts.js";
import * as records from "../store/records.js";
import { clockNow } from "../store/time.js";
import { dueRail } from "../components/case_row.js";
import { paperNumber } from "../components/item_row.js";
import { empty, navTop, section, status } from "../components/parts.js";
import { paperOf } from "../domain/rulebook.js";
import { nameIn, titleOf } from "./refs.js";

const EARLIER = 20;
/** What has a screen of its own, where one may also answer. */
const SCREENS = new Set(["item", "order", "inspection", "document"]);

/** @param {import("../main.js").App} app @param {{id?: string}} params */
export function screen(app, { id }) {
  /** Told to the server since this screen was opened: each once, whatever becomes of it. */
  const told = new Set();
  let open = /** @type {any[]} */ ([]), over = /** @type {any[]} */ ([]), fresh = /** @type {Set<string>|null} */ (null), wanted = id;

  async function load() {
    const found = await inbox.alerts(), now = clockNow();
    fresh ??= new Set(found.filter((a) => !a.seen_at && !a.ended_at).map((a) => a.id));
    const rows = await Promise.all(newest(found).map((a) => shown(a, now)));
    open = rows.filter((r) => !r.alert.ended_at);
    over = rows.filter((r) => r.alert.ended_at).slice(0, EARLIER);
    await see(found.filter((a) => !a.seen_at && !a.ended_at).map((a) => a.id), now);
    const meant = rows.find((r) => r.alert.id === wanted || r.others.includes(wanted));
    wanted = undefined;
    if (meant?.href) app.go(meant.href, { replace: true });
  }

  /** Kept here at once; the server hears of it now, or with the next opening. @param {string[]} ids @param {number} now */
  async function see(ids, now) {
    await inbox.noteSeen(ids, now);
    for (const each of (await inbox.untold()).filter((i) => !told.has(i))) {
      told.add(each);
      app.session.alertSeen(each).catch(() => null);
    }
  }

  /** One row for each thing: its newest alert, with the ids of the older ones. @param {any[]} found the newest first */
  function newest(found) {
    const things = new Map();
    for (const a of found) {
      const key = `${a.subject.type}|${a.subject.id}|${Boolean(a.ended_at)}`;
      if (things.has(key)) things.get(key).others.push(a.id);
      else things.set(key, { alert: a, others: [] });
    }
    return [...things.values()];
  }

  async function shown({ alert, others }, now) {
    const { t, lang, refs, format } = app, { type, id: thing } = alert.subject;
    const rung = refs.rules?.ladder?.rungs?.find((/** @type {any} */ r) => r.code === alert.kind);
    const own = await records.get(type, thing), order = type === "item" && own ? await records.get("order", own.order_id) : null;
    const caseId = type === "case" ? thing : own?.case_id ?? order?.case_id, about = caseId ? await records.get("case", caseId) : null;
    const timed = rung?.when.from === "due";
    return {
      alert, others, word: nameIn(rung, lang) || t("inbox.alert"), late: timed && now >= alert.deadline, fresh: Boolean(fresh?.has(alert.id)),
      title: [order?.party?.name ?? own?.party?.name ?? own?.fields?.party_name ?? (about ? titleOf(app, about) : null), type === "item" && own ? t("item.nth", { n: own.n }) : null].filter(Boolean).join(t("dot")) || t(`inbox.of.${type}`),
      small: own?.requirement ?? (type === "case" || type === "item" || !own ? "" : nameIn(refs.rules && own.kind ? paperOf(refs.rules, own.kind) : null, lang) || t(`inbox.of.${type}`)), number: order?.number ?? (type === "case" ? "" : own?.number) ?? "", due: timed ? format.due({ due_at: alert.deadline, handled_at: null, closed_at: null }, now) : { kind: "none" }, href: own && SCREENS.has(type) ? `/${type}/${thing}` : caseId ? `/case/${caseId}` : null,
    };
  }

  const row = (r) => {
    const { t, format } = app, waits = !r.alert.ended_at && r.due.kind === "none";
    const body = html`${waits ? html`<div class="due"><span>${t("inbox.waits")}</span><span class="fig small">${format.age(clockNow() - r.alert.due_at)}</span></div>` : dueRail(app, r.due, !r.alert.ended_at)}<div><h3>${r.title}</h3>${r.small ? html`<p class="mut">${r.small}</p>` : nothing}<div class="meta">
      ${status(r.alert.ended_at ? "closed" : r.late ? "overdue" : r.alert.kind.startsWith("attest") ? "attention" : "today", r.word)}${r.fresh ? html`<b class="new">${t("inbox.new")}</b>` : nothing}${paperNumber(r.number)}<span>${format.moment(r.alert.due_at)}</span></div></div>`;
    return html`<li>${r.href ? html`<a class="row" href="#${r.href}">${body}</a>` : html`<div class="row">${body}</div>`}</li>`;
  };
  const list = (title, rows) => rows.length ? html`<section aria-label=${title}>${section(title, app.t("count.things", { n: rows.length }))}<ul class="rows">${rows.map(row)}</ul></section>` : nothing;

  function view() {
    const { t } = app;
    return html`<div class="screen">${navTop(t("back"), t("inbox.title"), () => app.go("/today"))}<main id="main">
      ${open.length ? nothing : empty("closed", t("inbox.empty"), t("inbox.empty.hint"))}${list(t("inbox.open"), open)}${list(t("inbox.over"), over)}</main></div>`;
  }

  return { title: app.t("inbox.title"), load, view, leave: () => { inbox.tidySeen(); } };
}
