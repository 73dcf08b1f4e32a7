// What becomes of one item (整改项), and the word of the second officer.
import { dueMs } from "../domain/deadlines.js";
import { midnight, instant } from "../domain/instants.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { serverNow } from "../store/time.js";
import { needed, officersWith, onThing, onceOn } from "./context.js";
import { settled } from "./paperValues.js";

/** @typedef {{op_id: string, case_id: string}} Kept `case_id` is the id of what the op is about */
/** @typedef {import("../types.js").PaperPhoto} PaperPhoto */

const DAY = 86_400_000;

/**
 * 复查. After `partial`, `rest` says what is left, with a deadline of its own.
 * @param {string} itemId
 * @param {{result: string, second: string | null, text: string, photos?: PaperPhoto[], rest?: {id: string, requirement: string, deadline: import("../types.js").Wire} | null, draft_id?: string}} seen
 * @returns {Promise<Kept>}
 * @throws {ActionError} not_found | invalid:result | invalid:second | invalid:text | invalid:rest
 */
export async function recordRecheck(itemId, { result, second, text, photos = [], rest = null, draft_id }) {
  if (!["pass", "partial", "fail"].includes(result)) throw new ActionError("invalid:result");
  if (!second) throw new ActionError("invalid:second");
  const said = needed(text, "text"), { intent, rules } = await onThing({ type: "item", id: itemId }, "recheck.record");
  const left = result === "partial" && rest ? await remainder(rest, rules) : null;
  return keep({ ...intent, photos, draft_id, payload: { result, officers: await officersWith(second), text: said, ...(left ? { rest: left } : {}) } });
}

/** @param {{id: string, requirement: string, deadline: import("../types.js").Wire}} rest @param {any} rules */
async function remainder({ id, requirement, deadline }, rules) {
  const wire = settled(deadline, await serverNow(), rules);
  if (!requirement?.trim() || dueMs(wire, rules.clocks) === null) throw new ActionError("invalid:rest");
  return { id, requirement: requirement.trim(), deadline: wire };
}

/**
 * Whether one was there: asked of everybody a paper names beside its author.
 * @param {{type: string, id: string}} about @param {boolean} present @param {string} [text] @returns {Promise<Kept>}
 * @throws {ActionError} not_found | invalid:text when somebody was not there and does not say how it was
 */
export async function attest(about, present, text = "") {
  const said = present ? text.trim() : needed(text, "text");
  return onceOn(about, "officer.attest", ({ intent }) => keep({ ...intent, payload: { present, text: said } }), (op) => op.payload.present === present);
}

/** The party says it is corrected. @param {string} itemId @param {{text?: string, photos?: PaperPhoto[]}} said @returns {Promise<Kept>} @throws {ActionError} not_found | invalid:text */
export async function reportItemDone(itemId, { text = "", photos = [] }) {
  const words = photos.length ? text.trim() : needed(text, "text");
  const { intent } = await onThing({ type: "item", id: itemId }, "item.report_done");
  return keep({ ...intent, photos, payload: { text: words } });
}

/**
 * 延期申请, on the party's word. What is asked for must lie after the deadline that runs.
 * @param {string} itemId @param {{wanted: string, reason: string}} asked wanted: a day `YYYY-MM-DD`, whose end is meant, or an instant
 * @returns {Promise<Kept>}
 * @throws {ActionError} not_found | invalid:wanted | invalid:reason
 */
export async function askExtension(itemId, { wanted, reason }) {
  const { intent, shown, rules } = await onThing({ type: "item", id: itemId }, "extension.request");
  const day = midnight(wanted, rules.clocks), until = day === null ? instant(wanted) : day + DAY;
  if (until === null || until <= shown.due_at) throw new ActionError("invalid:wanted");
  return keep({ ...intent, payload: { wanted, reason: needed(reason, "reason") }, expect: { state: shown.state, due_at: shown.due_at } });
}
