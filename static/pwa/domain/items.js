// What follows from the states of rectification items (整改项): the state of their order, and of the case behind it.
// Pure twin of fieldapp/domain/items.py.
import { OWED } from "./deadlines.js";

/**
 * @typedef {{id: string, finding_id: string|null, state: string, due_at?: number|null, claimed_at?: number|null}} Item times in UTC milliseconds
 * @typedef {{state: string, items: Item[]}} Order
 */

/** States of a case that its orders move; from the others only a person does. */
const MOVED = ["dispatched", "in_progress", "joint", "fixed_on_spot", "educated", "ordered", "pending_recheck", "feedback"];
/** States in which a case is only because of its orders. */
export const BY_ORDERS = ["ordered", "pending_recheck"];

/**
 * The state of an order with items in these states: a served one is closed when nothing is owed and something was corrected, and
 * served again if that changes. Withdrawn and superseded stay.
 * @param {string} state @param {string[]} items @returns {string}
 */
export function orderState(state, items) {
  if (state !== "served" && state !== "closed") return state;
  return items.includes("closed") && !items.some((one) => OWED.includes(one)) ? "closed" : "served";
}

/** Whether somebody must go and look: the party says it is done, the deadline has passed, or the last recheck failed. @param {Item} item @param {number} now */
export function awaitsRecheck(item, now) {
  const due = item.due_at ?? null;
  return item.state === "done_claimed" || item.state === "failed" || (OWED.includes(item.state) && due !== null && now >= due);
}

/**
 * The state of a case with these orders: `ordered` while something is owed, `pending_recheck` when an item awaits a look, `feedback`
 * when all that was ordered is corrected; back to `in_progress` when no order is left.
 * @param {string} state @param {Order[]} orders @param {number} now @returns {string}
 */
export function caseState(state, orders, now) {
  if (!MOVED.includes(state)) return state;
  const standing = itemsStanding(orders);
  const owed = standing.filter((item) => OWED.includes(item.state));
  if (owed.some((item) => awaitsRecheck(item, now))) return "pending_recheck";
  if (owed.length) return "ordered";
  if (!BY_ORDERS.includes(state)) return state;
  return standing.some((item) => item.state === "closed") ? "feedback" : "in_progress";
}

/**
 * The deadline of a case (UTC milliseconds) while its orders are being followed: the earliest at which something is owed; null when
 * nothing is. The limit for handling it was kept, or not, when the order was served.
 * @param {Order[]} orders @returns {number|null}
 */
export function caseDue(orders) {
  const dues = itemsStanding(orders).filter((item) => OWED.includes(item.state)).map((item) => item.due_at ?? null).filter((at) => at !== null);
  return dues.length ? Math.min(...dues) : null;
}

/** The items of orders that were served and stand. @param {Order[]} orders */
const itemsStanding = (orders) => orders.filter((order) => order.state === "served" || order.state === "closed").flatMap((order) => order.items);

/** Ids of failed items whose finding a further order takes up again: they are superseded by it. @param {Item[]} fresh @param {Item[]} old @returns {string[]} */
export function takenUp(fresh, old) {
  const findings = new Set(fresh.map((item) => item.finding_id ?? null));
  return old.filter((item) => item.state === "failed" && (item.finding_id ?? null) !== null && findings.has(item.finding_id)).map((item) => item.id);
}
