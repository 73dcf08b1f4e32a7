/** What is written down about an item between service and recheck: the party says it is done, or asks for more time. */
import { html } from "../../vendor/lit-html/lit-html.js";
import { instant, localDay } from "../../domain/instants.js";
import { formSheet } from "./form.js";

/** 当事人说改好了. @param {any} app @param {import("./shown.js").ShownItem} i */
export const reportDoneSheet = (app, i) => formSheet(app, {
  title: app.t("item.done"), sub: whose(app, i), start: { text: "" }, act: app.t("item.done.save"),
  body: (_f, fields) => html`<p>${app.t("item.done.hint")}</p>${fields.text("text", app.t("item.done.text"), { rows: 3 })}${fields.photos()}`,
  lacks: (f) => f.text.trim() || f.photos.length ? null : ["text", app.t("item.done.missing")],
  run: (f) => app.actions.reportItemDone(i.id, { text: f.text.trim(), photos: f.photos }),
});

/** 申请延期: before the deadline only, and for a later moment. @param {any} app @param {import("./shown.js").ShownItem} i */
export const extensionSheet = (app, i) => formSheet(app, {
  title: app.t("item.extend"), sub: whose(app, i), start: { day: "", reason: "" }, act: app.t("item.extend.save"),
  body: (_f, fields) => html`<p>${app.t("item.extend.hint", { when: app.format.deadline(i.dueAt) })}</p>
    ${fields.text("day", app.t("item.extend.day"), { type: "date", min: localDay(Number(i.dueAt), app.refs.rules.clocks), hint: app.t("item.extend.day.hint") })}${fields.text("reason", app.t("item.extend.reason"), { rows: 3 })}`,
  lacks(f) {
    if (!f.day || !((endOf(app, f.day) ?? 0) > Number(i.dueAt))) return ["day", app.t("item.extend.day.late", { when: app.format.deadline(i.dueAt) })];
    return f.reason.trim() ? null : ["reason", app.t("item.extend.reason.missing")];
  },
  run: (f) => app.actions.askExtension(i.id, { wanted: f.day, reason: f.reason.trim() }),
});

/** The moment at which a day ends. @param {any} app @param {string} day */
function endOf(app, day) {
  const start = instant(`${day}T00:00Z`);
  return start === null ? null : start - app.refs.rules.clocks.utc_offset_min * 60_000 + 86_400_000;
}

const whose = (/** @type {any} */ app, /** @type {any} */ i) => [i.party, app.t("item.nth", { n: i.n })].filter(Boolean).join(app.t("dot"));
