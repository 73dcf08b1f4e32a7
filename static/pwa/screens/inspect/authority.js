/** Whether these officers may inspect and order (执法资格、职权), said in words before anything is written. */
import { covers, ofPower, persons, validOn } from "../../domain/authority.js";
import { startable } from "../../domain/cases.js";
import { localDay } from "../../domain/instants.js";
import { inForce, powerOf } from "../../domain/rulebook.js";
import { grantsOf, nameIn } from "../refs.js";
import { clockNow } from "../../store/time.js";

/**
 * @typedef {{persons: string[], power: Map<string, "no_power"|"power_lapsed">, groups: string[], day: string, mayInspect: boolean, mayOrder: boolean}} Verdict
 *   persons: codes of domain/authority; power: what stands against ordering a finding, by its id; groups: fields the certificates must cover
 */

/** The local day of the installation. @param {any} app @param {number} [now] */
export const dayNow = (app, now = clockNow()) => localDay(now, app.refs.rules.clocks);

/** @param {any} app @param {string} user */
export const certificatesOf = (app, user) => app.refs.user.get(user)?.certificates ?? [];

/** By their role they inspect, whatever their certificate says. @param {any} app */
export const isOfficer = (app) => Boolean(app.refs?.rules) && startable(app.refs.rules, { user_id: app.user.id, grants: grantsOf(app.user) }).includes("inspection.record");

/** Is there a button for it at all: an officer with a certificate (执法证) that runs today. @param {any} app @param {number} [now] */
export const mayInspect = (app, now) => isOfficer(app) && validOn(certificatesOf(app, app.user.id), app.user.id, dayNow(app, now)) !== null;

/** @param {any} app @param {any} draft @param {number} now @returns {Verdict} */
export function verdictOn(app, draft, now) {
  const { refs } = app, day = dayNow(app, now), officers = [app.user.id, draft.second].filter(Boolean);
  const about = draft.findings.map((f) => ({ id: f.id, category: refs.category.get(f.category) })).filter((f) => f.category);
  const power = new Map(about.map((f) => [f.id, powerProblem(app, f.category, day)]).filter(([, code]) => code));
  const groups = [...new Set(about.filter((f) => !power.has(f.id)).map((f) => f.category.group))];
  const codes = persons(officers, officers.flatMap((user) => certificatesOf(app, user)), groups, day);
  return { persons: codes, power, groups, day, mayInspect: codes.length === 0, mayOrder: codes.length === 0 && (about.length === 0 || power.size < about.length) };
}

/** @param {any} app @param {any} category @param {string} day @returns {string|undefined} */
export const powerProblem = (app, category, day) => ofPower(powerOf(app.refs.rules, category, day), day)[0];

/** The power that a category falls under. @param {any} app @param {any} category @param {string} day */
export const powerWord = (app, category, day) => nameIn(powerOf(app.refs.rules, category, day), app.lang);

/** What stands against an order about this category. @param {any} app @param {any} category @param {string} code @param {string} day */
export function powerWords(app, category, code, day) {
  const { t } = app, power = powerOf(app.refs.rules, category, day);
  if (!power || code !== "power_lapsed") return t(power ? "insp.power.assist" : "insp.power.none");
  const over = power.valid_to !== null && power.valid_to < day;
  return t(over ? "insp.power.lapsed" : "insp.power.later", { name: nameIn(power, app.lang), day: dayWords(app, over ? String(power.valid_to) : power.valid_from) });
}

/** Who gets what is not ours. @param {any} app @param {any} category */
export function handoverTo(app, category) {
  const named = (category.handover ?? []).map((/** @type {string} */ zh) => nameIn(app.refs.rules.departments.find((/** @type {any} */ d) => d.zh === zh), app.lang) || zh);
  return named.join(app.t("comma")) || app.t("insp.handover.somebody");
}

/** Why somebody cannot be an officer of this inspection today; "" when they can. @param {any} app @param {string} user @param {string[]} groups @param {string} day */
export function whyNot(app, user, groups, day) {
  const { t } = app, own = certificatesOf(app, user), running = own.filter((c) => inForce(c, day));
  if (!own.length) return t("insp.why.uncertified");
  if (!running.length) {
    const ahead = own.find((c) => c.valid_from > day), last = own.reduce((a, b) => (a.valid_to > b.valid_to ? a : b));
    return ahead ? t("insp.why.not_yet", { day: dayWords(app, ahead.valid_from) }) : t("insp.why.expired", { day: dayWords(app, last.valid_to) });
  }
  const lacking = groups.filter((group) => !running.some((c) => covers(c, group)));
  return lacking.length ? t("insp.why.field", { fields: lacking.map((group) => groupWord(app, group)).join(t("comma")) }) : "";
}

/** @param {any} app @param {string} group */
const groupWord = (app, group) => nameIn(app.refs.rules.groups.find((/** @type {any} */ g) => g.code === group), app.lang) || group;

/** 2026年11月20日 · 20 Nov 2026. @param {any} app @param {string} day */
export const dayWords = (app, day) => new Intl.DateTimeFormat(app.lang === "zh" ? "zh-CN" : "en-GB", { year: "numeric", month: app.lang === "zh" ? "long" : "short", day: "numeric", timeZone: "UTC" }).format(Date.parse(`${day}T00:00:00Z`));

/**
 * Everybody with a certificate but oneself: those who may be second (第二名执法人员) first, of one's own unit before the others.
 * @param {any} app @param {string[]} groups @param {string} day @returns {{id: string, name: string, number: string, unit: string, why: string}[]}
 */
export function colleagues(app, groups, day) {
  const { refs, user, lang } = app, mine = (row) => row.units.includes(user.unit);
  return [...refs.user.values()].filter((u) => u.id !== user.id && !u.disabled && u.certificates?.length).map((u) => {
    const units = (u.grants ?? []).filter((g) => inForce({ valid_from: g.valid_from ?? "0000", valid_to: g.valid_to ?? null }, day)).map((g) => g.unit);
    return { id: u.id, name: nameIn(u, lang), number: (validOn(u.certificates, u.id, day) ?? u.certificates.at(-1)).number, units, unit: nameIn(refs.unit.get(units[0]), lang), why: whyNot(app, u.id, groups, day) };
  }).sort((a, b) => Number(Boolean(a.why)) - Number(Boolean(b.why)) || Number(mine(b)) - Number(mine(a)) || (a.number < b.number ? -1 : 1));
}
