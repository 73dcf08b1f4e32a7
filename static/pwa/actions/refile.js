// Repairing what the server would not take: the old op stays as it is, a new one stands beside it.
import { uuid7 } from "../domain/ids.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { reading } from "../store/ledger.js";
import { decide } from "../store/receipts.js";
import { rulebook, shownCase } from "../store/records.js";

/**
 * Sends the same content as a new act. About a case, it names the old one in `supersedes`, and a report becomes a new case. A paper is in
 * somebody's hand: what says so anew is the same paper, with its own id, code and number, and stands in for the op that is stuck here.
 * @param {string} opId
 * @returns {Promise<{op_id: string, case_id: string}>}
 * @throws {ActionError} not_found | storage_lost when a photo cannot be read any more | paper_stands for a paper the server has
 */
export async function refileAsNew(opId) {
  const { old, body } = await ownOp(opId), ofCase = body.target.type === "case";
  if (!ofCase && old.acked_at) throw new ActionError("paper_stands");
  const photos = await photosOf(body), target = body.type === "report.file" ? { type: "case", id: uuid7() } : body.target;
  return keep({
    type: body.type, kind: body.kind, target, title: old.title, payload: body.payload, ...(await ground(old, body)),
    place: body.place?.source === "none" ? null : body.place, photos, rulebook: (await rulebook())?.version ?? null, refiles: opId,
    supersedes: ofCase ? opId : body.supersedes, number: body.number, holds: old.holds?.slice(1),
  });
}

/** What was on screen: a request that was refused is made again on the case as it stands now. @param {any} old @param {any} body */
async function ground(old, body) {
  const now = old.acked_at && body.kind === "request" ? await shownCase(body.target.id) : null;
  if (!now) return { expect: body.expect, base: body.base };
  return { expect: { ...body.expect, state: now.state }, base: { version: now.version ?? 0, after: now.pending.map((op) => op.op_id) } };
}

/** An own op about which nothing has been done yet. @param {string} opId @returns {Promise<{old: import("../types.js").OpRow, body: any}>} @throws {ActionError} not_found */
export async function ownOp(opId) {
  const old = await reading((db) => db.get("ops", opId));
  if (!old || old.decided) throw new ActionError("not_found");
  return { old, body: JSON.parse(old.body) };
}

/** Its files, to be named by another op too. @param {any} body @returns {Promise<(import("../types.js").Photo & {role: string})[]>} @throws {ActionError} storage_lost */
export const photosOf = (body) => Promise.all(body.blobs.map(async (/** @type {any} */ blob) => {
  const file = await reading((db) => db.get("files", blob.sha256));
  if (!file) throw new ActionError("storage_lost");
  return { buffer: file.buffer, mime: blob.mime, bytes: blob.bytes, role: blob.role };
}));

/** The author has read the verdict and leaves it at that. @param {string} opId */
export const acknowledge = (opId) => decide(opId, "seen");
