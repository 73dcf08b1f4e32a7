/** The life of an item (整改项) as a timeline: issued, served, more time asked for and given, said to be done, rechecked, overdue, closed. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { status } from "../../components/parts.js";
import { ms, nameIn } from "../refs.js";
import { stuck, unsent } from "./shown.js";

/**
 * @typedef {{key: string, at: number, type: string, name: string, lines: string[], by: string, act: boolean, look: string|null, when?: string, pending: boolean, stuck: boolean, flags: string[]}} Event
 */

/** The moment at which an id of our kind (UUIDv7) was made. @param {string} id */
export const idMs = (id) => parseInt(id.replaceAll("-", "").slice(0, 12), 16);

/**
 * What this phone knows: the records' own moments, the lines of the case's history that speak of this item or its order (a recheck
 * before the last one is only there), and what has not been sent.
 * @param {any} app @param {import("./shown.js").ShownItem} shown @param {any} about its case's record, or null @param {number} now
 * @returns {Event[]} newest first
 */
export function lifeOf(app, { item, order, standing }, about, now) {
  const { t, format } = app, found = /** @type {Map<string, Event>} */ (new Map());
  const add = (/** @type {string} */ key, /** @type {any} */ at, /** @type {string} */ type, /** @type {string|null} */ by, /** @type {(string|null|undefined)[]} */ lines = [], /** @type {object} */ more = {}) => {
    if (at == null || found.has(key)) return;
    const action = app.refs.action.get(type);
    found.set(key, { key, at: Number(ms(at)), type, name: nameIn(action, app.lang) || t(`op.${type}`), lines: /** @type {string[]} */ (lines.filter(Boolean)), by: person(app, by), act: action?.kind === "act", look: null, pending: false, stuck: false, flags: [], ...more });
  };
  const officers = (/** @type {any} */ o) => (o.officers ?? []).map((/** @type {string} */ id) => person(app, id)).join(t("comma"));
  const decided = new Map((item.deadlines ?? []).map((/** @type {any} */ d) => [d.op_id, d]));
  const deciding = (/** @type {any} */ d) => t("item.moved", { from: format.deadline(d.from), to: format.deadline(d.to) });

  for (const op of item.pending ?? []) {
    const p = item.extension?.op_id === op.op_id ? {} : op.payload ?? {};
    add(op.op_id, op.made_at, op.type, app.user.id, [p.result ? t(`item.result.${p.result}`) : "", p.wanted ? t("item.wanted", { when: p.wanted }) : "", p.text, p.reason], { pending: unsent(op), stuck: stuck(op) });
  }
  const lines = (about?.timeline ?? []).filter((/** @type {any} */ e) => e.target?.id === item.id || e.target?.id === item.order_id);
  for (const e of lines) {
    const f = e.fields ?? {}, d = decided.get(e.op_id);
    add(e.op_id, e.claimed_at ?? e.received_at, e.type, e.by, [d ? deciding(d) : e.type === "extension.decide" && !f.granted ? t("item.refused") : "", f.result ? t(`item.result.${f.result}`) : "", f.method ? t(`order.method.${f.method}`) : ""], { flags: e.flags ?? [] });
  }
  if (order) {
    add(order.op_id, order.issued_at, "order.issue", null, [officers(order)]);
    add(order.service?.op_id ?? "served", order.served_at, "order.serve", order.service?.by ?? null, [order.service?.method ? t(`order.method.${order.service.method}`) : "", order.service?.recipient]);
    if (order.withdrawn_at) add("withdrawn", order.withdrawn_at, "order.withdraw", null, [order.reason]);
  } else add("served", item.served_at, "order.serve", null);
  for (const d of item.deadlines ?? []) add(d.op_id, d.at, "extension.decide", d.by, [deciding(d)]);
  if (item.extension?.op_id) {
    const wanted = t("item.wanted", { when: format.deadline(Number(ms(item.extension.wanted))) });
    const had = found.get(item.extension.op_id);
    if (had) had.lines.push(wanted, item.extension.reason);
    else add(item.extension.op_id, idMs(item.extension.op_id), "extension.request", item.extension.by, [wanted, item.extension.reason]);
  }
  const has = (/** @type {string} */ type) => [...found.values()].some((e) => e.type === type && !lines.some((/** @type {any} */ l) => l.op_id === e.key && l.target?.id !== item.id));
  if (!has("item.report_done")) add("claimed", item.claimed_at, "item.report_done", null);
  if (!has("recheck.record")) add("rechecked", item.rechecked_at, "recheck.record", null, [item.result ? t(`item.result.${item.result}`) : ""]);
  if (standing === "overdue") add("overdue", item.due_at, "overdue", null, [], { name: t("item.late"), look: "overdue", when: t("item.since", { when: format.deadline(Number(ms(item.due_at))) }) });
  if (item.closed_at && item.state === "closed") add("closed", item.closed_at, "closed", null, [], { name: t("item.closed"), look: "closed" });
  return [...found.values()].filter((e) => e.at <= now || e.pending || e.look === null).sort((a, b) => Number(a.pending) - Number(b.pending) || a.at - b.at).reverse();
}

/** @param {any} app @param {string|null} id */
export const person = (app, id) => id ? nameIn(app.refs.user.get(id), app.lang) || app.t("somebody") : "";

/** @param {any} app @param {Event[]} events */
export const life = (app, events) => html`<ol class="timeline">${events.map((e) => html`<li>
  <span class="nd ${e.flags.length || e.stuck ? "flag" : e.pending ? "out" : e.look === "overdue" ? "late" : e.act ? "law" : ""}"></span>
  <div><b>${e.look ? status(e.look, e.name) : e.name}</b>${e.lines.map((line) => html`<p>${line}</p>`)}
    <p class="mut">${[e.by, e.when ?? app.format.moment(e.at)].filter(Boolean).join(app.t("dot"))}</p>
    ${e.stuck ? status("attention", app.t("status.attention")) : e.pending ? status("pending", app.t("status.pending")) : nothing}
    ${e.flags.map((f) => html`<p>${status("attention", nameIn(app.refs.flag.get(f), app.lang) || f)}</p>`)}</div></li>`)}</ol>`;
