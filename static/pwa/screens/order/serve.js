/** 送达 later than at the signing: how, to whom, refused or not, sealed or not. A refusal wants a reason, a witness and a photo (民诉法 89). */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { formSheet } from "../item/form.js";
import { kindName } from "./facts.js";

const METHODS = ["direct", "left", "post", "electronic", "entrusted", "notice"];
const SEALS = ["pre_sealed", "electronic", "at_office", "none"];

/** @param {any} app @param {"order"|"document"} type @param {any} row */
export function serveSheet(app, type, row) {
  const { t } = app;
  return formSheet(app, {
    title: t("order.serve"), sub: row.number ?? kindName(app, row.kind), start: { method: "direct", recipient: "", refused: false, reason: "", witness: "", seal: "pre_sealed" }, act: t("order.serve.save"),
    body: (f, fields, set) => html`${fields.options("method", t("order.method"), METHODS.map((m) => [m, t(`order.method.${m}`)]))}
      ${fields.text("recipient", t("order.recipient"), { hint: f.refused ? t("optional") : "" })}
      <label class="opt"><input type="checkbox" .checked=${f.refused} @change=${(e) => set({ refused: e.target.checked, method: e.target.checked ? "left" : "direct" })}><span>${t("order.refused")}<small>${t("order.refused.hint")}</small></span></label>
      ${f.refused ? html`${fields.text("reason", t("order.refusal.reason"), { rows: 2 })}${fields.text("witness", t("order.refusal.witness"))}` : nothing}
      <div><p class="lab">${t("order.serve.photos")}</p>${fields.photos()}</div>
      ${fields.options("seal", t("order.seal"), SEALS.map((s) => [s, t(`order.seal.${s}`)]))}`,
    lacks(f) {
      if (!f.refused) return f.recipient.trim() ? null : ["recipient", t("order.recipient.missing")];
      if (!f.reason.trim()) return ["reason", t("order.refusal.reason.missing")];
      if (!f.witness.trim()) return ["witness", t("order.refusal.witness.missing")];
      return f.photos.length ? null : ["photos", t("order.refusal.photo.missing")];
    },
    run: (f) => app.actions.servePaper({ type, id: row.id }, {
      method: f.method, recipient: f.recipient.trim(), refusal: f.refused ? { reason: f.reason.trim(), witness: f.witness.trim() } : null, seal: f.seal, photos: f.photos,
    }),
  });
}
