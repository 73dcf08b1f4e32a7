/** What the server made of a thing, in a sentence. A flag's words come from the rulebook, a refusal's from the catalogue. */
import { nameIn } from "./refs.js";

/** @param {any} app @param {{verdict: string, code: string|null}} a */
export function verdictText(app, a) {
  const flags = a.verdict !== "flagged" ? [] : String(a.code ?? "").split(",").map((code) => app.refs.flag.get(code.trim())).filter(Boolean);
  if (flags.length) return flags.map((f) => nameIn(f, app.lang)).join(app.lang === "zh" ? "。" : ". ") + (app.lang === "zh" ? "。" : ".");
  return app.codeText(a.code ?? a.verdict);
}
