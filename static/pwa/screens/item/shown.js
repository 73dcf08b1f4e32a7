/** An item (整改项) as lists and its own screen show it: how late or how soon, whose, and where it stands. By this phone's own records. */
import { OWED, standing } from "../../domain/deadlines.js";
import { awaitsRecheck } from "../../domain/items.js";
import { ms, nameIn, stateOf } from "../refs.js";

/**
 * @typedef {{id: string, href: string, n: number, number: string, party: string, requirement: string, due: any, dueAt: number|null, open: boolean, standing: string,
 *   look: string, stateWord: string, pending: boolean, attention: boolean, mine: boolean, caseId: string|null, orderId: string, item: any, order: any}} ShownItem
 * @param {any} app @param {any} item as store/papers.js gives it @param {any} order its order, or null for who may not see it @param {number} now UTC ms
 * @returns {ShownItem}
 */
export function shownItem(app, item, order, now) {
  const state = stateOf(app, "item", item.state), plain = { id: item.id, finding_id: item.finding_id ?? null, state: item.state, due_at: ms(item.due_at), claimed_at: ms(item.claimed_at) };
  const stands = app.refs.rules ? standing(plain, now, app.refs.rules.clocks) : "open";
  const look = item.state !== "failed" && awaitsRecheck(plain, now) ? stateOf(app, "item", "done_claimed") : state;
  const officers = order?.officers ?? [];
  return {
    id: item.id, href: `/item/${item.id}`, n: item.n, number: order?.number ?? item.number ?? "", party: order?.party?.name ?? item.party_name ?? "",
    requirement: item.requirement ?? "", due: dueOf(app, plain, stands, now), dueAt: plain.due_at, open: state ? state.open : true, standing: stands,
    look: look?.look ?? "none", stateWord: nameIn(look, app.lang) || item.state,
    pending: (item.pending ?? []).some(unsent), attention: (item.pending ?? []).some(stuck),
    mine: officers.includes(app.user.id) || order?.author === app.user.id, caseId: item.case_id ?? order?.case_id ?? null, orderId: item.order_id, item, order,
  };
}

/** Not on the server yet. @param {any} op */
export const unsent = (op) => op.state !== "acked";
/** A person must look. @param {any} op */
export const stuck = (op) => op.state === "attention" || Boolean(op.refused || op.flagged);

/** What the rail says: as for a case, and two things that only an item can be. @param {any} app @param {any} plain @param {string} stands @param {number} now */
function dueOf(app, plain, stands, now) {
  if (plain.state === "issued") return { kind: "unserved" };
  if (!OWED.includes(plain.state)) return { kind: "settled" };
  if (plain.due_at !== null && now >= plain.due_at && stands !== "overdue") return { kind: "claimed" };
  return app.format.due({ due_at: plain.due_at, handled_at: null, closed_at: null }, now);
}

/** The most urgent first; what waits for its recheck behind what is late. @param {ShownItem} a @param {ShownItem} b */
export const byDeadline = (a, b) => rank(a) - rank(b) || (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || a.n - b.n || (a.id < b.id ? -1 : 1);
const rank = (/** @type {ShownItem} */ i) => i.standing === "overdue" ? 0 : i.due.kind === "claimed" ? 1 : 2;

/** One row for what one order asks by one moment. @param {ShownItem[]} items in the order of the list @returns {ShownItem[][]} */
export function together(items) {
  const groups = new Map();
  for (const one of items) {
    const key = `${one.orderId}|${one.dueAt}|${one.due.kind}|${one.stateWord}`;
    groups.set(key, [...groups.get(key) ?? [], one]);
  }
  return [...groups.values()];
}

/** Items of this phone that somebody still owes something about. @param {any} app @param {any[]} items @param {any[]} orders @param {number} now */
export function openItems(app, items, orders, now) {
  const byId = new Map(orders.map((o) => [o.id, o]));
  return items.map((i) => shownItem(app, i, byId.get(i.order_id) ?? null, now)).filter((i) => i.open).sort(byDeadline);
}
