/** Words and figures: catalogue look-up, dates in the installation's zone, ages in words, sizes, deadlines. Pure but for Intl. */
import { standing } from "../domain/overdue.js";

const ZONE = "Asia/Shanghai";
const HAN = /\p{Script=Han}/u;
const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;

/**
 * Looks a text up and fills it. `{n}` is replaced by the value; `{n|item|items}` by the first word when n is 1, else the second.
 * @param {Record<string, string>} catalogue @param {string} key @param {Record<string, any>} [values]
 * @returns {string} the key itself when the catalogue lacks it, so that a gap is seen and nothing breaks
 */
export function fill(catalogue, key, values = {}) {
  const text = catalogue[key];
  if (text === undefined) return key;
  return text.replace(/( ?)\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, space, name, one, many, at) => {
    const value = one === undefined ? String(values[name] ?? "") : Number(values[name]) === 1 ? one : many;
    // Chinese next to Chinese takes no space: 「存了 42 分钟」 but 「存了不到 1 分钟」.
    return HAN.test(text[at - 1] ?? "") && HAN.test(value[0] ?? "") ? value : space + value;
  });
}

/** The plain date of an instant in `zone`, as YYYY-MM-DD. @param {number} ms UTC milliseconds */
export function dateOf(ms, zone = ZONE) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);
}

/** Whole days from one plain date to another. @param {string} from @param {string} to */
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/**
 * @typedef {{kind: 'none'|'handled_in_time'|'handled_late'} | {kind: 'overdue'|'left', n: number, unit: 'minute'|'hour'|'day'} | {kind: 'today', time: string}} Due
 * How late or how soon a case is, or how it was handled. Overdue counts whole units gone by; ahead, days are counted by the calendar,
 * as a person would.
 * @param {import("../domain/overdue.js").Clocked} one @param {number} now UTC ms @returns {Due}
 */
export function dueOf(one, now, zone = ZONE) {
  const kind = standing(one, now, dayEnd(now, zone)), dueAt = Number(one.due_at);
  if (kind === "overdue") {
    const late = now - dueAt;
    if (late >= DAY) return { kind: "overdue", n: Math.floor(late / DAY), unit: "day" };
    if (late >= HOUR) return { kind: "overdue", n: Math.floor(late / HOUR), unit: "hour" };
    return { kind: "overdue", n: Math.max(1, Math.floor(late / MINUTE)), unit: "minute" };
  }
  if (kind === "today") return { kind, time: clock(dueAt, zone, true) };
  if (kind === "later") return { kind: "left", n: daysBetween(dateOf(now, zone), dateOf(dueAt - 1, zone)), unit: "day" };
  return { kind };
}

/** The midnight after an instant in `zone`, which has no summer time. @param {number} now UTC ms */
function dayEnd(now, zone) {
  const [hours, minutes] = clock(now, zone).split(":").map(Number);
  return now - now % MINUTE - hours * HOUR - minutes * MINUTE + DAY;
}

/** HH:MM in `zone`; as a deadline, midnight is 24:00 of the day that ends. */
function clock(ms, zone = ZONE, deadline = false) {
  const text = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
  return deadline && text === "00:00" ? "24:00" : text;
}

/** The formatter of one language. @param {'zh'|'en'} lang @param {Record<string, string>} catalogue */
export function formatter(lang, catalogue, zone = ZONE) {
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) => fill(catalogue, key, values);
  const part = (/** @type {Intl.DateTimeFormatOptions} */ options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const date = part({ month: lang === "zh" ? "long" : "short", day: "numeric" });
  const weekday = part({ weekday: "short" });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  const format = {
    zone,
    number: (/** @type {number} */ n) => new Intl.NumberFormat(locale).format(n),
    /** 14:51 */
    time: (/** @type {number} */ ms) => clock(ms, zone),
    /** 11月24日 周二 · Tue 24 Nov */
    day: (/** @type {number} */ ms) => lang === "zh" ? `${date.format(ms)} ${weekday.format(ms)}` : `${weekday.format(ms)} ${date.format(ms)}`,
    /** 11月24日 周二 14:51, with the year where it is not this year's */
    dayTime: (/** @type {number} */ ms, now = Date.now()) =>
      `${dateOf(ms, zone).slice(0, 4) === dateOf(now, zone).slice(0, 4) ? "" : dateOf(ms, zone).slice(0, 4) + (lang === "zh" ? "年" : " ")}${format.day(ms)} ${clock(ms, zone)}`,
    /** 14:51 today, else the day and time */
    moment: (/** @type {number} */ ms, now = Date.now()) => dateOf(ms, zone) === dateOf(now, zone) ? clock(ms, zone) : format.dayTime(ms, now),
    /** 11月27日 周五 24:00: midnight belongs to the day it ends */
    deadline: (/** @type {number} */ ms) => `${format.day(ms - 1)} ${clock(ms, zone, true)}`,
    /** 42 分钟, 3 小时, 2 天: how long something has lasted */
    age(/** @type {number} */ ms) {
      if (ms < MINUTE) return t("age.now");
      if (ms < HOUR) return t("age.minute", { n: Math.floor(ms / MINUTE) });
      if (ms < DAY) return t("age.hour", { n: Math.floor(ms / HOUR) });
      return t("age.day", { n: Math.floor(ms / DAY) });
    },
    /** 734 kB, 1.8 MB, 2.1 GB */
    bytes(/** @type {number} */ n) {
      if (n < 1000) return `${n} B`;
      if (n < 1e6) return `${Math.round(n / 1e3)} kB`;
      return n < 1e9 ? `${decimal.format(n / 1e6)} MB` : `${decimal.format(n / 1e9)} GB`;
    },
    /** 9 米, 1.2 公里 */
    metres: (/** @type {number} */ m) => m < 1000 ? t("unit.metre", { n: Math.max(1, Math.round(m)) }) : t("unit.km", { n: decimal.format(m / 1000) }),
    due: (/** @type {import("../domain/overdue.js").Clocked} */ one, now = Date.now()) => dueOf(one, now, zone),
  };
  return { t, format };
}

/**
 * A language for the screens: look-up, formats, and the sentences for what went wrong.
 * @param {Record<string, string>} catalogue @param {"zh"|"en"} lang
 */
export function wording(catalogue, lang = "zh") {
  const { t, format } = formatter(lang, catalogue);
  const has = (/** @type {string} */ key) => key in catalogue;

  /** The sentence of a code. @param {string|null|undefined} code */
  const codeText = (code) => {
    const plain = String(code ?? "other").replace(/^http_5\d\d$/, "server_error");
    return has(`error.${plain}`) ? t(`error.${plain}`) : has(`error.${plain.split(":")[0]}`) ? t(`error.${plain.split(":")[0]}`) : t("error.other", { code: plain });
  };

  /** The sentence of an error that an action, a photo or the server gave. @param {any} error */
  const errorText = (error) => {
    const code = String(error?.code ?? "");
    if (has(`error.${code}`)) return t(`error.${code}`, { wait: Math.ceil((error.retry_after_s ?? 60) / 60) });
    return error?.said || codeText(code || error?.name);
  };

  return { t, format, codeText, errorText };
}
