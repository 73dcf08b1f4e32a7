// Pure: what a case shows of its orders. Its state follows from their items and the clock (domain/items.js), here as on the server.
import { BY_ORDERS, caseDue, caseState } from "../domain/items.js";

/**
 * @typedef {import("../types.js").ShownCase} ShownCase
 * @typedef {import("../types.js").ShownOp} ShownOp
 * @typedef {import("./paper_replay.js").Papers} Papers
 */

/** What a case's timeline shows of an op about a paper: whoever reported it may read it, so nothing names the party. */
const SHOWN = ["document", "method", "result", "granted", "due_at", "present"];

/**
 * @param {ShownCase[]} cases @param {Papers} papers @param {ShownOp[]} ops own @param {{user_id: string, now: number}} how now: UTC ms
 * @returns {ShownCase[]}
 */
export function withOrders(cases, papers, ops, { user_id, now }) {
  const ofCase = grouped([...papers.order.values()].filter((order) => order.case_id), (order) => order.case_id);
  const pending = grouped(ops.filter((op) => caseOf(papers, op)), (op) => String(caseOf(papers, op)));
  return cases.map((one) => {
    const own = ofCase.get(one.id) ?? [], acts = pending.get(one.id) ?? [], known = new Map(own.map((order) => [order.id, standing(order)]));
    const listed = (one.orders ?? []).map((/** @type {any} */ order) => known.get(order.id) ?? order);
    const orders = [...listed, ...[...known.values()].filter((order) => !listed.some((/** @type {any} */ had) => had.id === order.id))];
    if (!orders.length && !acts.length) return one;
    const state = caseState(one.state, orders, now), mine = acts.some((op) => HANDLES.includes(op.type) && !op.flagged && !op.refused);
    const shown = [...one.pending, ...acts.map(named)].sort((a, b) => a.made_at - b.made_at);
    const due = BY_ORDERS.includes(state) ? caseDue(orders) ?? one.due_at : one.due_at;
    return { ...one, state, orders, due_at: due, pending: shown, ...(mine ? { handler: user_id } : {}), ...(state === "feedback" && one.state !== state ? { handled_at: now } : {}) };
  });
}

/** Whoever does these has handled the case. */
const HANDLES = ["order.issue", "order.serve", "recheck.record"];

/** @param {any} order as the server tells it of a case */
function standing(order) {
  const dues = order.items.map((/** @type {any} */ i) => i.due_at).filter((/** @type {any} */ at) => at !== null);
  return {
    id: order.id, kind: order.kind, number: order.number, state: order.state, due_at: dues.length ? Math.min(...dues) : null,
    items: order.items.map((/** @type {any} */ i) => ({ id: i.id, n: i.n, state: i.state, original_due_at: i.original_due_at, due_at: i.due_at, claimed_at: i.claimed_at })),
  };
}

/** The case behind an op about a paper. @param {Papers} papers @param {ShownOp} op @returns {string|null} */
function caseOf(papers, op) {
  const thing = papers[/** @type {keyof Papers} */ (op.target?.type)]?.get(String(op.target?.id));
  if (!thing?.pending.some((/** @type {ShownOp} */ one) => one.op_id === op.op_id)) return null;
  return thing.case_id ?? null;
}

/** @param {ShownOp} op @returns {ShownOp} */
const named = (op) => ({ ...op, payload: Object.fromEntries(SHOWN.filter((key) => key in op.payload).map((key) => [key, op.payload[key]])) });

/** @template T @param {T[]} some @param {(one: T) => string} key @returns {Map<string, T[]>} */
function grouped(some, key) {
  const found = new Map();
  for (const one of some) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return found;
}
