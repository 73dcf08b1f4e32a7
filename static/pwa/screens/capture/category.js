/** What: category by search, by what was used lately, or "not sure"; and who will get it, said before it is saved. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { route } from "../../domain/routing.js";
import { nameIn } from "../refs.js";
import { searchCategories } from "./search.js";

/** The pseudo category of whoever cannot tell. */
export const UNSURE = "QT00";
const RECENT = 5;

/** Categories used lately on this phone, newest first, with the one just used. @param {string[]|undefined} had @param {string} used */
export const recentsAfter = (had, used) => used === UNSURE ? had ?? [] : [used, ...(had ?? []).filter((c) => c !== used)].slice(0, RECENT);

/** Who gets it, in one sentence. @param {any} app @param {any} category @param {string} source */
export function routeWords(app, category, source) {
  const to = route(category, source);
  if (to.unit === "squadron2" || to.unit === "squadron3") return app.t("route.own", { unit: app.t(`unit.${to.unit}`) });
  return app.t(category.id === UNSURE ? "route.unsure" : "route.platform");
}

/**
 * @param {any} app @param {any} draft
 * @param {{recents: string[], query: string, onQuery: (q: string) => void, onChoose: (id: string) => void, missing: boolean}} o
 */
export function categoryBlock(app, draft, o) {
  const { t, lang } = app, all = app.refs.category;
  const word = (id) => nameIn(all.get(id), lang) || (id === UNSURE ? t("category.unsure") : id);
  const chips = [...new Set([draft.category, ...o.recents].filter((id) => id && id !== UNSURE && all.has(id))), UNSURE];
  const hits = searchCategories([...all.values()].filter((c) => c.id !== UNSURE), o.query);
  const chosen = all.get(draft.category) ?? (draft.category === UNSURE ? { id: UNSURE, mark: "N" } : null);
  return html`<section class="blk" aria-label=${t("category.title")}><label class="lab" for="category-query">${t("category.title")} <small>${t("category.search")}</small></label>
    <div class="inp ${o.missing ? "err" : ""}">${icon("search")}<input id="category-query" type="search" autocomplete="off" autocapitalize="off" enterkeyhint="search"
      aria-describedby="category-route" .value=${o.query} @input=${(e) => o.onQuery(e.target.value)}>
      ${o.query ? html`<button class="icon-btn" aria-label=${t("search.clear")} @click=${() => o.onQuery("")}>${icon("close")}</button>` : nothing}</div>
    ${o.query ? hits.length ? html`<ul class="hits" aria-label=${t("category.hits")}>${hits.map((c) => html`<li><button class="line" @click=${() => o.onChoose(c.id)}><span class="t">${nameIn(c, lang)}<small>${routeWords(app, c, draft.source)}</small></span></button></li>`)}</ul>`
      : html`<p class="mut hits-none" role="status">${t("category.nothing")}</p>` : nothing}
    <div class="chips">${chips.map((id) => html`<button class="chip" aria-pressed=${draft.category === id ? "true" : "false"} @click=${() => o.onChoose(id)}>${word(id)}</button>`)}</div>
    ${o.missing ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${t("category.missing")}</span></p>` : nothing}
    <p class="mut route" id="category-route" role="status">${chosen ? routeWords(app, chosen, draft.source) : t("category.hint")}</p>
  </section>`;
}
