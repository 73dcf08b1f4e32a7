// Drafts of papers, begun from what is known already. Nothing is typed twice (数据只写一遍).
import { uuid7 } from "../domain/ids.js";
import { ofPower } from "../domain/authority.js";
import { iso, localDay } from "../domain/instants.js";
import { powerOf } from "../domain/rulebook.js";
import { currentUser, prefs } from "../store/device.js";
import { drafts, saveDraft } from "../store/drafts.js";
import { ActionError } from "../store/errors.js";
import { withLock } from "../store/locks.js";
import { findingsLeft, shownInspection, shownItems, shownOrder } from "../store/papers.js";
import { reference, rulebook } from "../store/records.js";
import { serverNow } from "../store/time.js";
import { basesFor, occasion } from "./legalWords.js";
import { isoOf } from "./paperValues.js";

/** @typedef {import("../types.js").PaperDraft} PaperDraft */
/** @typedef {import("../types.js").InspectionDraft} InspectionDraft */

/** @param {Partial<PaperDraft> & {document: string}} more @returns {PaperDraft} */
const paper = (more) => ({
  id: uuid7(), kind: "paper", made_at: Date.now(), inspection_id: null, case_id: null, about: [], party: { kind: "", name: "" }, officers: [], values: {}, items: [],
  supersedes: null, photos: [], frozen: null, printed_at: null, ...more,
});

/**
 * The order that takes up an inspection's findings, each with its own deadline.
 * @param {InspectionDraft} draft @param {string} inspectionId @returns {Promise<PaperDraft | null>} null when no finding has a deadline; not saved
 */
export async function orderDraft(draft, inspectionId) {
  const found = draft.findings.filter((finding) => finding.deadline), [user, rules] = await Promise.all([currentUser(), rulebook()]);
  if (!found.length || !user || !rules) return null;
  const shas = (/** @type {string} */ id) => draft.photos.filter((photo) => photo.finding === id).map((photo) => photo.sha256 ?? "");
  const inspection = {
    party: draft.party, place: draft.place_text, cert_shown: draft.cert_shown, inspected_at: await isoOf(draft.started_at, rules.clocks),
    findings: draft.findings.map((finding) => ({ ...finding, blobs: shas(finding.id) })),
  };
  return paper({
    document: "order_to_correct", inspection_id: inspectionId, case_id: draft.case_id, about: [{ type: "inspection", id: inspectionId }], party: draft.party,
    officers: [user.id, draft.second], values: await orderValues(inspection, found.map((finding) => finding.id)),
    items: found.map(({ id, requirement, deadline }) => ({ id: uuid7(), finding_id: id, requirement, deadline: /** @type {any} */ (deadline) })),
  });
}

/**
 * What an order prints of an inspection. `values.items` goes beside the draft's `items`, one for one.
 * @param {{party: any, place: string, cert_shown: boolean, inspected_at: string, findings: any[]}} inspection @param {string[]} taken ids of findings
 */
async function orderValues({ place, cert_shown, inspected_at, findings }, taken) {
  const [categories, user, known, rules, now] = await Promise.all([reference("category"), currentUser(), prefs(), rulebook(), serverNow()]);
  const day = localDay(now, rules.clocks), numbers = photoNumbers(findings);
  const rows = taken.map((id) => findings.find((finding) => finding.id === id)).filter(Boolean).map((finding) => ({
    fact: finding.text, photos: numbers.get(finding.id) ?? "", ...basesFor(categories.find((row) => row.id === finding.category), day) }));
  return {
    inspected_at, cert_shown, place, basis: [...new Set(rows.map((row) => row.basis).filter(Boolean))].join("、"), contact: user?.name ?? "",
    contact_phone: known[`office_phone:${user?.id}`] ?? "", refused: false, items: rows.map(({ basis: _, ...row }) => row),
  };
}

/** 照片编号: photos are counted through the findings of an inspection. @param {{id: string, blobs?: string[] | null}[]} findings @returns {Map<string, string>} */
function photoNumbers(findings) {
  let n = 0;
  return new Map(findings.map((finding) => [finding.id, (finding.blobs ?? []).map(() => String((n += 1))).join("、")]));
}

/**
 * Begins a paper from records and what this phone has pending. One that was begun on the same thing and not issued is given again.
 * @param {string} document order_to_correct | inspection_record | recheck_opinion
 * @param {{inspection_id?: string, order_id?: string, item_ids?: string[]}} from
 * @returns {Promise<PaperDraft>} saved
 * @throws {ActionError} not_found
 */
export async function startPaper(document, from) {
  const made = document === "inspection_record" ? await record(from.inspection_id ?? "") : document === "recheck_opinion" ? await opinion(from) : await order(from.inspection_id ?? "");
  const key = JSON.stringify(made.about);
  return begun(made, (one) => one.document === document && !one.supersedes && JSON.stringify(one.about) === key);
}

/** Two taps, and two pages, begin one paper. @param {PaperDraft} made @param {(one: PaperDraft) => boolean} same @returns {Promise<PaperDraft>} saved */
const begun = (made, same) => withLock("papers-begun", async () => (await drafts()).find((one) => one.kind === "paper" && same(one)) ?? saveDraft(made));

/** @param {string} inspectionId */
async function inspectionOf(inspectionId) {
  const [seen, rules] = await Promise.all([shownInspection(inspectionId), rulebook()]);
  if (!seen || !rules) throw new ActionError("not_found");
  const place = seen.place_text || seen.party?.address || "";
  return { seen, rules, place, base: { inspection_id: seen.id, case_id: seen.case_id ?? null, about: [{ type: "inspection", id: seen.id }], party: seen.party, officers: await authorFirst(seen.officers) } };
}

/** Whoever writes a paper stands first on it. @param {string[]} officers */
async function authorFirst(officers) {
  const user = await currentUser();
  if (!user) throw new ActionError("no_user");
  return [user.id, officers.find((id) => id !== user.id) ?? null];
}

/** 现场检查笔录. @param {string} inspectionId */
async function record(inspectionId) {
  const { seen, rules, place, base } = await inspectionOf(inspectionId), [categories, user] = await Promise.all([reference("category"), currentUser()]);
  const numbers = photoNumbers(seen.findings), photos = seen.photos?.length ?? 0;
  const findings = seen.findings.map((/** @type {any} */ f) => ({ category: categories.find((row) => row.id === f.category)?.zh ?? f.category, fact: f.text, photos: numbers.get(f.id) ?? "" }));
  return paper({
    document: "inspection_record", ...base,
    values: {
      reason: occasion(seen.basis), started_at: iso(seen.started_at, rules.clocks), ended_at: iso(seen.ended_at, rules.clocks), place, cert_shown: seen.cert_shown,
      recorder: user?.name ?? "", situation: findings.map((/** @type {any} */ f) => f.fact).join("；"), findings, photo_count: String(photos), refused: false,
    },
  });
}

/** 责令限期改正通知书, on an inspection recorded before. @param {string} inspectionId */
async function order(inspectionId) {
  const { seen, rules, place, base } = await inspectionOf(inspectionId);
  const inspection = { party: seen.party, place, cert_shown: seen.cert_shown, inspected_at: iso(seen.started_at, rules.clocks), findings: seen.findings };
  const [categories, now] = await Promise.all([reference("category"), serverNow()]), day = localDay(now, rules.clocks);
  const ours = (await findingsLeft(seen)).filter((f) => {
    const category = categories.find((row) => row.id === f.category);
    return category && !ofPower(powerOf(rules, category, day), day).length; // what is in no power of ours is handed over, not ordered
  });
  return paper({
    document: "order_to_correct", ...base, values: await orderValues(inspection, ours.map((/** @type {any} */ f) => f.id)),
    items: ours.map((/** @type {any} */ f) => ({ id: uuid7(), finding_id: f.id, requirement: "", deadline: { given: { n: 3, unit: "working_day" } } })),
  });
}

/** 整改复查意见书. @param {{order_id?: string, item_ids?: string[]}} from */
async function opinion({ order_id, item_ids }) {
  const id = order_id ?? (await shownItems()).find((item) => item_ids?.includes(item.id))?.order_id;
  const [told, rules, now] = await Promise.all([shownOrder(id ?? ""), rulebook(), serverNow()]);
  if (!told || !rules) throw new ActionError("not_found");
  const seen = told.items.filter((/** @type {any} */ item) => (item_ids ? item_ids.includes(item.id) : item.result));
  const acts = seen.flatMap((/** @type {any} */ item) => item.pending.filter((/** @type {any} */ op) => op.type === "recheck.record"));
  const actOf = (/** @type {any} */ item) => item.pending.filter((/** @type {any} */ op) => op.type === "recheck.record").at(-1);
  const inspection = await shownInspection(told.inspection_id), all = seen.every((/** @type {any} */ item) => item.result === "pass");
  return paper({
    document: "recheck_opinion", inspection_id: told.inspection_id, case_id: told.case_id ?? null, party: told.party,
    about: [{ type: "order", id: told.id }, ...seen.map((/** @type {any} */ item) => ({ type: "item", id: item.id }))], officers: await authorFirst(acts.at(-1)?.payload.officers ?? told.officers),
    values: {
      order_number: told.number ?? "", rechecked_at: iso(Math.max(0, ...seen.map((/** @type {any} */ item) => item.rechecked_at ?? 0)) || now, rules.clocks), cert_shown: true,
      place: inspection?.place_text || told.party?.address || "", next_step: all ? "close" : "extend", conclusion: "", refused: false,
      items: seen.map((/** @type {any} */ item) => ({ requirement: item.requirement, result: item.result, evidence: actOf(item)?.payload.text ?? "", photos: "" })),
    },
  });
}

/**
 * A new paper in the place of one that was wrong (换发): the same matter, a number of its own, and it names the op it supersedes.
 * @param {string} orderId @returns {Promise<PaperDraft>} saved
 * @throws {ActionError} not_found
 */
export async function replaceOrder(orderId) {
  const told = await shownOrder(orderId);
  if (!told) throw new ActionError("not_found");
  const { base, ...from } = await inspectionOf(told.inspection_id), taken = told.items.map((/** @type {any} */ item) => item.finding_id);
  const inspection = { party: told.party, place: from.place, cert_shown: from.seen.cert_shown, inspected_at: iso(from.seen.started_at, from.rules.clocks), findings: from.seen.findings };
  return begun(paper({
    document: "order_to_correct", ...base, party: told.party, values: await orderValues(inspection, taken), supersedes: told.op_id,
    items: told.items.map((/** @type {any} */ item) => ({ id: uuid7(), finding_id: item.finding_id, requirement: item.requirement, deadline: item.given ? { given: item.given } : { kind: "immediate" } })),
  }), (one) => one.supersedes === told.op_id);
}
