/**
 * Printing with no network: the frozen paper set on A4 sheets, or on one strip of 58 mm, as many copies as the kind has. Sheets are
 * broken here and not by the browser, so that every copy counts its own pages.
 */
import { html, render } from "../../vendor/lit-html/lit-html.js";
import { ON_PAPER } from "../../texts/on_paper.js";
import { body, closing } from "./blocks.js";

/** @typedef {"a4"|"narrow"} Format */
const ID = "print-out", MM = 96 / 25.4, NARROW_MM = 58;
/** The strip's length is told to the printer by a rule of its own. */
const strip = "adoptedStyleSheets" in Document.prototype ? new CSSStyleSheet() : null;

/** Takes the sheets away again. */
export function putAway() {
  document.getElementById(ID)?.remove();
  document.documentElement.classList.remove("printing");
}

/**
 * Lays the sheets out and opens the printer's dialog.
 * @param {import("./blocks.js").Laid} paper @param {{copies: number, format: Format}} how
 */
export async function printOut(paper, { copies, format }) {
  putAway();
  const out = document.createElement("div");
  Object.assign(out, { id: ID, className: `print-out ${format}`, lang: "zh-CN" });
  out.setAttribute("aria-hidden", "true");
  document.body.append(out);
  const loose = document.createElement("div");
  out.append(loose);
  render(html`${body(paper)}${closing(paper)}`, loose);
  await Promise.all([...loose.querySelectorAll("img")].map((img) => img.decode().catch(() => null)));
  const blocks = /** @type {HTMLElement[]} */ ([...loose.children]);
  const pages = format === "a4" ? sheets(out, blocks) : [filled(out, blocks)];
  loose.remove();
  pages.forEach((page, i) => page.append(foot(paper.code, i + 1, pages.length, format)));
  if (format === "narrow") tellLength(pages[0]);
  for (let copy = 1; copy < copies; copy += 1) for (const page of pages) out.append(page.cloneNode(true));
  document.documentElement.classList.add("printing");
  window.print();
}

/** @param {HTMLElement} out */
function newPage(out) {
  const page = document.createElement("section"), inner = document.createElement("div");
  Object.assign(page, { className: "page" });
  Object.assign(inner, { className: "paper" });
  page.append(inner);
  out.append(page);
  return inner;
}

/** @param {HTMLElement} out @param {HTMLElement[]} blocks */
function filled(out, blocks) {
  const inner = newPage(out);
  inner.append(...blocks);
  return /** @type {HTMLElement} */ (inner.parentElement);
}

/** Blocks on as many A4 sheets as they need; the signatures never stand on a sheet alone. @param {HTMLElement} out @param {HTMLElement[]} blocks */
function sheets(out, blocks) {
  let inner = newPage(out);
  const over = () => inner.scrollHeight > inner.clientHeight + 1;
  const end = blocks.pop();
  for (let block of blocks.flatMap(lines)) {
    inner.append(block);
    while (over()) {
      const rest = cut(block, over);
      if (!rest && inner.children.length === 1) break;
      inner = newPage(out);
      inner.append(block = rest ?? block);
    }
  }
  if (end) inner.append(end);
  const before = end?.previousElementSibling;
  if (end && before && over()) {
    inner = newPage(out);
    inner.append(before, end);
  }
  return /** @type {HTMLElement[]} */ ([...out.querySelectorAll(".page")]);
}

/** A block as pieces of one paragraph each, so that it can be broken between them. @param {HTMLElement} block @returns {HTMLElement[]} */
function lines(block) {
  if (block.children.length < 2 || block.tagName === "HEADER") return [block];
  return [...block.children].map((line) => {
    const piece = /** @type {HTMLElement} */ (block.cloneNode(false));
    piece.append(line);
    return piece;
  });
}

/**
 * Breaks a paragraph where the sheet ends; what is left is given back, null when nothing of it fits or it must stay whole.
 * @param {HTMLElement} block on the sheet @param {() => boolean} over
 */
function cut(block, over) {
  const line = /** @type {HTMLElement|null} */ (block.firstElementChild), text = line?.textContent ?? "";
  if (!line || block.children.length > 1 || line.children.length) return null;
  let low = 0, high = text.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    line.textContent = text.slice(0, middle);
    if (over()) high = middle - 1; else low = middle;
  }
  line.textContent = low ? text.slice(0, low) : text;
  if (!low) return null;
  const rest = /** @type {HTMLElement} */ (block.cloneNode(false));
  rest.append(Object.assign(document.createElement("p"), { className: "p-on", textContent: text.slice(low) }));
  return rest;
}

/** @param {string|null} code @param {number} n @param {number} of @param {Format} format */
function foot(code, n, of, format) {
  const line = document.createElement("footer");
  line.append(Object.assign(document.createElement("span"), { textContent: `${ON_PAPER.code} ${code ?? ""}` }));
  if (format === "a4") line.append(Object.assign(document.createElement("span"), { textContent: ON_PAPER.page(n, of) }));
  return line;
}

/** @param {HTMLElement} page */
function tellLength(page) {
  const mm = Math.ceil(page.getBoundingClientRect().height / MM) + 2;
  strip?.replaceSync(`@page paper-narrow { size: ${NARROW_MM}mm ${mm}mm; margin: 0 }`);
  if (strip && !document.adoptedStyleSheets.includes(strip)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, strip];
}
