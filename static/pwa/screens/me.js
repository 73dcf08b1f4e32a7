/** 我的: who, on which phone, how much room; language, size, theme; privacy, feedback, install, update; the way out. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import * as device from "../store/device.js";
import { unseen } from "../store/alerts.js";
import { roomTrouble } from "../store/room.js";
import * as storage from "../store/storage.js";
import { busyButton, icon, section, segmented, status, tabTop } from "../components/parts.js";
import { look } from "../look.js";
import { enforcement } from "./inspect/entry.js";
import { openInspections } from "./inspect/start.js";
import { nameIn } from "./refs.js";

/** @param {import("../main.js").App} app */
export function screen(app) {
  let room = /** @type {any} */ ({ usage: null, quota: null }), kept = false, name = "", synced = /** @type {number|null} */ (null);
  let alerts = 0, push = "off", asking = false, begun = /** @type {any[]} */ ([]);

  async function load() {
    const [e, p, id, at] = await Promise.all([storage.estimate(), storage.persisted(), device.installId(), device.lastPullAt()]);
    room = e; kept = p; synced = at;
    begun = await openInspections();
    [alerts, push] = await Promise.all([unseen(), app.push.state(app.user.id)]);
    name = app.t("me.phone", { code: id.slice(-4).toUpperCase() });
  }

  async function ask() {
    kept = await storage.askPersist();
    app.redraw();
    if (!kept) app.toast(app.t("me.storage.refused"));
  }

  /** @param {"turnOn"|"turnOff"} verb */
  async function setPush(verb) {
    asking = true; app.redraw();
    try { await app.push[verb](app.user.id); } catch (error) { app.toast(app.errorText(error)); }
    push = await app.push.state(app.user.id); asking = false; app.redraw();
  }

  /** @param {string} href @param {string} drawing @param {unknown} word @param {unknown} [small] @param {unknown} [dot] */
  const link = (href, drawing, word, small = nothing, dot = nothing) => html`<li><a class="line" href=${href}>${icon(drawing)}<span class="t">${word}${small === nothing ? nothing : html`<small>${small}</small>`}</span>${dot}${icon("next")}</a></li>`;
  const pick = (word, control) => html`<li><div class="line pick"><span class="t">${word}</span>${control}</div></li>`;

  function view() {
    const { t, format, user } = app, l = look(), roles = user.roles.map((/** @type {any} */ r) => nameIn(app.refs.role.get(r.role ?? r), app.lang) || t(`role.${r.role ?? r}`)).join(t("comma"));
    return html`<div class="screen tabs">${tabTop(t("me.title"))}<main id="main">
      <div class="blk who"><p class="lead">${user.name}</p><p class="mut">${[roles, user.unit_name].filter(Boolean).join("·")}</p></div>
      ${app.update.ready ? html`<div class="note kept">${icon("update")}<div><p><b>${t("me.update")}</b><br>${t("me.update.hint")}</p><button class="btn m" @click=${() => app.update.apply()}>${t("me.update.now")}</button></div></div>` : nothing}
      ${roomTrouble() === "quota" ? html`<div class="note">${icon("disk")}<div><p><b>${t("full.title")}</b><br>${t("full.short")}</p><button class="btn m" @click=${() => app.sheetFrom("./screens/full.js")}>${t("full.what")}</button></div></div>` : nothing}
      ${app.unfit ? html`<div class="note">${icon("s-attention")}<div><p><b>${t("unfit.title")}</b><br>${t(`unfit.${app.unfit}`)}</p><button class="btn m" @click=${() => app.go("/me/install")}>${t("unfit.how")}</button></div></div>` : nothing}
      ${enforcement(app, begun)}
      <section aria-label=${t("me.this_phone")}>${section(t("me.this_phone"))}<ul class="rows">
        <li><div class="line">${icon("phone")}<span class="t">${name}<small>${synced ? t("me.synced", { when: format.moment(synced) }) : t("me.never_synced")}</small></span>${app.sync.status().clock_off ? status("attention", t("me.clock_off")) : status("server", t("me.clock_ok"))}</div></li>
        <li><div class="line">${icon("disk")}<span class="t">${room.usage === null ? t("me.storage") : t("me.storage.used", { used: format.bytes(room.usage), of: format.bytes(room.quota ?? 0) })}<small>${t(kept ? "me.storage.kept" : "me.storage.may_clear")}</small></span>
          ${kept ? status("kept", t("me.storage.safe")) : html`<button class="btn m" @click=${ask}>${t("me.storage.ask")}</button>`}</div></li>
        ${link("/rescue", "share", t("rescue.export"), t("rescue.why"))}
        ${app.installed ? nothing : link("#/me/install", "install", t("install.title"), t("install.why"))}</ul></section>
      <section aria-label=${t("inbox.title")}>${section(t("inbox.title"))}<ul class="rows">
        ${link("#/inbox", "bell", t("inbox.title"), alerts ? t("inbox.unseen", { n: alerts }) : t("inbox.hint"))}
        <li><div class="line">${icon("phone")}<span class="t">${t("push.title")}<small>${t(`push.${push}`)}</small></span>
          ${push === "off" ? busyButton(t("push.turn_on"), asking, t("push.asking"), () => setPush("turnOn"), "btn m") : push === "on" ? busyButton(t("push.turn_off"), asking, t("push.asking"), () => setPush("turnOff"), "btn m") : nothing}</div></li></ul></section>
      <section aria-label=${t("me.display")}>${section(t("me.display"))}<ul class="rows">
        ${pick(t("me.lang"), segmented("lang", t("me.lang"), [["zh", "中文"], ["en", "English"]], app.lang, (v) => app.setLang(v)))}
        ${pick(t("me.scale"), segmented("scale", t("me.scale"), [["100", "100"], ["125", "125"], ["150", "150"], ["200", "200"]], l.scale ?? "100", (v) => app.setLook({ scale: v })))}
        ${pick(t("me.theme"), segmented("theme", t("me.theme"), [["system", t("me.theme.system")], ["light", t("me.theme.light")], ["dark", t("me.theme.dark")]], l.theme ?? "system", (v) => app.setLook({ theme: v })))}</ul></section>
      <section aria-label=${t("me.more")}>${section(t("me.more"))}<ul class="rows">${link("#/me/privacy", "lock", t("privacy.title"))}${link("#/me/feedback", "chat", t("feedback.title"))}
        <li><button class="line" @click=${signOut}>${icon("sign-out")}<span class="t">${t("me.sign_out")}</span>${icon("next")}</button></li></ul></section>
      <p class="pad center hint build">${t("me.build", { build: app.build })}</p></main></div>`;
  }

  /** Says what is unsent first; deletes nothing. */
  function signOut() {
    const { t, counts } = app, n = counts.ops + counts.stuck;
    app.sheet({ title: t("me.sign_out.title"), look: n ? "kept" : "off", sub: n ? t("me.sign_out.unsent", { n }) : t("me.sign_out.nothing"), body: html`<div class="stack"><p>${t("me.sign_out.hint")}</p>
      ${n ? html`<button class="btn pri wide" @click=${() => { app.sheet(null); app.sync.wake("button"); app.go("/outbox"); }}>${t("me.sign_out.send")}</button>` : nothing}
      <button class="btn wide ${n ? "danger" : "pri"}" @click=${async () => { app.sheet(null); await app.signOut(); }}>${t("me.sign_out")}</button></div>` });
  }

  return { title: app.t("me.title"), tab: "me", load, view };
}
