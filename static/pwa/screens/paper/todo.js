/** What a paper still lacks, as a list that jumps; what it has, folded into one line. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { given } from "../../domain/papers.js";
import { icon } from "../../components/parts.js";
import { nameIn } from "../refs.js";
import { settled, signersOf } from "./signers.js";
import { GIVEN, PARTY, fieldAt } from "./values.js";

/** @typedef {{key: string, text: string, word: string|null, lead: string, go: () => void}} Row `word` on its link; `lead`: of the one button at the foot */

/** Words in the folded line. */
const MOST = 5;

/**
 * @param {any} app
 * @param {{draft: any, kind: any, values: any, missing: string[], problem: string|null}} s `missing`: paths of fields; `problem`: no_number or clock_back
 * @param {{toField: (path: string) => void, toSign: (who: string) => void, toOfficers: () => void, retry: () => void}} to
 * @returns {{rows: Row[], ticks: string[]}}
 */
export function lacks(app, { draft, kind, values, missing: paths, problem }, to) {
  const { t } = app;
  const rows = /** @type {Row[]} */ ([]);
  for (const n of [1, 2]) {
    if (!paths.some((path) => path.startsWith(`officer${n}_`))) continue;
    const first = n === 1 || Boolean(values.officer2_name);
    rows.push({ key: `officer${n}`, text: first ? t("paper.officer.uncertified", { name: values[`officer${n}_name`] ?? "" }) : t("paper.officer.second"), word: t("paper.go.choose"), lead: t("paper.officer.second"), go: to.toOfficers });
  }
  for (const path of paths.filter((one) => !GIVEN.has(one))) rows.push({ key: path, text: labelOf(app, kind, path), word: t("paper.go.fill"), lead: labelOf(app, kind, path), go: () => to.toField(path) });
  if (problem) rows.push({ key: problem, text: app.codeText(problem), word: t("paper.go.retry"), lead: t("paper.number"), go: to.retry });
  const signers = signersOf(kind, draft, values);
  for (const one of signers) {
    if (settled(draft, one)) continue;
    rows.push({ key: `sign.${one.who}`, text: signerText(app, one), word: t("paper.go.sign"), lead: signerName(app, one), go: () => to.toSign(one.who) });
  }
  return { rows, ticks: ticksOf(app, kind, values, paths, draft, signers) };
}

/** `items.0.deadline` → 问题和改正要求 1·改正期限. @param {any} app @param {any} kind @param {string} path */
export function labelOf(app, kind, path) {
  const [list, at, own] = path.split("."), field = nameIn(fieldAt(kind, path), app.lang);
  return own === undefined ? field : `${nameIn(fieldAt(kind, list), app.lang)} ${Number(at) + 1}${app.t("paper.of")}${field}`;
}

/** @param {any} app @param {{who: string}} one */
function signerText({ t }, { who }) {
  if (who === "officer1") return t("paper.lacks.officer1");
  if (who === "officer2") return t("paper.lacks.officer2");
  return t(who === "witness" ? "paper.lacks.witness" : "paper.lacks.party");
}

/** Who that is, on the button. @param {any} app @param {{who: string, name: string}} one */
export function signerName({ t }, { who, name }) {
  if (who === "officer1") return t("paper.who.officer1");
  if (who === "officer2") return t("paper.who.officer2");
  return [t(who === "witness" ? "paper.who.witness" : "paper.who.party"), name].filter(Boolean).join(" ");
}

/** What is there already, in groups: number, party, officers with certificates, each list, every other required field. */
function ticksOf(app, kind, values, paths, draft, signers) {
  const { t, lang } = app, groups = new Map();
  const group = (/** @type {any} */ f) => f.of ? null : f.name === "number" ? t("paper.number") : f.name in PARTY || f.name === "organisation" ? t("paper.who.party") : /^officer|^cert_shown/.test(f.name) ? t("paper.officers") : nameIn(f, lang).split(/[（(]/)[0];
  for (const field of kind.fields.filter((/** @type {any} */ f) => f.required && (!f.when || given(values[f.when])))) {
    const word = group(field);
    if (word) groups.set(word, (groups.get(word) ?? true) && (field.name === "number" ? Boolean(draft.frozen) : !paths.some((/** @type {string} */ p) => p === field.name || p.startsWith(`${field.name}.`))));
  }
  const done = [...groups].filter(([, whole]) => whole).map(([word]) => word);
  return [...done, ...signers.filter((one) => settled(draft, one)).map((one) => t("paper.tick.sign", { name: one.name || signerName(app, one) }))];
}

/** What a row says on a button. @param {any} app @param {Row} row */
export const wayTo = ({ t }, { key, lead }) => t(key.startsWith("sign.") ? "paper.go.sign.who" : "paper.go.what", { who: lead, what: lead });

/** @param {any} app @param {{rows: Row[], ticks: string[]}} found @param {() => void} onAll opens everything that is written */
export function todoList(app, { rows, ticks }, onAll) {
  const { t } = app;
  return html`<section class="blk todo" aria-label=${t("paper.todo")}>
    <div class="split"><h2>${rows.length ? t("paper.lacks", { n: rows.length }) : t("paper.whole")}</h2><span class="mut">${t("paper.has", { n: ticks.length })}</span></div>
    <ul>${rows.map((row) => html`<li><span class="st st-attention">${icon("s-attention")}</span><span>${row.text}</span>
      ${row.word ? html`<button class="link" aria-label=${`${row.word}${t("colon")}${row.text}`} @click=${row.go}>${row.word}</button>` : nothing}</li>`)}
      <li><span class="st st-server">${icon("check")}</span><span>${ticks.slice(0, MOST).join(t("comma"))}${ticks.length > MOST ? t("paper.has.more") : nothing}</span>
      <button class="link" @click=${onAll}>${t("paper.go.all")}</button></li></ul></section>`;
}
