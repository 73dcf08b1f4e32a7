// What somebody does about an op of their own that the server would not take as it stands. Each is an op, kept before it returns; the
// old one stays as it is.
import { HAND_OVER, WITHDRAW } from "../store/attention.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { rulebook } from "../store/records.js";
import { needed, onCase } from "./context.js";
import { ownOp, photosOf } from "./refile.js";

/** @typedef {{op_id: string, case_id: string}} Kept */

/**
 * 转交负责人. What the server has never got goes with it, photos and all.
 * @param {string} opId @param {string} text what the leader should know
 * @returns {Promise<Kept>}
 * @throws {ActionError} invalid:text | not_found | storage_lost | paper_stands for an act that the server has not got: that is sent again
 */
export async function handOver(opId, text) {
  const said = needed(text, "text"), { old, body } = await ownOp(opId);
  const here = !old.acked_at, { type, target, payload, place, number, at } = body;
  if (here && body.kind === "act") throw new ActionError("paper_stands");
  return keep({
    ...(await onOp(opId, HAND_OVER, "fact", old.title)), photos: here ? await photosOf(body) : [],
    payload: here ? { text: said, content: { type, target, payload, place, number, at: at?.local ?? null, code: old.problem } } : { text: said },
  });
}

/**
 * 撤回. @param {string} opId @param {string} reason
 * @returns {Promise<Kept>}
 * @throws {ActionError} invalid:reason | not_found | paper_stands for an act: what was done on the spot is not taken back
 */
export async function withdraw(opId, reason) {
  const said = needed(reason, "reason"), { old, body } = await ownOp(opId);
  if (body.kind === "act") throw new ActionError("paper_stands");
  return keep({ ...(await onOp(opId, WITHDRAW, "request", old.title)), payload: { reason: said } });
}

/**
 * Puts what was captured on another case, as a note there: words, photos and place.
 * @param {string} opId @param {string} caseId
 * @returns {Promise<Kept>}
 * @throws {ActionError} not_found | storage_lost | paper_stands | invalid:text when there is nothing to put there
 */
export async function putOnCase(opId, caseId) {
  const { body } = await ownOp(opId);
  if (body.kind === "act") throw new ActionError("paper_stands");
  const photos = await photosOf(body), { text, reason, note } = body.payload, said = [text, reason, note].filter(Boolean).join("\n");
  return keep({
    ...(await onCase(caseId, "case.note")), payload: { text: photos.length ? said : needed(said, "text") }, photos,
    place: body.place?.source === "none" ? null : body.place, supersedes: opId, refiles: opId,
  });
}

/** @param {string} opId @param {string} type @param {"fact"|"request"} kind @param {string} title @returns {Promise<any>} */
const onOp = async (opId, type, kind, title) =>
  ({ type, kind, title, target: { type: "op", id: opId }, base: { version: 0, after: [] }, expect: {}, rulebook: (await rulebook())?.version ?? null, refiles: opId });
