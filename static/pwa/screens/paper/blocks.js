/** A paper as it lies on the table: the blocks of its text, signatures in their places, the seal over the date, the code at the foot. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { printed } from "../../domain/deadlines.js";
import { fill } from "../../domain/papers.js";
import { ON_PAPER } from "../../texts/on_paper.js";
import { addressOf, qr } from "./qr.js";

/** @typedef {import("../../domain/papers.js").Block} Block */
/** @typedef {{blocks: Block[], deadlines: string[], pictures: Record<string, string>, code: string|null}} Laid `pictures`: who → address of the signature */

/**
 * @param {any} kind @param {Record<string, any>} values @param {any} clocks @param {Record<string, string>} pictures @param {string|null} code
 * @returns {Laid}
 */
export function laid(kind, values, clocks, pictures, code) {
  return { blocks: fill(kind, values, clocks), deadlines: deadlinesOf(kind, values, clocks), pictures, code };
}

/** Every deadline as the paper prints it: the only bold in a body. */
function deadlinesOf(kind, values, clocks) {
  return kind.fields.filter((/** @type {any} */ f) => f.type === "deadline")
    .flatMap((/** @type {any} */ f) => (f.of ? values[f.of] ?? [] : [values]).map((/** @type {any} */ row) => row?.[f.name] ? printed(row[f.name], clocks) : "")).filter(Boolean);
}

/** The parts of a paper that stay together: title and body in single blocks, then seal and date, then what the party signs. @param {Laid} paper */
export function parts({ blocks }) {
  const end = blocks.findIndex((b) => b.kind === "sign" || b.kind === "date"), at = end < 0 ? blocks.length : end;
  const closing = blocks.slice(at), seal = closing.findIndex((b) => b.who === "seal"), date = closing.findIndex((b, i) => i > seal && b.kind === "date");
  const cut = seal < 0 ? 0 : (date < 0 ? seal : date) + 1;
  return { body: blocks.slice(0, at), signed: closing.slice(0, Math.max(seal, 0)), sealed: seal < 0 ? [] : closing.slice(seal, cut), tail: closing.slice(cut) };
}

/** @param {Laid} paper @param {string} name @returns {unknown} */
export const sheetOf = (paper, name) => html`<article class="paper" lang="zh-CN" aria-label=${name}>${body(paper)}${closing(paper)}</article>`;

/** @param {Laid} paper */
export const body = (paper) => parts(paper).body.map((block) => one(paper, block));

/** @param {Laid} paper */
export function closing(paper) {
  const { signed, sealed, tail } = parts(paper);
  return html`<div class="p-closing">
    ${sealed.length ? html`<div class="p-office"><div class="p-officers">${signed.map((b) => one(paper, b))}</div>
      <div class="p-seal"><i aria-hidden="true">${ON_PAPER.seal}</i>${sealed.map((b) => html`<p>${onTwoLines(b.text)}</p>`)}</div></div>` : nothing}
    <div class="p-tail"><div>${tail.map((b) => one(paper, b))}</div>
      ${paper.code ? html`<figure class="p-code">${qr(addressOf(paper.code), addressOf(paper.code))}<figcaption>${ON_PAPER.scan}</figcaption></figure>` : nothing}</div></div>`;
}

/** An organ under a government stands on two lines, as on its seal. @param {string} text */
function onTwoLines(text) {
  const at = text.indexOf(ON_PAPER.government, 2) + ON_PAPER.government.length;
  return at < 2 + ON_PAPER.government.length || at >= text.length ? text : html`${text.slice(0, at)}<br>${text.slice(at)}`;
}

/** @param {Laid} paper @param {Block} block */
function one(paper, block) {
  const lines = block.text.split("\n");
  if (block.kind === "title") return html`<header class="p-title">${lines.map((line, i) => i + 1 === lines.length ? html`<h2>${line}</h2>` : html`<p>${line}</p>`)}</header>`;
  if (block.kind === "sign") return signLine(paper, block);
  return html`<div class="p-${block.kind}">${lines.map((line) => html`<p>${bold(line, strongOf(block, paper.deadlines))}</p>`)}</div>`;
}

/** The part of a block in bold: its deadline, else its last line. @param {Block} block @param {string[]} deadlines */
export function strongOf(block, deadlines) {
  if (!block.strong) return "";
  return deadlines.find((said) => block.text.includes(said)) ?? block.text.split("\n").at(-1) ?? "";
}

/** @param {string} line @param {string} part */
function bold(line, part) {
  const at = part ? line.indexOf(part) : -1;
  return at < 0 ? line : html`${line.slice(0, at)}<b>${part}</b>${line.slice(at + part.length)}`;
}

/** @param {Laid} paper @param {Block} block */
function signLine({ pictures }, { who, text }) {
  const picture = who ? pictures[who] : null;
  return html`<div class="p-sign"><p>${text}</p><span class="p-line">${picture ? html`<img src=${picture} alt=${ON_PAPER.signature}>` : nothing}</span></div>`;
}
