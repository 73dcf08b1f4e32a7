// How a case stands by its handling deadline: the one rule of what is overdue, due today, handled in time or late.
// Pure twin of fieldapp/domain/overdue.py. The clock stops when the result is reported, not when somebody has found time to close.

/**
 * @typedef {"none"|"overdue"|"today"|"later"|"handled_in_time"|"handled_late"} Standing
 * @typedef {{due_at?: number|null, handled_at?: number|null, closed_at?: number|null}} Clocked times in UTC milliseconds
 */

/**
 * How a case stands at `now`. `due_at` is the first moment that is too late; `dayEnd` is the local midnight after `now`. A case
 * without a deadline, and one that ended without having been handled (rejected, merged, passed on), stands at `none`.
 * @param {Clocked} one @param {number} now @param {number} dayEnd UTC milliseconds @returns {Standing}
 */
export function standing(one, now, dayEnd) {
  const due = one.due_at ?? null, handled = one.handled_at ?? null;
  if (due === null) return "none";
  if (handled !== null) return handled < due ? "handled_in_time" : "handled_late";
  if ((one.closed_at ?? null) !== null) return "none";
  if (due <= now) return "overdue";
  return due <= dayEnd ? "today" : "later";
}
