/** Where: the phone's position with accuracy and age, and the grid cells it may lie in. No position still files. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { COARSE_M } from "../../capture/position.js";
import { cellsNear } from "../../domain/grids.js";
import { searchCells } from "./search.js";

const MOST = 4; // cells offered by position

/** Cells of the lowest level, as domain/grids.js wants them. @param {Map<string, any>} grids */
export function bottomCells(grids) {
  return [...grids.values()].filter((g) => (g.level === 3 || g.kind === "exclusive") && (g.ring ?? g.geometry))
    .map((g) => ({ ...g, ring: g.ring ?? g.geometry?.ring ?? g.geometry, bbox: g.bbox ?? boxOf(g.ring ?? g.geometry?.ring ?? g.geometry) }));
}

/** @param {[number, number][]} ring */
function boxOf(ring) {
  const lon = ring.map((p) => p[0]), lat = ring.map((p) => p[1]);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}

/** What the accuracy circle touches, the cell of its centre first. @param {any} place @param {any[]} cells */
export const candidates = (place, cells) => place ? cellsNear(place.lat_e7, place.lon_e7, place.acc_cm, cells).slice(0, MOST) : [];

/** One line: ±12 m, how old, from what. */
function positionLine(app, draft, locating) {
  const { t, format } = app, place = draft.place;
  if (place) {
    const metres = place.acc_cm / 100;
    const source = place.source === "manual" ? "position.manual" : metres >= COARSE_M ? "position.coarse" : "position.phone";
    return html`<span role="status"><b class="num">±${format.metres(metres)}</b>·${t("position.age", { age: age(app, Date.now() - place.fix_at) })}·${t(source)}</span>`;
  }
  if (locating?.state === "locating") return html`<span>${t("position.locating", { n: locating.elapsed_s })}</span>`;
  return html`<span role="status">${t(locating?.state === "denied" ? "position.denied" : "position.none")}</span>`;
}

const age = (app, ms) => ms < 60_000 ? app.t("age.second", { n: Math.max(0, Math.round(ms / 1000)) }) : app.format.age(ms);

/**
 * @param {any} app @param {any} draft
 * @param {{near: any[], cells: any[], locating: any, query: string|null, onLocate: () => void, onCell: (id: string) => void, onQuery: (q: string|null) => void}} o
 */
export function placeBlock(app, draft, o) {
  const { t, format } = app;
  const chosen = draft.grid_id && !o.near.some((c) => c.id === draft.grid_id) ? o.cells.find((c) => c.id === draft.grid_id) : null;
  const cell = (c, small) => html`<label class="opt"><input type="radio" name="cell" .checked=${draft.grid_id === c.id} @change=${() => o.onCell(c.id)}><span>${c.name}<small>${small}</small></span></label>`;
  const byId = (id) => o.cells.find((c) => c.id === id);
  return html`<section class="blk" aria-label=${t("position.title")}><div class="pos">${icon("pin")}${positionLine(app, draft, o.locating)}
      <button class="link" @click=${o.onLocate}>${t("position.again")}</button></div>
    ${o.locating?.state === "fixed" && draft.place && draft.place.acc_cm >= COARSE_M * 100 ? html`<p class="mut">${t("position.coarse.hint")}</p>` : nothing}
    ${o.near.length > 1 ? html`<p class="mut">${t("position.border", { n: o.near.length })}</p>` : nothing}
    ${o.near.length || chosen ? html`<fieldset class="opts"><legend class="sr">${t("grid.title")}</legend>
      ${o.near.map((n) => byId(n.id) ? cell(byId(n.id), n.inside ? t("grid.inside") : t("grid.beyond", { d: format.metres(n.distance_m) })) : nothing)}
      ${chosen ? cell(chosen, t("grid.chosen")) : nothing}</fieldset>` : nothing}
    ${o.query === null ? html`<button class="link" @click=${() => o.onQuery("")}>${icon("grid")}${t(draft.grid_id ? "grid.other" : "grid.choose")}</button>` : cellSearch(app, o)}
  </section>`;
}

function cellSearch({ t }, o) {
  const found = searchCells(o.cells, o.query ?? "");
  return html`<div class="find"><label class="lab" for="cell-query">${t("grid.search")}</label>
    <div class="inp">${icon("search")}<input id="cell-query" type="search" autocomplete="off" enterkeyhint="search" .value=${o.query ?? ""} @input=${(e) => o.onQuery(e.target.value)}>
      <button class="icon-btn" aria-label=${t("close")} @click=${() => o.onQuery(null)}>${icon("close")}</button></div>
    ${o.query ? found.length ? html`<ul class="hits">${found.map((c) => html`<li><button class="line" @click=${() => o.onCell(c.id)}>${c.name}</button></li>`)}</ul>` : html`<p class="mut" role="status">${t("grid.nothing")}</p>` : nothing}</div>`;
}
