// What a person does to a case they can see. Each is kept on the phone before it returns and never waits for the network.
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { needed, onCase } from "./context.js";

/** @typedef {{op_id: string, case_id: string}} Kept */

/**
 * @param {string} caseId
 * @param {{text?: string, photos?: import("../types.js").Photo[], draft_id?: string}} note text or a photo; the draft it was
 * @returns {Promise<Kept>}
 */
export async function addNote(caseId, { text = "", photos = [], draft_id }) {
  const said = photos.length ? text.trim() : needed(text, "text");
  return keep({ ...(await onCase(caseId, "case.note")), payload: { text: said }, photos, draft_id });
}

/** @param {string} caseId @returns {Promise<Kept>} */
export async function acceptTask(caseId) {
  return keep({ ...(await onCase(caseId, "task.accept")), payload: {} });
}

/** @param {string} caseId @param {string} reason @returns {Promise<Kept>} @throws {ActionError} invalid:reason */
export async function returnTask(caseId, reason) {
  return keep({ ...(await onCase(caseId, "task.return")), payload: { reason: needed(reason, "reason") } });
}

/**
 * @param {string} caseId
 * @param {{result: "fixed" | "no_violation", text?: string, photos?: import("../types.js").Photo[]}} done
 * @returns {Promise<Kept>}
 * @throws {ActionError} invalid:result | invalid:text
 */
export async function reportDone(caseId, { result, text = "", photos = [] }) {
  if (result !== "fixed" && result !== "no_violation") throw new ActionError("invalid:result");
  const said = photos.length ? text.trim() : needed(text, "text");
  return keep({ ...(await onCase(caseId, "task.report_done")), payload: { result, text: said }, photos });
}
