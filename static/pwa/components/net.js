/** The state of the line, in a word and a shape; it leads to what is unsent. Offline is grey: it is normal. */
import { html } from "../vendor/lit-html/lit-html.js";
import { icon, status } from "./parts.js";

/** @param {any} status as sync.status() gives it @returns {[string, string]} look and text key */
export function netLook(status) {
  if (!status.online) return ["off", "net.offline"];
  if (status.state === "blocked") return ["attention", status.reason === "signed_out" ? "net.signed_out" : "net.blocked"];
  if (status.state === "pushing") return ["pending", "net.pushing"];
  if (status.state === "waiting") return ["pending", "net.waiting"];
  return ["online", "net.online"];
}

/** @param {{t: Function, sync: any}} app */
export function netState(app) {
  const [look, key] = netLook(app.sync.status());
  return html`<a class="net" href="#/outbox">${look === "online" ? html`<span class="st st-off">${icon("s-online")}<span>${app.t(key)}</span></span>` : status(look, app.t(key))}</a>`;
}
