// Parties (当事人) this phone knows from inspections and orders, and what became of them before.
import { isOverdue, OWED } from "../domain/deadlines.js";
import { currentUser } from "./device.js";
import { all, shownPapers } from "./records.js";
import { serverNow } from "./time.js";

/** @typedef {import("../types.js").Party} Party */

const YEAR_MS = 365 * 86_400_000;

/** The same party: by code (统一社会信用代码) where both have one, else by name. @param {Partial<Party>} a @param {Partial<Party>} b */
function same(a, b) {
  if (a.code && b.code) return a.code.trim().toUpperCase() === b.code.trim().toUpperCase();
  return Boolean(a.name?.trim()) && a.name?.trim() === b.name?.trim();
}

async function known() {
  const user = await currentUser();
  if (!user) return { inspections: [], orders: [], items: [] };
  const { papers } = await shownPapers(user.id);
  return { inspections: [...papers.inspection.values()], orders: [...papers.order.values()], items: [...papers.item.values()] };
}

/**
 * What this phone knows of a party in the last twelve months.
 * @param {{name?: string, code?: string}} party
 * @returns {Promise<{since: number, inspections: number, orders: number, open_items: number, overdue_items: number, educated: number}>} since: UTC ms
 */
export async function partyHistory(party) {
  const [{ inspections, orders, items }, cases, now] = await Promise.all([known(), all("case"), serverNow()]);
  const since = now - YEAR_MS;
  const seen = inspections.filter((row) => same(row.party, party) && row.started_at >= since);
  const told = orders.filter((row) => same(row.party, party) && row.issued_at >= since), ids = new Set(told.map((row) => row.id));
  const owed = items.filter((item) => ids.has(item.order_id) && OWED.includes(item.state));
  const theirs = new Set([...seen, ...told].map((row) => row.case_id).filter(Boolean));
  const educated = cases.filter((one) => theirs.has(one.id) && one.timeline?.some((/** @type {any} */ line) => line.type === "case.educate"));
  return {
    since, inspections: seen.length, orders: told.length, open_items: owed.length, educated: educated.length,
    overdue_items: owed.filter((item) => isOverdue({ state: item.state, due_at: item.due_at, claimed_at: item.claimed_at }, now)).length,
  };
}

/** Parties met before, as they were last written down. @returns {Promise<{party: Party, last_at: number}[]>} the newest first */
export async function parties() {
  const { inspections, orders } = await known();
  const met = [...inspections.map((row) => ({ party: row.party, last_at: row.started_at })), ...orders.map((row) => ({ party: row.party, last_at: row.issued_at }))];
  const found = /** @type {typeof met} */ ([]);
  for (const one of met.filter(({ party }) => party?.name).sort((a, b) => b.last_at - a.last_at)) {
    if (!found.some(({ party }) => same(party, one.party))) found.push(one);
  }
  return found;
}
