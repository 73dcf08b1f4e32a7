/** One deadline (整改期限) of one finding: at once, a day, or so many working days; and the moment and the days that come of it. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../../components/parts.js";
import { UNITS } from "../../domain/deadlines.js";
import { iso, localDay, localParts, midnight } from "../../domain/instants.js";
import { reckon, runs } from "./days.js";

const MINUTE = 60_000, NAMED = 6, MOST = 365, USUAL = 3, WEEK = 7 * 86_400_000;

/** Which of the three buttons a deadline belongs to. @param {any} wire */
const wayOf = (wire) => !wire ? "" : wire.given ? "given" : wire.kind === "immediate" ? "immediate" : "date";

/** @param {import("./field.js").Form} f @param {any} finding @param {string} id prefix of the fields' ids */
export function deadlineBlock(f, finding, id) {
  const { app } = f, { t, refs } = app, { clocks } = refs.rules, wire = finding.deadline, way = wayOf(wire);
  const set = (/** @type {any} */ deadline) => { finding.deadline = deadline; f.change(); };
  const missing = f.asked.has(`${id}-deadline`) && f.lacking.has(`${id}-deadline`);
  const words = { immediate: t("insp.due.immediate"), date: t("insp.due.date"), given: way === "given" ? t(`insp.due.n.${wire.given.unit}`, { n: wire.given.n }) : t("insp.due.given") };
  const first = { immediate: { kind: "immediate" }, date: { kind: "date", due_at: null }, given: { given: { n: USUAL, unit: "working_day" } } };
  return html`<fieldset class="deadline" id="${id}-deadline" tabindex="-1"><legend class="lab">${t("insp.due")}</legend>
    <div class="insp-ways ${missing ? "err" : ""}">${Object.keys(words).map((key) => html`<label class="opt"><input type="radio" name="${id}-way" .checked=${way === key} @change=${() => set(first[key])}><span>${words[key]}</span></label>`)}</div>
    ${way === "given" ? given() : way === "date" ? date() : nothing}${missing && !wire ? html`<p class="err-text">${icon("s-overdue")}<span>${t("insp.due.missing")}</span></p>` : nothing}${wire ? outcome(app, wire, f.now) : nothing}</fieldset>`;

  function given() {
    const { n, unit } = wire.given, to = (/** @type {number} */ m) => set({ given: { n: Math.min(MOST, Math.max(1, Math.round(m) || 1)), unit } });
    return html`<div class="insp-count"><button class="btn m" aria-label=${t("insp.due.less")} @click=${() => to(n - 1)}>−</button>
      <div class="inp"><input id="${id}-n" inputmode="numeric" aria-label=${t("insp.due.count")} .value=${String(n)} @change=${(e) => { to(Number(e.target.value)); e.target.value = String(wire.given.n); }}></div>
      <button class="btn m" aria-label=${t("insp.due.more")} @click=${() => to(n + 1)}>+</button>
      <div class="inp"><select id="${id}-unit" aria-label=${t("insp.due.unit")} @change=${(e) => set({ given: { n, unit: e.target.value } })}>${["working_day", ...UNITS.filter((u) => u !== "working_day")].map((u) => html`<option value=${u} ?selected=${u === unit}>${t(`insp.unit.${u}`)}</option>`)}</select></div></div>`;
  }

  function date() {
    const at = wire.kind === "datetime" ? Date.parse(wire.due_at) : null, [, , , h, min] = at === null ? [0, 0, 0, 0, 0] : localParts(at, clocks);
    const day = at === null ? wire.due_at ?? "" : localDay(at, clocks), clock = at === null ? "" : `${String(h).padStart(2, "0")}:${String(min).padStart(2, "0")}`;
    const to = (/** @type {string} */ d, /** @type {string} */ c) => {
      const start = midnight(d, clocks);
      set(start === null || !c ? { kind: "date", due_at: start === null ? null : d } : { kind: "datetime", due_at: iso(start + (Number(c.slice(0, 2)) * 60 + Number(c.slice(3, 5))) * MINUTE, clocks) });
    };
    return html`<div class="insp-when"><div><label class="lab" for="${id}-day">${t("insp.due.day")}</label><div class="inp"><input id="${id}-day" type="date" min=${localDay(f.now, clocks)} .value=${day} @change=${(e) => to(e.target.value, clock)}></div></div>
      <div><label class="lab" for="${id}-clock">${t("insp.due.clock")}</label><div class="inp"><input id="${id}-clock" type="time" .value=${clock} ?disabled=${!day} @change=${(e) => to(day, e.target.value)}></div></div></div>`;
  }
}

/** Is it whole and still ahead? @param {any} app @param {any} wire @param {number} now */
export const whole = (app, wire, now) => reckon(wire, now, app.refs.rules.clocks, app.refs.rules.calendars) !== null;

/** The absolute moment, and the days it was counted over. @param {any} app @param {any} wire @param {number} now */
export function outcome(app, wire, now) {
  const { t, refs } = app, { clocks, calendars } = refs.rules, r = reckon(wire, now, clocks, calendars);
  if (!r) return html`<p class="err-text">${icon("s-overdue")}<span>${t(wire.due_at ? "insp.due.past" : "insp.due.pick")}</span></p>`;
  return html`<div class="insp-abs" role="status"><p><b>${momentWords(app, r.due.due_at_ms, r.due.kind === "immediate")}</b></p>
    ${reasons(app, wire, r, now).map((line) => html`<p class="mut">${line}</p>`)}
    ${r.bare.length ? html`<p class="insp-warn">${icon("s-attention")}<span>${t("insp.due.no_calendar", { years: r.bare.join(t("comma")) })}</span></p>` : nothing}</div>`;
}

/** 2026年11月27日（周五）24:00 前. @param {any} app @param {number} dueMs @param {boolean} [atOnce] */
export function momentWords(app, dueMs, atOnce = false) {
  const clocks = app.refs.rules.clocks, [, , , h, min] = localParts(dueMs, clocks), midnightEnd = h === 0 && min === 0;
  const shown = midnightEnd ? dueMs - MINUTE : dueMs, time = midnightEnd ? "24:00" : `${String(h).padStart(2, "0")}:${String(min).padStart(2, "0")}`;
  return app.t(atOnce ? "insp.due.at_once" : "insp.due.before", { date: worded(app, shown, { year: "numeric", month: app.lang === "zh" ? "long" : "short", day: "numeric" }), weekday: weekday(app, shown), time });
}

const worded = (app, ms, options) => new Intl.DateTimeFormat(app.lang === "zh" ? "zh-CN" : "en-GB", { timeZone: app.format.zone, ...options }).format(ms);
const weekday = (app, ms) => worded(app, ms, { weekday: "short" });
const dated = (app, ms) => worded(app, ms, { month: app.lang === "zh" ? "long" : "short", day: "numeric" });

/** How it was come by, a sentence a line. @param {any} app @param {any} wire @param {import("./days.js").Reckoning} r @param {number} now */
function reasons(app, wire, r, now) {
  const { t } = app, { given } = wire, sep = t("comma");
  if (wire.kind === "immediate") return [t("insp.due.from_service", { n: app.refs.rules.clocks.immediate.n, unit: t(`limit.${app.refs.rules.clocks.immediate.unit}`, { n: app.refs.rules.clocks.immediate.n }) })];
  if (!given) return [];
  const name = (d) => d.make_up ? t("insp.day.make_up", { weekday: weekday(app, d.ms), date: dated(app, d.ms) }) : d.ms - now < WEEK - 86_400_000 ? weekday(app, d.ms) : `${dated(app, d.ms)} ${weekday(app, d.ms)}`;
  const hours = (d) => `${name(d)} ${app.format.time(d.from)}–${app.format.time(d.to)}`, many = r.counted.length > NAMED;
  const lines = [];
  if (given.unit === "working_hour") lines.push(t("insp.due.hours", { hours: (many ? [...r.counted.slice(0, 2), r.counted[r.counted.length - 1]] : r.counted).map(hours).join(many ? t("insp.dots") : sep) }));
  else if (many) lines.push(t(`insp.due.many.${given.unit}`, { n: given.n, first: name(r.counted[0]), last: name(r.counted[r.counted.length - 1]) }));
  else lines.push(t("insp.due.counted", { days: r.counted.map(name).join(sep) }));
  const off = given.unit === "day" ? [] : runs(r.skipped), range = ([a, b]) => a === b ? dated(app, a.ms) : t("insp.range", { from: dated(app, a.ms), to: dated(app, b.ms) });
  const holidays = off.filter(([a, b]) => r.skipped.some((d) => d.holiday && d.ms >= a.ms && d.ms <= b.ms));
  if (holidays.length) lines.push(t("insp.due.holidays", { ranges: holidays.map(range).join(sep) }));
  if (off.length > holidays.length) lines.push(t("insp.due.weekends"));
  if (many && r.counted.some((d) => d.make_up)) lines.push(t("insp.due.made_up", { days: r.counted.filter((d) => d.make_up).map((d) => `${dated(app, d.ms)} ${weekday(app, d.ms)}`).join(sep) }));
  if (r.rolled) lines.push(t("insp.due.rolled"));
  return lines;
}
