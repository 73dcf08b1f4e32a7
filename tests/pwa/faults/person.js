// The officer at work: three reports with photos, and in some stories an inspection with an order that takes a number. They may be
// interrupted anywhere and begin again from what the phone shows; what it once showed as kept they do not do again.

const said = (rng) => new Uint8Array(40 + Math.floor(rng() * 4000)).map(() => Math.floor(rng() * 256)).buffer;
const PARTY = { kind: "individual_business", code: "92140581MA0EXAMPLE", legal_rep: "王某（经营者）", address: "东城街 1 号" };

/** Nothing can be done before the phone has heard of the server. */
export class GivesUp extends Error {}

export class Officer {
  /** @param {{mark: string, rng: () => number, order: boolean, second: string, grid: string}} how */
  constructor(how) {
    Object.assign(this, how, { kept: new Map(), saved: new Set(), refusals: [], shots: Array.from({ length: 6 }, () => said(how.rng)) });
    this.texts = [1, 2, 3].map((n) => `${this.mark} 第${n}件`);
  }

  photo(i) {
    return { buffer: this.shots[i].slice(0), mime: "image/jpeg", bytes: this.shots[i].byteLength, name: "image.jpg", taken_at: Date.now() };
  }

  /** Goes on until all is kept. @param {() => import("./page.js").Page} pageFor @returns {Promise<void>} */
  async work(pageFor) {
    for (const [i, text] of this.texts.entries()) await this.report(pageFor(), text, i);
    if (this.order) await this.inspect(pageFor());
  }

  /** What the phone has of it: an op, a draft, or nothing. */
  async found(page, mine, theirs) {
    const { ops, drafts } = await page.does(page.ledger.reading(async (db) => ({ ops: await db.getAll("ops"), drafts: await db.getAll("drafts") })));
    return { op: ops.find(mine), draft: drafts.find(theirs) };
  }

  async report(page, text, i) {
    if (this.kept.has(text)) return;
    const { op, draft } = await this.found(page, (one) => one.type === "report.file" && JSON.parse(one.body).payload.text === text, (one) => one.text === text);
    if (op) return void this.kept.set(text, op.op_id);
    if (!draft && this.saved.has(text)) throw new Error(`the draft of ${text} is gone`);
    const id = draft?.id ?? page.ids.uuid7();
    const made = { id, made_at: Date.now(), category: "HW04", text, grid_id: this.grid, place: null, photos: [this.photo(2 * i), this.photo(2 * i + 1)].slice(0, 1 + (i % 2)) };
    const ready = draft ? await page.does(page.drafts.draft(id)) : await page.does(page.drafts.saveDraft(made));
    this.saved.add(text);
    const { op_id } = await page.does(page.actions.fileReport(ready));
    this.kept.set(text, op_id);
  }

  async inspect(page) {
    const key = `${this.mark} 现场检查`, name = `${this.mark} 百货店`;
    if (!(await page.does(page.records.rulebook()))) throw new GivesUp();
    if (!this.kept.has(key)) await this.record(page, key, name);
    const order = `${this.mark} 责令改正`;
    if (this.kept.has(order)) return;
    const issued = await this.found(page, (one) => one.type === "order.issue" && JSON.parse(one.body).payload.party.name === name, (one) => one.kind === "paper" && one.party?.name === name);
    if (issued.op) return void this.kept.set(order, issued.op.op_id);
    if (!issued.draft) throw new Error(`the order of ${name} is gone`);
    const draft = await page.does(page.drafts.draft(issued.draft.id));
    draft.values.contact_phone = "0356-0000000";
    const frozen = await page.does(page.actions.freezePaper(draft.frozen ? draft : await page.does(page.drafts.saveDraft(draft))));
    this.kept.set(order, (await page.does(page.actions.issuePaper(frozen))).op_id);
  }

  async record(page, key, name) {
    const had = await this.found(page, (one) => one.type === "inspection.record" && JSON.parse(one.body).payload.party.name === name, (one) => one.kind === "inspection" && one.party.name === name);
    if (had.op) return void this.kept.set(key, had.op.op_id);
    if (!had.draft && this.saved.has(key)) throw new Error(`the draft of ${key} is gone`);
    const finding = { id: page.ids.uuid7(), category: "HW04", text: "门前人行道堆放货箱", requirement: "搬走货箱", deadline: { given: { n: 3, unit: "working_day" } } };
    const draft = had.draft ? await page.does(page.drafts.draft(had.draft.id)) : await page.does(page.drafts.saveDraft({
      id: page.ids.uuid7(), kind: "inspection", made_at: Date.now(), case_id: null, basis: "clue", place_text: "东城街 1 号门前", party: { ...PARTY, name }, place: null, second: this.second,
      cert_shown: true, cert_shown_at: Date.now(), started_at: Date.now() - 600_000, findings: [finding], photos: [{ ...this.photo(5), finding: finding.id }],
    }));
    this.saved.add(key);
    this.kept.set(key, (await page.does(page.actions.recordInspection(draft))).op_id);
  }
}
