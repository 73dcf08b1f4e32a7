/** After a recheck: that it is kept, what the result means, and the opinion (整改复查意见书) that may follow. */
import { html } from "../../vendor/lit-html/lit-html.js";
import { busyButton, icon, status } from "../../components/parts.js";

/** @param {any} app @param {{orderId: string, itemIds: string[], passed: number, effective: boolean}} done */
export function keptSheet(app, { orderId, itemIds, passed, effective }) {
  const { t, format } = app, at = format.time(Date.now());
  let busy = false;
  async function write() {
    busy = true; app.redraw();
    try {
      const paper = await app.actions.startPaper("recheck_opinion", { order_id: orderId, item_ids: itemIds });
      app.sheet(null);
      app.go(`/paper/${paper.id}`);
    } catch (error) { app.failed(error); }
    busy = false; app.redraw();
  }
  const means = () => !effective ? t("recheck.no_effect") : passed === itemIds.length ? t("recheck.all_passed") : t("recheck.not_all");
  return {
    title: t("kept.title"), look: "kept", sub: t("recheck.kept", { n: itemIds.length, passed }),
    get body() {
      const online = app.sync.status().online;
      return html`<ol class="steps"><li>${status("kept", "")}<b>${t("kept.step.kept")}</b><span>${at}</span></li>
        <li>${status("pending", "")}<b>${t("kept.step.upload")}</b><span>${t(online ? "kept.now" : "kept.offline")}</span><p>${t(online ? "kept.upload.online" : "kept.upload.offline")}</p></li>
        <li>${icon("s-none")}<b>${t("kept.step.next")}</b><p>${means()}</p></li></ol>
        <div class="stack">${busyButton(html`${icon("pen")}${t("recheck.opinion")}`, busy, t("capture.saving"), write)}
        <div class="btns"><button class="btn" @click=${() => { app.sheet(null); app.go(`/order/${orderId}`); }}>${t("recheck.see")}</button><button class="btn" @click=${() => app.sheet(null)}>${t("kept.today")}</button></div></div>`;
    },
  };
}
