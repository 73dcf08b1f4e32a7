/** Signing in: a page when nobody uses this phone yet, a sheet over the current screen when a session has ended. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { busyButton, fieldError, icon } from "../components/parts.js";
import { shutOut } from "../store/device.js";

const LEAST = 8; // characters of a new password

/**
 * The form, with the change of a one-time password behind it.
 * @param {import("../main.js").App} app @param {{username?: string, onDone: (user: any) => void}} o
 */
export function signInForm(app, { username = "", onDone }) {
  const given = { username, password: "", next: "" };
  let step = "sign-in", error = "", wrong = "", busy = false, plain = false, user = /** @type {any} */ (null);
  let demo = /** @type {any[]} */ ([]);
  // The form first, and what talks to the server after it is drawn.
  setTimeout(() => app.session.demoAccounts().then((/** @type {any[]} */ rows) => { demo = rows ?? []; app.redraw(); }, () => null));

  async function attempt(/** @type {() => Promise<any>} */ work) {
    busy = true; error = ""; wrong = ""; app.redraw();
    try { await work(); } catch (e) { error = app.errorText(e); }
    busy = false; app.redraw();
  }

  function submit(/** @type {Event} */ e) {
    e.preventDefault();
    if (busy) return;
    if (!given.username.trim() || !given.password) {
      wrong = given.username.trim() ? "password" : "username"; app.redraw();
      document.getElementById(wrong)?.focus();
      return;
    }
    attempt(async () => {
      user = await app.session.signIn(given.username.trim(), given.password);
      if (user.must_change) step = "change"; else onDone(user);
    });
  }

  function change(/** @type {Event} */ e) {
    e.preventDefault();
    if (busy) return;
    if (given.next.length < LEAST || given.next === given.password) { wrong = "next"; app.redraw(); document.getElementById("next")?.focus(); return; }
    attempt(async () => onDone(await app.session.changePassword(given.password, given.next) ?? user));
  }

  function field(/** @type {"username"|"password"|"next"} */ name, autocomplete, problem) {
    const secret = name !== "username";
    return html`<div><label class="lab" for=${name}>${app.t(`signin.${name}`)}</label>
      <div class="inp ${wrong === name ? "err" : ""}"><input id=${name} name=${name} type=${secret && !plain ? "password" : "text"} autocomplete=${autocomplete} autocapitalize="none" spellcheck="false"
        aria-invalid=${wrong === name ? "true" : "false"} aria-describedby=${wrong === name ? `${name}-error` : nothing} .value=${given[name]} @input=${(e) => { given[name] = e.target.value; }}>
      ${secret ? html`<button type="button" class="icon-btn" aria-pressed=${plain ? "true" : "false"} aria-label=${app.t("signin.show")} @click=${() => { plain = !plain; app.redraw(); }}>${icon(plain ? "eye-off" : "eye")}</button>` : nothing}</div>
      ${wrong === name ? fieldError(`${name}-error`, app.t(problem)) : nothing}</div>`;
  }

  const submitButton = (word, doing) => html`<button class="btn pri wide" type="submit" aria-busy=${busy ? "true" : "false"}>${busy ? html`${icon("spin", "spin")}${app.t(doing)}` : app.t(word)}</button>`;

  function view() {
    const failed = error ? html`<p class="err-text" role="alert">${icon("s-overdue")}<span>${error}</span></p>` : nothing;
    if (step === "change") return html`<form class="stack" @submit=${change} novalidate><p>${app.t("signin.change.why")}</p>
      <input class="sr" type="text" autocomplete="username" .value=${given.username} tabindex="-1" aria-hidden="true" readonly>
      ${field("next", "new-password", given.next === given.password && given.next ? "signin.next.same" : "signin.next.short")}<p class="mut">${app.t("signin.next.hint", { n: LEAST })}</p>${failed}${submitButton("signin.change", "signin.changing")}</form>`;
    return html`<form class="stack" @submit=${submit} novalidate>${field("username", "username", "signin.username.missing")}${field("password", "current-password", "signin.password.missing")}
      ${failed}${submitButton("signin.button", "signin.busy")}</form>${demo.length ? demoList() : nothing}`;
  }

  const demoList = () => html`<details class="demo"><summary class="link">${app.t("signin.demo", { n: demo.length })}</summary>
    <p class="mut">${app.t("signin.demo.hint")}</p>
    <ul class="rows">${demo.map((d) => html`<li><button class="line" @click=${() => { given.username = d.username; given.password = d.password; submit(new Event("submit")); }}>
      <span class="t"><b>${d.name}</b>·${d.unit ?? ""}<small>${roleWords(app, d)}·${d.username}</small></span>${icon("next")}</button></li>`)}</ul></details>`;

  return { view };
}

/** @param {any} app @param {any} account */
const roleWords = (app, account) => (Array.isArray(account.role) ? account.role : [account.role ?? ""]).map((r) => app.t(`role.${r}`)).join(app.t("comma"));

/** The page. @param {import("../main.js").App} app */
export function screen(app) {
  const form = signInForm(app, { onDone: (user) => app.signedIn(user) });
  let shut = false;
  const load = async () => { shut = Boolean(await shutOut()); };
  /** The phone was shut out and has wiped itself: what is unsent can still be taken off it. */
  const told = () => html`<div class="note card">${icon("s-off")}<p>${app.t("error.lane_revoked")} <a href="/rescue">${app.t("rescue.export")}</a></p></div>`;
  function view() {
    const { t } = app;
    return html`<div class="screen signin"><main id="main" class="pad">
      <svg class="mark" aria-hidden="true" focusable="false"><use href="/pwa/icons/sprite.svg#mark"></use></svg>
      <h1 tabindex="-1">${t("app.name")}</h1><p class="mut">${t("app.org")}</p>${shut ? told() : nothing}${form.view()}</main>
      <footer class="pad feet"><button class="link" lang=${app.lang === "zh" ? "en" : "zh-CN"} @click=${() => app.setLang(app.lang === "zh" ? "en" : "zh")}>${t("lang.other")}</button>
      <button class="link" @click=${() => app.sheetFrom("./screens/privacy.js")}>${t("privacy.title")}</button></footer></div>`;
  }
  return { title: app.t("signin.title"), load, view };
}

/** The sheet: what has happened, what is safe, and the form. @param {import("../main.js").App} app */
export function signInSheet(app) {
  const form = signInForm(app, { username: app.user?.username, onDone: (user) => { app.sheet(null); app.signedIn(user); } });
  const reason = app.sync.status().reason;
  if (reason !== "signed_out") return { title: app.t("signin.title"), look: "today", sub: app.codeText(reason), get body() { return form.view(); } };
  return { title: app.t("session.ended"), look: "today", get sub() { return app.counts.ops ? app.t("session.ended.unsent", { n: app.counts.ops }) : app.t("session.ended.hint"); }, get body() { return form.view(); } };
}
