// 文书用语: what papers begin with, in Chinese, for papers are. An officer may change every word of it before anybody signs.
import { basesOn } from "../domain/rulebook.js";

const DIGITS = "零一二三四五六七八九", PLACES = ["", "十", "百", "千"];
const OCCASIONS = { clue: "根据案件线索开展现场检查", plan: "按照检查计划开展现场检查", campaign: "按照专项行动安排开展现场检查" };

/** Why a number that stands on a sheet is voided when the paper is made final under another (作废). */
export const NUMBER_CHANGED = "重新定稿时换用其他编号，原编号作废";

/** 三十四, 一千一百二十八: an article's number as laws count. @param {number} n 1 to 9999 */
export function han(n) {
  const figures = String(n).split("").map(Number);
  const said = figures.map((d, i) => (d ? DIGITS[d] + PLACES[figures.length - 1 - i] : DIGITS[0])).join("").replace(/零+/g, "零").replace(/零$/, "");
  return n < 20 ? said.replace(/^一十/, "十") : said;
}

/** 《城市市容和环境卫生管理条例》第三十六条第（二）项. @param {{law: string, article: string}} basis */
export function basisWords({ law, article }) {
  const [, number, point] = /^(\d+)(?:\((\d+)\))?$/.exec(article) ?? [];
  return number ? `《${law}》第${han(Number(number))}条${point ? `第（${han(Number(point))}）项` : ""}` : `《${law}》${article}`;
}

/** What a matter goes against, and what the order rests on: the first and the last basis of its category in force on the day. @param {any} category @param {string} day */
export function basesFor(category, day) {
  const bases = /** @type {any[]} */ (category ? basesOn(category, day) : []);
  return { violates: bases.length ? basisWords(bases[0]) : "", basis: bases.length ? basisWords(bases[bases.length - 1]) : "" };
}

/** 检查事由. @param {string} basis clue | plan | campaign */
export const occasion = (basis) => OCCASIONS[/** @type {keyof typeof OCCASIONS} */ (basis)] ?? "";
