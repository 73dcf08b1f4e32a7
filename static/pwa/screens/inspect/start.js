/** Beginning an inspection (现场检查), on a case or on a plan: the draft is on disk before its screen opens. */
import * as drafts from "../../store/drafts.js";
import { uuid7 } from "../../domain/ids.js";
import { locate } from "../capture/start.js";

/**
 * @param {{case_id?: string|null, category?: string|null, basis: "clue"|"plan"|"campaign"}} on
 * @returns {import("../../types.js").InspectionDraft}
 */
export function newInspection({ case_id = null, category = null, basis }) {
  const findings = category ? [newFinding(category)] : [];
  return {
    id: uuid7(), kind: "inspection", made_at: Date.now(), case_id, basis, party: { kind: "individual_business", name: "", code: "", legal_rep: "", address: "" },
    place_text: "", place: null, second: null, cert_shown: false, cert_shown_at: null, started_at: Date.now(), findings, photos: [], open: findings[0]?.id ?? null,
  };
}

/** @param {string} [category] @returns {import("../../types.js").Finding} */
export const newFinding = (category = "") => ({ id: uuid7(), category, text: "", requirement: "", deadline: null });

/** Has a person put anything into it? @param {import("../../types.js").InspectionDraft} d */
export const touched = (d) => Boolean(d.party.name || d.party.code || d.place_text || d.second || d.cert_shown || d.photos.length || d.findings.some((f) => f.text || f.requirement || f.deadline));

/** @returns {Promise<any[]>} inspections begun and not recorded, newest first */
export const openInspections = async () => (await drafts.drafts()).filter((d) => d.kind === "inspection");

/**
 * Opens the inspection begun on this case, else a new one.
 * @param {any} app @param {{case_id?: string|null, category?: string|null, basis: "clue"|"plan"|"campaign"}} on
 */
export async function startInspection(app, on) {
  if (app.unfit) return app.sheetFrom("./screens/unfit.js");
  try {
    const begun = on.case_id ? (await openInspections()).find((d) => d.case_id === on.case_id) : null;
    const draft = begun ?? newInspection(on);
    if (!begun) {
      await drafts.saveDraft(draft);
      locate(draft.id);
    }
    app.go(`/inspect/${draft.id}`);
  } catch (error) { app.failed(error); }
}
