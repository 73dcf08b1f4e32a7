// Whether these officers had authority (执法资格、职权), by what this phone knows: certificates of people, powers of the rulebook.
import { covers, ofPower, persons, validOn } from "../domain/authority.js";
import { startable } from "../domain/cases.js";
import { localDay } from "../domain/instants.js";
import { inForce, powerOf } from "../domain/rulebook.js";
import { currentUser } from "./device.js";
import { reference, rulebook } from "./records.js";
import { serverNow } from "./time.js";

const SIGNS = ["officer", "squad_leader"];

/** @returns {Promise<import("../domain/authority.js").Certificate[]>} of everybody this phone knows */
const certificates = async () => (await reference("user")).flatMap((user) => user.certificates ?? []);

/** The local day now, `YYYY-MM-DD`, or null before the first pull. @returns {Promise<string | null>} */
async function today() {
  const rules = await rulebook();
  return rules ? localDay(await serverNow(), rules.clocks) : null;
}

/** Has whoever is at work here a certificate (执法证) that runs on the day? @param {string} day @returns {Promise<boolean>} */
export async function certified(day) {
  const user = await currentUser();
  return Boolean(user && validOn(await certificates(), user.id, day));
}

/** Is there a button for inspections and orders at all: the role for it, and a certificate that runs today. @returns {Promise<boolean>} */
export async function mayInspect() {
  const [user, rules, day] = await Promise.all([currentUser(), rulebook(), today()]);
  if (!user || !rules || !day) return false;
  const grants = user.grants ?? user.roles.map((r) => (typeof r === "string" ? { role: r, unit: user.unit } : r));
  return startable(rules, { user_id: user.id, grants }).includes("inspection.record") && certified(day);
}

/**
 * What speaks against an inspection and an order by these officers about these categories on a day; codes of domain/authority.js.
 * @param {{officers: (string|null)[], categories: string[], day: string}} asked categories by code
 * @returns {Promise<{codes: string[], mayIssue: boolean, mayInspect: boolean}>} codes: against an order; to inspect no power is needed
 */
export async function authorityOf({ officers, categories, day }) {
  const [rules, rows, held] = await Promise.all([rulebook(), reference("category"), certificates()]);
  const named = /** @type {string[]} */ (officers.filter(Boolean)), about = rows.filter((row) => categories.includes(row.id));
  const power = (/** @type {any} */ row) => ofPower(powerOf(rules, row, day), day);
  const groups = (/** @type {any[]} */ some) => [...new Set(some.map((row) => row.group))];
  const codes = [...new Set([...persons(named, held, groups(about), day), ...about.flatMap(power)])];
  const looking = persons(named, held, groups(about.filter((row) => !power(row).length)), day);
  return { codes, mayIssue: codes.length === 0, mayInspect: looking.length === 0 };
}

/**
 * Who may be the second officer: a role that signs and a valid certificate for these fields, of one's own unit first.
 * @param {string} day @param {string[]} groups @returns {Promise<any[]>} user records
 */
export async function candidates(day, groups) {
  const [user, rows] = await Promise.all([currentUser(), reference("user")]);
  const signs = (/** @type {any} */ row) => row.grants?.some((/** @type {any} */ g) => SIGNS.includes(g.role) && inForce(g, day));
  const running = (/** @type {any} */ row) => (row.certificates ?? []).filter((/** @type {any} */ c) => inForce(c, day));
  const fits = (/** @type {any} */ row) => running(row).length > 0 && groups.every((group) => running(row).some((/** @type {any} */ c) => covers(c, group)));
  const ours = (/** @type {any} */ row) => Number(row.grants.some((/** @type {any} */ g) => g.unit === user?.unit));
  return rows.filter((row) => row.id !== user?.id && !row.disabled && signs(row) && fits(row)).sort((a, b) => ours(b) - ours(a) || (a.name < b.name ? -1 : 1));
}
