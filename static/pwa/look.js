/** Language, theme and text size of this phone: applied to <html>, and kept where boot.js finds them before the first paint. */

/** @typedef {{lang?: 'zh'|'en', theme?: 'system'|'light'|'dark', scale?: '100'|'125'|'150'|'200'}} Look */
const KEY = "fieldapp.look";
const night = matchMedia("(prefers-color-scheme: dark)");

/** @returns {Look} */
export function look() {
  try { return JSON.parse(localStorage.getItem(KEY) || "{}"); } catch { return {}; }
}

/** The language shown: the choice, else what boot.js took from the browser. @returns {'zh'|'en'} */
export const language = () => document.documentElement.lang === "en" ? "en" : "zh";

/** @param {Look} change */
export function setLook(change) {
  const now = { ...look(), ...change };
  try { localStorage.setItem(KEY, JSON.stringify(now)); } catch { /* private window: holds until the page closes */ }
  apply(now);
}

/** @param {Look} l */
function apply(l) {
  const root = document.documentElement;
  root.dataset.theme = l.theme === "dark" || (l.theme !== "light" && night.matches) ? "dark" : "light";
  root.dataset.scale = l.scale || "100";
  if (l.lang) root.lang = l.lang === "en" ? "en" : "zh-CN";
  const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
  document.querySelector("meta[name='theme-color']")?.setAttribute("content", paper);
}

night.addEventListener("change", () => apply(look()));
