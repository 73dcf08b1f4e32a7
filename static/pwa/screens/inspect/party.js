/** Who is inspected (当事人): found among those known as one types, or written down; and what is known of them for twelve months. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon, status } from "../../components/parts.js";
import { paperOf } from "../../domain/rulebook.js";
import { nameIn } from "../refs.js";
import { field } from "./field.js";

const MOST = 4, CODE_LENGTH = 18;

/** The kinds of party that papers know. @param {any} app @returns {any[]} */
const kinds = (app) => paperOf(app.refs.rules, "order_to_correct")?.fields.find((row) => row.name === "party_kind")?.choices ?? [];

/** Is it a person, of whom no code, address or number is written? @param {any} party */
export const isPerson = (party) => party.kind === "individual";

const fold = (/** @type {string|undefined} */ text) => (text ?? "").normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/**
 * Known parties that answer what was typed; the newest when nothing was.
 * @param {{party: any, last_at: number}[]} known newest first @param {string} typed
 */
export function suggested(known, typed) {
  const q = fold(typed);
  return known.filter(({ party }) => !q || fold(party.name).includes(q) || (q.length > 3 && fold(party.code).startsWith(q))).slice(0, MOST);
}

/** 12 个月内：检查 2 次，教育 1 次，未改正 1 项. @param {any} app @param {any} past of store/papers.js */
export function pastWords(app, past) {
  const { t } = app, parts = [["inspections", past.inspections], ["orders", past.orders], ["educated", past.educated], ["open", past.open_items]].filter(([, n]) => n);
  if (!parts.length) return t("insp.past.none");
  return `${t("insp.past")}${parts.map(([key, n]) => t(`insp.past.${key}`, { n })).join(t("insp.sep"))}`;
}

/** @param {import("./field.js").Form} f @param {{known: any[], past: any, editing: boolean, onEdit: (on: boolean) => void}} o */
export function partyBlock(f, o) {
  const { app, draft } = f, { t } = app;
  return html`<section class="blk" aria-labelledby="party-title"><h2 class="sr" id="party-title">${t("insp.party")}</h2>${o.editing ? form() : shown()}</section>`;

  function shown() {
    const { party } = draft, kind = kinds(app).find((k) => k.code === party.kind);
    return html`<div class="insp-party"><div><p class="lead">${party.name}</p><p class="mut">${[nameIn(kind, app.lang), party.legal_rep].filter(Boolean).join("·")}</p>
      ${party.address ? html`<p class="mut">${party.address}</p>` : nothing}${party.code ? html`<p class="mut">${party.code.slice(0, 8)}<wbr>${party.code.slice(8)}</p>` : nothing}</div>
      <button class="link" @click=${() => { o.onEdit(true); f.focus("party-name"); }}>${t("insp.party.change")}<span class="sr">${t("insp.party")}</span></button></div>${past()}`;
  }

  function past() {
    if (!o.past) return nothing;
    return html`<p class="insp-past">${pastWords(app, o.past)}${o.past.overdue_items ? html` ${status("overdue", t("insp.past.overdue", { n: o.past.overdue_items }))}` : nothing}</p>`;
  }

  function form() {
    const { party } = draft, hits = suggested(o.known, party.name).filter((k) => k.party.name !== party.name || k.party.code !== party.code);
    const set = (/** @type {string} */ key) => (/** @type {string} */ text) => { party[key] = text; };
    const bad = codeProblem(app, party.code);
    return html`<div class="stack">${field(f, "party-name", t(isPerson(party) ? "insp.party.person" : "insp.party.name"), { value: party.name, on: set("name"), under: hits.length ? html`
      <ul class="hits" aria-label=${t(party.name ? "insp.party.hits" : "insp.party.recent")}>${hits.map((hit) => html`<li><button class="line" @click=${() => take(hit.party)}><span class="t">${hit.party.name}<small>${[hit.party.legal_rep, hit.party.address].filter(Boolean).join("·")}</small></span></button></li>`)}</ul>` : nothing })}
      <fieldset class="opts" id="party-kind" tabindex="-1"><legend class="lab">${t("insp.party.kind")}</legend>${kinds(app).map((k) => html`<label class="opt"><input type="radio" name="party-kind" .checked=${party.kind === k.code} @change=${() => kind(k.code)}><span>${nameIn(k, app.lang)}</span></label>`)}</fieldset>
      ${isPerson(party) ? html`<p class="mut">${t("insp.party.private")}</p>` : html`
      ${field(f, "party-code", t("insp.party.code"), { value: party.code ?? "", on: (text) => { party.code = text.toUpperCase().replace(/\s/g, ""); }, small: t("optional"), most: 24, bad })}
      ${field(f, "party-rep", t("insp.party.rep"), { value: party.legal_rep ?? "", on: set("legal_rep"), small: t("optional"), most: 60 })}
      ${field(f, "party-address", t("insp.party.address"), { value: party.address ?? "", on: set("address") })}`}
      ${party.name.trim() ? html`<button class="btn m wide" @click=${() => o.onEdit(false)}>${icon("check")}${t("insp.party.done")}</button>` : nothing}${past()}</div>`;
  }

  /** A person leaves no code and no address behind. @param {string} code */
  function kind(code) {
    draft.party.kind = code;
    if (isPerson(draft.party)) Object.assign(draft.party, { code: "", legal_rep: "", address: "" });
    f.change();
  }

  function take(/** @type {any} */ party) {
    Object.assign(draft.party, { kind: party.kind ?? draft.party.kind, name: party.name, code: party.code ?? "", legal_rep: party.legal_rep ?? "", address: party.address ?? "" });
    f.change();
    o.onEdit(false);
  }
}

/** A code of the wrong length or with letters it cannot have. @param {any} app @param {string|undefined} code */
export function codeProblem(app, code) {
  if (!code) return "";
  if (/[^0-9A-HJ-NPQRTUWXY]/.test(code)) return app.t("insp.code.letters");
  return code.length === CODE_LENGTH ? "" : app.t("insp.code.length", { n: code.length });
}
