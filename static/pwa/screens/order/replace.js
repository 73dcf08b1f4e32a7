/** 换发: another order in the place of one that was wrong. The first question is what becomes of the old one. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { paperNumber } from "../../components/item_row.js";
import { busyButton, fieldError } from "../../components/parts.js";

/** @param {any} app @param {any} row the order */
export function replaceSheet(app, row) {
  const { t } = app;
  let busy = false, problem = "";

  async function begin() {
    busy = true; problem = ""; app.redraw();
    try {
      const { id } = await app.actions.replaceOrder(row.id);
      app.sheet(null);
      app.go(`/paper/${id}`);
    } catch (error) { problem = app.errorText(error); }
    busy = false; app.redraw();
  }

  return {
    title: t("order.replace"), sub: paperNumber(row.number),
    get body() {
      return html`<div class="stack"><p>${t("order.replace.what")}</p><p class="mut">${t("order.replace.when")}</p>
        ${problem ? fieldError("replace-error", problem) : nothing}${busyButton(t("order.replace.begin"), busy, t("capture.saving"), begin)}</div>`;
    },
  };
}
