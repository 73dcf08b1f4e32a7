// Papers (文书): a kind's blocks filled with values, their plain text, and what is still missing before one can be made.
// Pure twin of fieldapp/domain/papers.py: both must write the same characters, for the signatures are bound to the text's hash.
import { BLANKS, blank } from "./cases.js";
import { printed } from "./deadlines.js";
import { instant, localParts, midnight } from "./instants.js";

/**
 * @typedef {import("./rulebook.js").Clocks} Clocks
 * @typedef {import("./rulebook.js").Paper} Paper
 * @typedef {import("./rulebook.js").PaperField} PaperField
 * @typedef {Record<string, any>} Values texts, whole numbers, yes or no, lists of objects; times ISO 8601, dates `YYYY-MM-DD`,
 *   deadlines in wire form
 * @typedef {{kind: string, text: string, strong: boolean, who: string|null}} Block `who`: whose signature
 */

/** What a blank field is struck with. */
const STRUCK = "/";
const SLOT = /\{([a-z][a-z0-9_]*)\}/g;
const BREAKS = /\r\n|[\r\x85\u2028\u2029]/g;
// Controls, invisible and direction marks: a paper shows all it says.
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const LONE = /\p{Surrogate}/gu;
const ENDS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "gu");

/** The blocks of a paper. A slot without a value is struck with 「/」. @param {Paper} kind @param {Values} values @param {Clocks} clocks @returns {Block[]} */
export function fill(kind, values, clocks) {
  const fields = scopes(kind), blocks = [];
  for (const block of kind.blocks) {
    const { each } = block, own = each ? fields.get(each) : undefined;
    for (const [index, element] of (each ? elements(values[each]) : [{}]).entries()) {
      const value = (/** @type {string} */ name) => own?.has(name) ? element[name] : values[name];
      if ((block.if && !given(value(block.if))) || (block.unless && given(value(block.unless)))) continue;
      const text = block.text.replace(SLOT, (_, name) => name === "n" && each ? String(index + 1)
        : said(own?.get(name) ?? fields.get("")?.get(name), value(name), clocks) || STRUCK);
      blocks.push({ kind: block.kind, text: tidy(text), strong: block.strong, who: block.who });
    }
  }
  return blocks;
}

/** The text of a paper, as the op carries it: a block after the other, each on lines of its own. @param {Block[]} blocks */
export const plain = (blocks) => tidy(blocks.map((block) => block.text).join("\n"));

/**
 * Required fields that still have no value, in the order of the form: `party_name`, `items` (an empty list), or `items.0.requirement`
 * for the first element's.
 * @param {Paper} kind @param {Values} values @param {Clocks} clocks @returns {string[]}
 */
export function missing(kind, values, clocks) {
  const fields = scopes(kind), found = [];
  for (const [name, field] of fields.get("") ?? []) {
    if (field.type === "list") {
      const list = elements(values[name]);
      if (wanted(field, values) && !list.length) found.push(name);
      for (const [n, element] of list.entries()) {
        for (const [own, row] of fields.get(name) ?? []) if (lacks(row, element, clocks)) found.push(`${name}.${n}.${own}`);
      }
    } else if (lacks(field, values, clocks)) found.push(name);
  }
  return found;
}

/** Whether a field has a value: yes, a text that is not blank, a list that is not empty, anything else that is there. @param {unknown} value */
export function given(value) {
  if (value === null || value === undefined || typeof value === "boolean") return value === true;
  if (typeof value === "string") return !blank(value);
  return Array.isArray(value) ? value.length > 0 : true;
}

/** Fields by the list they belong to; "" for the paper itself. @param {Paper} kind @returns {Map<string, Map<string, PaperField>>} */
function scopes(kind) {
  const found = new Map([["", new Map()]]);
  for (const field of kind.fields) if (field.type === "list") found.set(field.name, new Map());
  for (const field of kind.fields) found.get(field.of ?? "")?.set(field.name, field);
  return found;
}

/** What is no object still is an element, one with nothing in it. @param {unknown} value @returns {Values[]} */
const elements = (value) => Array.isArray(value) ? value.map((one) => isObject(one) ? one : {}) : [];

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {PaperField} field @param {Values} values */
const wanted = (field, values) => field.required && (field.when === null || given(values[field.when]));

/** @param {PaperField} field @param {Values} values @param {Clocks} clocks */
function lacks(field, values, clocks) {
  if (!wanted(field, values)) return false;
  return field.type === "flag" ? values[field.name] !== true : !said(field, values[field.name], clocks);
}

/** A value as the paper says it; empty when it has none, or one that its type cannot say. @param {PaperField|undefined} field @param {any} value @param {Clocks} clocks @returns {string} */
function said(field, value, clocks) {
  const kind = field?.type ?? "text";
  if (kind === "deadline") return isObject(value) ? printed(value, clocks) : "";
  if (kind === "time") {
    const at = instant(value);
    if (at === null) return "";
    const [year, month, day, hour, minute] = localParts(at, clocks);
    return `${year}年${month}月${day}日${hour}时${String(minute).padStart(2, "0")}分`;
  }
  if (kind === "date") {
    const start = midnight(value, clocks);
    if (start === null) return "";
    const [year, month, day] = localParts(start, clocks);
    return `${year}年${month}月${day}日`;
  }
  if (kind === "choice") return field?.choices.find((row) => row.code === value)?.zh ?? "";
  if (Number.isSafeInteger(value)) return String(value);
  if (blank(value)) return "";
  const text = clean(value).replace(ENDS, "");
  return kind === "long" ? text : text.replace(/[\t\n]+/g, " ");
}

/** @param {string} text */
const clean = (text) => text.replace(LONE, "\ufffd").replace(BREAKS, "\n").replace(UNSEEN, "");

/** NFC, LF, nothing blank at the end of a line or around the whole. @param {string} text */
function tidy(text) {
  const lines = clean(text).normalize("NFC").split("\n");
  return lines.map((line) => line.replace(/[ \t\xa0\u3000]+$/, "")).join("\n").replace(/^\n+|\n+$/g, "");
}
