// 现场检查: what two officers saw. The order on it begins with it, in the same transaction, so that nothing is written twice.
import { uuid7 } from "../domain/ids.js";
import { drafts, saveDraft } from "../store/drafts.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { sha256 } from "../store/keys.js";
import { rulebook, shownCase } from "../store/records.js";
import { kindOf, needed, officersWith } from "./context.js";
import { isoOf, publicParty } from "./paperValues.js";
import { orderDraft } from "./startPaper.js";

/** @typedef {import("../types.js").InspectionDraft} InspectionDraft */
/** @typedef {import("../types.js").PaperDraft} PaperDraft */

/**
 * @param {InspectionDraft} draft
 * @param {{order?: boolean}} [how] order false: nothing is to be ordered on it
 * @returns {Promise<{op_id: string, inspection_id: string, paper_id: string | null}>} paper_id: the draft of the order, for findings with a deadline
 * @throws {ActionError} invalid:party | invalid:second | invalid:findings, and what `keep` throws; the draft is then still there
 */
export async function recordInspection(draft, { order = true } = {}) {
  needed(draft.party?.name, "party");
  if (!draft.second) throw new ActionError("invalid:second");
  if (draft.findings.some((finding) => !finding.category)) throw new ActionError("invalid:findings");
  const [rules, about] = await Promise.all([rulebook(), draft.case_id ? shownCase(draft.case_id) : null]);
  const photos = await Promise.all(draft.photos.map(async (photo) => ({ ...photo, sha256: photo.sha256 ?? (await sha256(photo.buffer)) })));
  const id = uuid7(), begins = order ? await orderDraft({ ...draft, photos }, id) : null;
  const kept = await keep({
    type: "inspection.record", kind: kindOf(rules, "inspection.record"), target: { type: "inspection", id }, title: draft.party.name.trim(),
    payload: await said(draft, photos, rules), place: draft.place, photos, draft_id: draft.id, rulebook: rules?.version ?? null,
    base: { version: 0, after: about?.pending.map((op) => op.op_id) ?? [] }, holds: draft.case_id ? [draft.case_id] : [], ...(begins ? { begins } : {}),
  });
  const paper = (await drafts()).find((one) => one.kind === "paper" && one.document === "order_to_correct" && one.inspection_id === kept.case_id);
  return { op_id: kept.op_id, inspection_id: kept.case_id, paper_id: paper?.id ?? null };
}

/**
 * The draft of the order on an inspection, as `recordInspection` makes it; the one that is there already when there is one.
 * @param {InspectionDraft} draft @param {string} inspectionId @returns {Promise<PaperDraft | null>} null when no finding has a deadline
 */
export async function startOrder(draft, inspectionId) {
  const had = (await drafts()).find((one) => one.kind === "paper" && one.document === "order_to_correct" && one.inspection_id === inspectionId);
  const made = had ?? (await orderDraft(draft, inspectionId));
  return made && !had ? saveDraft(made) : made;
}

/** @param {InspectionDraft} draft @param {import("../types.js").PaperPhoto[]} photos @param {any} rules */
async function said(draft, photos, rules) {
  const at = (/** @type {number} */ ms) => isoOf(ms, rules.clocks);
  const ofFinding = (/** @type {string} */ id) => photos.filter((photo) => photo.finding === id).map((photo) => photo.sha256);
  return {
    case_id: draft.case_id, basis: draft.basis, party: publicParty(draft.party), officers: await officersWith(draft.second), cert_shown: draft.cert_shown,
    cert_shown_at: draft.cert_shown_at ? await at(draft.cert_shown_at) : null, place_text: draft.place_text?.trim() ?? "", started_at: await at(draft.started_at),
    ended_at: await at(Date.now()), findings: draft.findings.map(({ id, category, text }) => ({ id, category, text: text.trim(), blobs: ofFinding(id) })),
  };
}
