/** A deadline (改正期限) being chosen: at once, a number of days or working hours, a day or a moment; always shown as the moment it means. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { UNITS, dueMs, lastDayOf, printed } from "../../domain/deadlines.js";
import { iso, localDay } from "../../domain/instants.js";
import { isWorkingDay } from "../../domain/worktime.js";
import { settled } from "../../actions/paperValues.js";
import { clockNow } from "../../store/time.js";

const DAY = 86_400_000;
/** Days that are named one by one. */
const NAMED = 7;
const WORDS = /** @type {Record<string, string>} */ ({ working_day: "paper.unit.working_day", day: "paper.unit.day", working_hour: "paper.unit.working_hour" });

/** @param {any} wire */
export const kindOf = (wire) => wire?.given ? "given" : wire?.kind ?? "";

/**
 * @param {any} app @param {any} wire as it was chosen @param {(wire: any) => void} onChange
 */
export function deadlineInput(app, wire, onChange) {
  const { t } = app, kind = kindOf(wire), given = wire?.given ?? { n: 3, unit: "working_day" };
  const radio = (/** @type {string} */ value, /** @type {string} */ word, /** @type {any} */ next) => html`<label class="opt"><input type="radio" name="deadline" .checked=${kind === value} @change=${() => onChange(next)}><span>${word}</span></label>`;
  return html`<fieldset class="opts"><legend class="sr">${t("paper.deadline")}</legend>
      ${radio("immediate", t("paper.deadline.immediate"), { kind: "immediate" })}${radio("given", t("paper.deadline.given"), { given })}
      ${radio("date", t("paper.deadline.date"), { kind: "date", due_at: localDay(clockNow() + 3 * DAY, app.refs.rules.clocks) })}${radio("datetime", t("paper.deadline.datetime"), { kind: "datetime", due_at: `${localDay(clockNow() + DAY, app.refs.rules.clocks)}T17:00:00${offset(app)}` })}</fieldset>
    ${kind === "given" ? html`<div class="p-given"><label class="inp"><span class="sr">${t("paper.deadline.n")}</span><input id="deadline-n" type="number" inputmode="numeric" min="1" max="365" .value=${String(given.n ?? "")} @input=${(/** @type {any} */ e) => onChange({ given: { ...given, n: e.target.value ? Math.trunc(Number(e.target.value)) : null } })}></label>
      <fieldset class="seg"><legend class="sr">${t("paper.deadline.unit")}</legend>${[...UNITS].reverse().map((unit) => html`<label><input type="radio" name="unit" .checked=${given.unit === unit} @change=${() => onChange({ given: { ...given, unit } })}><span>${t(WORDS[unit])}</span></label>`)}</fieldset></div>` : nothing}
    ${kind === "date" ? html`<label class="inp"><span class="sr">${t("paper.deadline.date")}</span><input type="date" .value=${wire.due_at ?? ""} @change=${(/** @type {any} */ e) => onChange({ kind, due_at: e.target.value })}></label>` : nothing}
    ${kind === "datetime" ? html`<label class="inp"><span class="sr">${t("paper.deadline.datetime")}</span><input type="datetime-local" .value=${(wire.due_at ?? "").slice(0, 16)} @change=${(/** @type {any} */ e) => onChange({ kind, due_at: e.target.value ? `${e.target.value}:00${offset(app)}` : "" })}></label>` : nothing}
    <p class="p-means" role="status">${meaning(app, wire)}</p>`;
}

/** The moment, and for working days which ones were counted. @param {any} app @param {any} wire */
function meaning(app, wire) {
  const { t, lang, refs: { rules } } = app;
  if (!kindOf(wire)) return t("paper.deadline.none");
  const now = clockNow(), due = settled(wire, now, rules), at = dueMs(due, rules.clocks);
  if (at === null) return t("paper.deadline.past");
  const counted = wire.given?.unit === "working_day" && wire.given.n <= NAMED ? days(rules, now, at) : [];
  return html`<b>${printed(due, rules.clocks, lang)}</b>${counted.length ? html`<br>${t("paper.deadline.counted", { days: counted.map((ms) => app.format.day(ms)).join(t("comma")) })}` : nothing}`;
}

/** Working days after now up to the deadline, as moments within them. @param {any} rules @param {number} now @param {number} at */
function days(rules, now, at) {
  const found = [], last = lastDayOf(at, rules.clocks);
  for (let ms = now + DAY; localDay(ms, rules.clocks) <= last; ms += DAY) if (isWorkingDay(localDay(ms, rules.clocks), rules.calendars)) found.push(ms);
  return found;
}

/** The installation's offset as instants carry it: +08:00. @param {any} app */
export const offset = (app) => iso(0, app.refs.rules.clocks).slice(-6);
