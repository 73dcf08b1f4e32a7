// Whether an enforcement act had authority: two officers, certified on the day and for the field, a power in force.
// Pure twin of fieldapp/domain/authority.py.
import { inForce } from "./rulebook.js";

/**
 * @typedef {{user_id: string, number: string, fields: string[], valid_from: string, valid_to: string|null}} Certificate
 *   `fields` are codes of groups, or "*" for every field
 * @typedef {{mode: string, valid_from: string, valid_to: string|null}} Power
 */

/**
 * Why two officers had no authority to order something about a category on a day; [] when they had. `power` is the rulebook's row of
 * the category's power on that day, else its newest, or null.
 * @param {string[]} officers user ids @param {Certificate[]} certificates @param {Power|null} power @param {{group: string}} category
 * @param {string} day `YYYY-MM-DD` @returns {string[]}
 */
export function check(officers, certificates, power, category, day) {
  return [...persons(officers, certificates, [category.group], day), ...ofPower(power, day)];
}

/**
 * What the officers lack: `one_officer`, `same_officer`, and for each `uncertified:<user>`, `expired:<user>` or `field:<user>`.
 * @param {string[]} officers @param {Certificate[]} certificates @param {string[]} groups of the categories in question; none: any will do
 * @param {string} day @returns {string[]}
 */
export function persons(officers, certificates, groups, day) {
  const codes = [], each = [...new Set(officers)];
  if (officers.length < 2) codes.push("one_officer");
  else if (each.length < officers.length) codes.push("same_officer");
  for (const user of each) {
    const own = certificates.filter((row) => row.user_id === user), valid = own.filter((row) => inForce(row, day));
    if (!valid.length) codes.push(own.length ? `expired:${user}` : `uncertified:${user}`);
    else if (!groups.every((group) => valid.some((row) => covers(row, group)))) codes.push(`field:${user}`);
  }
  return codes;
}

/**
 * `no_power` when the matter is in no power of ours, or one in which we only assist (协助); `power_lapsed` when it was not in force.
 * @param {Power|null} power @param {string} day @returns {string[]}
 */
export function ofPower(power, day) {
  if (power === null || power.mode === "assist") return ["no_power"];
  return inForce(power, day) ? [] : ["power_lapsed"];
}

/** Whether a certificate (执法证) covers the field of a group of categories. @param {Certificate} certificate @param {string} group */
export function covers(certificate, group) {
  return certificate.fields.includes(group) || certificate.fields.includes("*");
}

/** The certificate a paper prints for a person on a day: of those valid the one that runs longest. @param {Certificate[]} certificates @param {string} user @param {string} day */
export function validOn(certificates, user, day) {
  const end = (/** @type {Certificate} */ row) => row.valid_to ?? "9999-12-31";
  return certificates.filter((row) => row.user_id === user && inForce(row, day))
    .reduce((best, row) => (best === null || end(row) > end(best) ? row : best), /** @type {Certificate|null} */ (null));
}
