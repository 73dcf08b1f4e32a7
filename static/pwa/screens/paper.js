/** 文书: one screen for a paper of any kind. What is missing, the paper as it will be, signatures, print, issue and service. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { composed, lacking, numberFor } from "../actions/paperValues.js";
import * as drafts from "../store/drafts.js";
import * as numbers from "../store/numbers.js";
import { numberText } from "../store/paper_making.js";
import { serverNow } from "../store/time.js";
import { paperOf } from "../domain/rulebook.js";
import { busyButton, empty, icon, navTop } from "../components/parts.js";
import { keeping } from "./keeping.js";
import { nameIn } from "./refs.js";
import { moreSheet, thawSheet } from "./paper/ask.js";
import { laid, sheetOf } from "./paper/blocks.js";
import { allSheet, fieldSheet, officersSheet } from "./paper/form.js";
import { isServed, issueSheet, keptSheet } from "./paper/issue.js";
import { preprintedSheet } from "./paper/preprinted.js";
import { refuseSheet } from "./paper/refuse.js";
import { padOf, signingView } from "./paper/sign.js";
import { signatureOf, signersOf } from "./paper/signers.js";
import { lacks, todoList, wayTo } from "./paper/todo.js";
import { changed, registerOf } from "./paper/values.js";

/** They are written in one sheet, which says itself what becomes of the signatures. */
const OF_REFUSAL = new Set(["refused", "refusal_reason", "witness"]);
/** What freezing may be refused for; both have a sentence of their own, and neither touches what is written. */
const NO_NUMBER = ["no_number", "clock_back"];

/** @param {import("../main.js").App} app @param {{id: string}} params the draft's id */
export function screen(app, { id }) {
  let gone = false, busy = false, ending = false, version = 0;
  let stock = /** @type {{from: number|null, to: number|null, next: number|null, problem: string|null}} */ ({ from: null, to: null, next: null, problem: null });
  /** The paper as it would be made now: what it is filled with, the number it has or would get, fields that lack a value. */
  let seen = { values: /** @type {Record<string, any>} */ ({}), number: /** @type {string|null} */ (null), missing: /** @type {string[]} */ ([]) };
  /** "paper", "sign", or "pad:<who>"; in the browser's history, so that its way back is the way back here. */
  let mode = modeOf(history.state);
  const urls = new Map();

  const s = {
    draft: /** @type {any} */ (null), kind: /** @type {any} */ (null), problem: "", done: /** @type {any} */ (null),
    name: () => nameIn(s.kind, app.lang),
    values: () => seen.values,
    /** What went wrong, of what was asked or of writing it down. */
    trouble: () => s.problem || keep.problem,
    /** What is spoken for, in words. */
    number: () => s.draft.frozen || s.draft.reserved ? seen.number : null,
    url(/** @type {any} */ photo) {
      if (!urls.has(photo.sha256)) urls.set(photo.sha256, URL.createObjectURL(new Blob([photo.buffer], { type: photo.mime })));
      return urls.get(photo.sha256);
    },
    /** What comes after a field, for its form. @param {string} path */
    next: (path) => todo().rows.find((row) => row.key !== path && row.word),
    toField(/** @type {string} */ path) { if (OF_REFUSAL.has(path)) s.refuse(); else unfrozen(() => app.sheet(fieldSheet(app, s, path))); },
    toAll: () => app.sheet(allSheet(app, s)),
    change(/** @type {string} */ path, /** @type {unknown} */ value) { put(changed(s.draft, path, value)); },
    setSecond: (/** @type {string} */ user) => put({ ...s.draft, officers: [s.draft.officers[0] ?? app.user.id, user] }, true),
    addRow: (/** @type {string} */ list) => put({ ...s.draft, values: { ...s.draft.values, [list]: [...(s.draft.values[list] ?? []), {}] } }, true),
    dropRow(/** @type {string} */ list, /** @type {number} */ n) {
      const had = s.draft.values[list];
      put({ ...s.draft, values: { ...s.draft.values, [list]: had.filter((/** @type {any} */ _, /** @type {number} */ i) => i !== n) } }, true);
      app.toast(app.t("paper.list.dropped"), { word: app.t("undo"), run: () => put({ ...s.draft, values: { ...s.draft.values, [list]: had } }, true) });
    },
    /** Asks for numbers, and looks again. */
    async recount() { app.sync.wake("numbers"); await counted(); app.redraw(); },
    /** The number of a pre-printed form, or none of it. @param {number|null} n */
    preprinted(n) { put({ ...s.draft, preprinted: n }, true); return counted().then(() => app.redraw()); },
    register: async () => registerOf(s.kind, app.refs.rules, await serverNow()),
    openPad: (/** @type {string} */ who) => into(`pad:${who}`),
    closePad: () => history.back(),
    leaveSigning: () => history.back(),
    refuse: () => app.sheet(refuseSheet(app, s)),
    /** @param {any} picture a signature, bound to the text as it is frozen */
    async signed(picture) {
      const photo = { ...picture, for_hash: s.draft.frozen.text_hash };
      await write({ ...s.draft, photos: [...s.draft.photos.filter((/** @type {any} */ p) => !(p.role === "signature" && p.who === photo.who)), photo] });
      history.back();
    },
    /** The party will not sign, or does after all: other words, so the text is made final anew. @param {object} said @param {any[]} photos */
    async refused(said, photos) {
      const final = Boolean(s.draft.frozen), same = Object.entries(said).every(([name, value]) => (s.draft.values[name] ?? null) === value);
      if (final && !same) await s.thaw();
      const others = s.draft.photos.filter((/** @type {any} */ p) => p.who !== "witness" || p.role === "signature");
      await write({ ...s.draft, values: { ...s.draft.values, ...said }, photos: [...others, ...photos] });
      if (final && !same) await freeze();
    },
    async thaw() { await keep.settled(); await took(await app.actions.thawPaper(s.draft)); },
    async issue() {
      await keep.settled();
      const draft = s.draft, record = await last(() => app.actions.issuePaper(draft));
      s.done = { draft, record };
      return record;
    },
    serve: (/** @type {any} */ record, /** @type {any} */ given) => app.actions.servePaper({ type: record.type, id: record.id }, given),
    finished(/** @type {any} */ f) { app.sheet(keptSheet(app, s, f)); },
    async drop(/** @type {string} */ reason) {
      await keep.settled();
      const draft = s.draft;
      await last(() => app.actions.dropPaper(draft, reason));
      s.done = { draft, record: null };
      app.go(draft.case_id ? `/case/${draft.case_id}` : "/today", { replace: true });
    },
    /** @param {"a4"|"narrow"} format */
    async print(format) {
      try {
        if (!s.draft.frozen && !(await freeze())) return;
        if (!s.done) await write({ ...s.draft, printed_at: Date.now() }); // before the dialog: a sheet may come out although the page dies
        const { printOut } = await import("./paper/print.js");
        await printOut(sheet(), { copies: s.kind.copies, format });
      } catch (error) { app.failed(error); }
    },
  };
  const keep = keeping(app, () => s.draft);
  const pad = padOf(app, s);

  async function load() {
    const at = version, clean = keep.saved, found = /** @type {any} */ (await drafts.draft(id));
    if (s.done || ending || at !== version || !clean || !keep.saved) return; // what is being written is newer than the disk
    if (!s.draft && !found?.frozen) mode = "paper";
    if (!found || found.kind !== "paper") { gone = true; return; }
    s.draft = found;
    s.kind = app.refs.rules ? paperOf(app.refs.rules, found.document) : null;
    if (!s.kind) { gone = true; return; }
    await Promise.all([counted(), look()]);
  }

  async function look() {
    const mine = s.draft, { frozen } = mine, { rules } = app.refs;
    const at = frozen ? frozen.at : await serverNow(), number = frozen ? frozen.number_text : numberText(rules, await numberFor(mine, at));
    const values = frozen ? frozen.values : (await composed(mine, at, number)).values;
    if (mine === s.draft) seen = { values, number, missing: frozen ? [] : lacking(s.kind, values, rules.clocks) };
  }

  /** What this phone has left of the register. */
  async function counted() {
    const at = await serverNow(), register = registerOf(s.kind, app.refs.rules, at);
    if (!register || s.draft.frozen) return;
    const [left, next, why] = await Promise.all([numbers.block(register), numberFor(s.draft, at), numbers.cannotNumber()]);
    stock = { from: left.from, to: left.to, next: next?.n ?? null, problem: why ?? (next ? null : "no_number") };
  }

  /** @param {any} draft what an action or the disk gave back */
  function took(draft) {
    s.draft = draft; version += 1;
    if (draft.frozen) seen = { values: draft.frozen.values, number: draft.frozen.number_text, missing: [] };
    app.redraw();
    return look().then(() => app.redraw());
  }

  /** The draft as it is now on the screen, and soon on the disk. @param {any} draft @param {boolean} [atOnce] */
  function put(draft, atOnce = false) {
    took(draft);
    if (atOnce) keep.now(); else keep.soon();
  }

  /** @param {any} draft */
  async function write(draft) {
    await keep.settled();
    await took(await drafts.saveDraft(draft));
  }

  /** What ends the draft: that it is no longer there is then no news. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  async function last(act) {
    ending = true;
    try { return await act(); } catch (error) { ending = false; throw error; }
  }

  /** Makes the text final: takes a number, works the deadlines out, hashes. False when something is missing. */
  async function freeze() {
    if (s.draft.frozen) return true;
    const lack = todo().rows.find((row) => !row.key.startsWith("sign."));
    if (lack) { lack.go(); return false; }
    if (busy) return false;
    busy = true; s.problem = ""; app.redraw();
    try {
      await keep.settled();
      await took(await app.actions.freezePaper(s.draft));
      return true;
    } catch (/** @type {any} */ error) {
      const code = String(error?.code ?? "");
      if (NO_NUMBER.includes(code)) stock.problem = code;
      else if (code.startsWith("missing:")) s.toField(code.slice(8));
      else s.problem = app.errorText(error);
      return false;
    } finally { busy = false; app.redraw(); }
  }

  /** Runs `then` on a paper that may still be changed, after asking when somebody has signed. @param {() => void} then */
  function unfrozen(then) { if (s.draft.frozen) app.sheet(thawSheet(app, s, then)); else then(); }

  /** @param {string} who */
  async function toSign(who) {
    if (!(await freeze())) return;
    into("sign");
    if (who !== "party") into(`pad:${who}`); // the party chooses there whether to sign
  }
  /** @param {string} next */
  function into(next) { history.pushState({ paper: next }, ""); mode = next; app.redraw(); toTop(); }
  function back() { mode = modeOf(history.state); app.redraw(); toTop(); }
  const toTop = () => setTimeout(() => { scrollTo(0, 0); document.querySelector("h1")?.focus({ preventScroll: true }); });
  addEventListener("popstate", back);

  const todo = () => lacks(app, { draft: s.draft, kind: s.kind, values: s.values(), missing: seen.missing, problem: s.draft.frozen ? null : stock.problem }, {
    toField: s.toField, toSign, toOfficers: () => unfrozen(() => app.sheet(officersSheet(app, s))),
    retry: () => { if (stock.problem === "no_number") app.sheet(preprintedSheet(app, s)); else s.recount(); },
  });

  function sheet() {
    const values = s.values(), { frozen } = s.draft;
    const pictures = Object.fromEntries(signersOf(s.kind, s.draft, values).flatMap(({ who }) => { const photo = signatureOf(s.draft, who); return photo ? [[who, s.url(photo)]] : []; }));
    return laid(s.kind, values, app.refs.rules.clocks, pictures, frozen?.verify_code ?? null);
  }

  /** Leaves for where one came from. */
  const leaveScreen = () => history.length > 1 && !s.done ? history.back() : app.go("/today", { replace: true });

  function view() {
    const { t } = app;
    if (gone) return html`<div class="screen">${navTop(t("back"), t("paper.title"), leaveScreen)}<main id="main">${empty("off", t("paper.gone"), t("paper.gone.hint"))}</main></div>`;
    if (!s.draft) return html`<div class="screen"><h1 class="sr" tabindex="-1">${t("paper.title")}</h1></div>`;
    const final = s.draft.frozen && !s.done; // while a text is being made final anew nobody can sign
    if (final && mode.startsWith("pad:")) {
      const one = signersOf(s.kind, s.draft, s.values()).find(({ who }) => who === mode.slice(4));
      if (one) return pad(one);
    }
    if (final && mode !== "paper") return signingView(app, s);
    const found = todo();
    return html`<div class="screen papers">${navTop(t("back"), s.name(), leaveScreen, html`<button class="icon-btn" aria-label=${t("paper.print")} @click=${() => s.print("a4")}>${icon("print")}</button>
        <button class="icon-btn" aria-label=${t("paper.more")} @click=${() => app.sheet(moreSheet(app, s))}>${icon("dots")}</button>`)}
      <main id="main">${s.done ? html`<p class="note kept">${icon("s-kept")}<span>${t("paper.issued.note")}</span></p>` : todoList(app, found, s.toAll)}
        ${s.trouble() ? html`<div class="blk"><p class="err-text" role="alert">${icon("s-overdue")}<span>${s.trouble()}</span></p></div>` : nothing}
        <div class="sheetpad">${sheetOf(sheet(), s.kind.zh)}</div></main>${foot(found)}</div>`;
  }

  /** @param {{rows: import("./paper/todo.js").Row[]}} found */
  function foot({ rows }) {
    const { t } = app, { frozen } = s.draft, [next] = rows.filter((row) => row.word), onlyParty = frozen && rows.length > 0 && rows.every((row) => row.key === "sign.party" || row.key === "sign.witness");
    if (s.done) return html`<div class="act" role="region" aria-label=${t("act.label")}><button class="btn pri" @click=${() => s.print("a4")}>${icon("print")}${t("paper.print.n", { n: s.kind.copies })}</button><button class="btn" @click=${() => app.go(s.draft.case_id ? `/case/${s.draft.case_id}` : "/today", { replace: true })}>${t(s.draft.case_id ? "paper.kept.case" : "kept.today")}</button></div>`;
    const taken = !s.kind.register ? "" : frozen ? t("paper.number.taken", { number: frozen.number_text }) : stock.next === null ? "" : t("paper.number.block", { from: three(stock.from ?? stock.next), to: three(stock.to ?? stock.next) });
    return html`<div class="act" role="region" aria-label=${t("act.label")}>${taken ? html`<p>${taken}</p>` : nothing}
      ${onlyParty && isServed(s.kind) ? html`<button class="btn" @click=${() => app.sheet(issueSheet(app, s, { later: true }))}>${t("paper.issue.later")}</button>` : nothing}
      ${next ? busyButton(wayTo(app, next), busy, t("capture.saving"), next.go, "btn pri")
        : html`<button class="btn pri" @click=${() => app.sheet(issueSheet(app, s))}>${t(isServed(s.kind) ? "paper.issue.serve" : "paper.issue.record")}</button>`}</div>`;
  }

  async function leave() {
    removeEventListener("popstate", back);
    if (s.done || ending) keep.end(); else keep.leave();
    (await import("./paper/print.js")).putAway();
    for (const u of urls.values()) URL.revokeObjectURL(u);
  }

  return { title: app.t("paper.title"), load, view, leave };
}

const three = (/** @type {number} */ n) => String(n).padStart(3, "0");
const modeOf = (/** @type {any} */ state) => typeof state?.paper === "string" ? state.paper : "paper";
