// Numbers of papers (文号): 高东街责改字〔2026〕第001号. One sequence a kind, year and issuer, without gaps.
// Pure twin of fieldapp/domain/numbering.py.

/** @typedef {{word: string, year: number, n: number}} Number_ a parsed number; `word` is the kind's 文种字 (责改, 复查) */

const MOST = 99_999;
const FORM = /^(.+)字〔([1-9]\d{3})〕第(\d{3,5})号$/s;
const REGISTER = /^([a-z][a-z0-9_]*):([1-9]\d{3})$/;

/** Throws RangeError for a year that has not four digits, and for n outside 1 to 99999. @param {string} issuer its 机关代字 (高东街) @param {string} word @param {number} year @param {number} n */
export function format(issuer, word, year, n) {
  if (!(year >= 1000 && year <= 9999 && n >= 1 && n <= MOST)) throw new RangeError(`no number of a paper: ${year}, ${n}`);
  return `${issuer}${word}字〔${year}〕第${String(n).padStart(3, "0")}号`;
}

/** What a number of this issuer says. Throws RangeError for anything that `format` would not write. @param {string} issuer @param {string} text @returns {Number_} */
export function parse(issuer, text) {
  const found = FORM.exec(text);
  if (!found || !found[1].startsWith(issuer) || found[1] === issuer) throw new RangeError(`not a number of ${issuer}: ${text}`);
  const number = { word: found[1].slice(issuer.length), year: Number(found[2]), n: Number(found[3]) };
  if (format(issuer, number.word, number.year, number.n) !== text) throw new RangeError(`not written as numbers are: ${text}`);
  return number;
}

/** Id of a register: `order_to_correct:2026`. @param {string} kind @param {number} year */
export const registerId = (kind, year) => `${kind}:${year}`;

/** Kind and year of a register's id. Throws RangeError when it is none. @param {string} register */
export function parseRegister(register) {
  const found = REGISTER.exec(register);
  if (!found) throw new RangeError(`no register: ${register}`);
  return { kind: found[1], year: Number(found[2]) };
}

/** Id of one number of a register, the target of `number.void`: `order_to_correct:2026#12`. @param {string} register @param {number} n */
export const numberId = (register, n) => `${register}#${n}`;

/** Register and number of such an id. Throws RangeError when it is none. @param {string} text */
export function parseNumberId(text) {
  const at = text.indexOf("#"), register = at < 0 ? text : text.slice(0, at), n = at < 0 ? "" : text.slice(at + 1);
  parseRegister(register);
  if (!/^[1-9]\d{0,4}$/.test(n)) throw new RangeError(`no number of a register: ${text}`);
  return { register, n: Number(n) };
}

/** Registers that a phone needs on a day (`YYYY-MM-DD`): one for each kind that is numbered, in December also next year's. @param {{code: string, register: boolean}[]} papers @param {string} day */
export function registersOf(papers, day) {
  const year = Number(day.slice(0, 4)), years = day.slice(5, 7) === "12" ? [year, year + 1] : [year];
  return years.flatMap((one) => papers.filter((paper) => paper.register).map((paper) => registerId(paper.code, one)));
}
