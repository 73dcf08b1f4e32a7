// Numbers that no op may carry in clear text (protocol 3): of an identity card (身份证号), of a mobile phone. Pure.
import { given } from "../domain/papers.js";

const IDENTITY = /(?<![0-9A-Z])\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Z])/;
const MOBILE = /(?<![0-9A-Za-z])1[3-9]\d{9}(?!\d)/;
/** What stands between the figures of a number that is written in groups. */
const GROUPED = /(?<=\d)[ \-](?=\d)/g;
/** Nobody types these, and the contact is the office's own. */
const NOT_THEIRS = new Set(["number", "order_number", "officer1_cert", "officer2_cert", "contact_phone"]);

/** @param {string|null|undefined} text @returns {"id"|"phone"|null} what it looks like, in full-width figures and groups too */
export function privateIn(text) {
  const plain = (text ?? "").normalize("NFKC"), both = [plain, plain.replace(GROUPED, "")];
  return both.some((one) => IDENTITY.test(one)) ? "id" : both.some((one) => MOBILE.test(one)) ? "phone" : null;
}

/** What stands in a field that may be open to all; null when nothing does. @param {{name: string, type: string}} field @param {unknown} value */
export const privateOf = (field, value) => !NOT_THEIRS.has(field.name) && typeof value === "string" ? privateIn(value) : null;

/** Paths of a paper's fields in which such a number stands, as domain/papers.js names them. @param {any} kind @param {Record<string, any>} values @returns {string[]} */
export function privatePaths(kind, values) {
  const fields = /** @type {any[]} */ (kind.fields.filter((/** @type {any} */ f) => f.type === "text" || f.type === "long"));
  return fields.flatMap((field) => !field.of ? (privateOf(field, values[field.name]) ? [field.name] : [])
    : given(values[field.of]) ? values[field.of].flatMap((/** @type {any} */ row, /** @type {number} */ n) => privateOf(field, row?.[field.name]) ? [`${field.of}.${n}.${field.name}`] : []) : []);
}
