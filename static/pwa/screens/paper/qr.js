/** The QR code of a paper: the address of the public page that says whether it stands. Drawn here, for there may be no network. */
import { svg } from "../../vendor/lit-html/lit-html.js";
import { encode } from "../../vendor/uqr/index.js";

/** Modules of white that readers need around it (ISO/IEC 18004). */
const QUIET = 4;

/** @param {string} code the paper's verify code */
export const addressOf = (code) => `${location.origin}/v/${code}`;

/** One path over all dark modules, row by row. @param {boolean[][]} rows */
export const pathOf = (rows) => rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");

/** @param {string} url @param {string} label for who cannot see it */
export function qr(url, label) {
  const { size, data } = encode(url, { ecc: "M", boostEcc: true, border: QUIET });
  return svg`<svg class="p-qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges"><rect width=${size} height=${size} fill="#fff"></rect><path d=${pathOf(data)} fill="#000"></path></svg>`;
}
