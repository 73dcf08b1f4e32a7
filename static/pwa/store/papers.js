// Reading inspections, orders, items and papers: what the server told, and this phone's own pending work over it.
import { isOverdue, standing } from "../domain/deadlines.js";
import { currentUser } from "./device.js";
import { rulebook, shownPapers } from "./records.js";
import { serverNow } from "./time.js";

export { parties, partyHistory } from "./parties.js";

/** @typedef {import("./paper_making.js").Shown} Shown */

/** @type {WeakMap<object, ReturnType<typeof laidOut>>} by what was read, so that what is read once is laid out once */
const known = new WeakMap();

/** Everything at once, each item with how it stands by the clock. */
async function now() {
  const [user, rules, at] = await Promise.all([currentUser(), rulebook(), serverNow()]);
  if (!user) return { user, inspections: [], orders: [], documents: [], items: [] };
  const { papers } = await shownPapers(user.id), had = known.get(papers) ?? laidOut(papers, rules, at);
  known.set(papers, had);
  return { user, ...had };
}

/** @param {import("./paper_replay.js").Papers} papers @param {any} rules @param {number} at UTC ms */
function laidOut(papers, rules, at) {
  for (const item of papers.item.values()) Object.assign(item, timed(item, papers.order.get(item.order_id), rules, at));
  const newest = (/** @type {Map<string, Shown>} */ some, /** @type {string} */ by) => [...some.values()].sort((a, b) => b[by] - a[by] || (b.id < a.id ? -1 : 1));
  return { inspections: newest(papers.inspection, "started_at"), orders: newest(papers.order, "issued_at"), documents: newest(papers.document, "issued_at"), items: [...papers.item.values()] };
}

/** @param {Shown} item @param {Shown | undefined} order @param {any} rules @param {number} at UTC ms */
function timed(item, order, rules, at) {
  const plain = { state: item.state, due_at: item.due_at, claimed_at: item.claimed_at };
  return {
    order_number: order?.number ?? null, order_state: order?.state ?? null, party_name: order?.party?.name ?? null, officers: order?.officers ?? [],
    standing: rules ? standing(plain, at, rules.clocks) : "open", overdue: isOverdue(plain, at),
  };
}

/** @param {Shown[]} some @param {string} id @returns {Shown | null} */
const one = (some, id) => some.find((row) => row.id === id) ?? null;

/** @param {string} id @returns {Promise<Shown | null>} */
export const shownInspection = async (id) => one((await now()).inspections, id);

/** @param {string} id @returns {Promise<Shown | null>} with its items, each with `standing` and `overdue` */
export const shownOrder = async (id) => one((await now()).orders, id);

/** @param {string} id @returns {Promise<Shown | null>} */
export const shownDocument = async (id) => one((await now()).documents, id);

/** @param {string} id @returns {Promise<Shown | null>} */
export const shownItem = async (id) => one((await now()).items, id);

/** @returns {Promise<Shown[]>} newest first */
export const shownOrders = async () => [...(await now()).orders];

/** @returns {Promise<Shown[]>} by deadline, each with order_number, party_name, standing and overdue; those without an order here too */
export const shownItems = async () => [...(await now()).items].sort((a, b) => (a.due_at ?? Infinity) - (b.due_at ?? Infinity) || a.n - b.n || (a.id < b.id ? -1 : 1));

/** @param {string} caseId @returns {Promise<Shown[]>} newest first */
export const ordersOfCase = async (caseId) => (await now()).orders.filter((order) => order.case_id === caseId);

/** @param {string} caseId @returns {Promise<Shown[]>} newest first */
export const inspectionsOfCase = async (caseId) => (await now()).inspections.filter((row) => row.case_id === caseId);

/**
 * The findings of an inspection that no order in force takes up, or whose correction failed.
 * @param {any} inspection as shownInspection gives it @returns {Promise<any[]>}
 */
export async function findingsLeft({ id, findings }) {
  const standing = (await now()).orders.filter((order) => order.inspection_id === id && order.state !== "withdrawn" && order.state !== "superseded");
  const taken = new Set(standing.flatMap((order) => order.items).filter((item) => item.state !== "failed").map((item) => item.finding_id));
  return findings.filter((finding) => !taken.has(finding.id));
}

/** @param {string} type @param {string} id @returns {Promise<Shown[]>} papers about a case, inspection, order or item, newest first */
export const documentsAbout = async (type, id) => (await now()).documents.filter((row) => row.about.some((/** @type {any} */ a) => a.type === type && a.id === id));

/**
 * What the person at work here is asked to attest to and has not answered, the longest waiting first.
 * @returns {Promise<{type: string, id: string, title: string, asked_at: number, kind: string | null, number: string | null, party: string | null}[]>}
 */
export async function asked() {
  const { user, inspections, orders, documents, items } = await now();
  const open = (/** @type {string} */ type, /** @type {Shown[]} */ some) => some.flatMap((row) => (row.attestations ?? [])
    .filter((/** @type {any} */ a) => a.user === user?.id && a.answered_at === null).map((/** @type {any} */ a) => question(type, row, a.asked_at)));
  return [...open("inspection", inspections), ...open("order", orders), ...open("document", documents), ...open("item", items)].sort((a, b) => a.asked_at - b.asked_at);
}

/** @param {string} type @param {Shown} row @param {number} askedAt */
function question(type, row, askedAt) {
  const number = row.number ?? row.order_number ?? null, party = row.party?.name ?? row.party_name ?? row.fields?.party_name ?? null;
  return { type, id: row.id, title: number ?? party ?? row.requirement ?? "", asked_at: askedAt, kind: row.kind ?? null, number, party };
}
