// A paper's text stands still from the moment its number is on it: signatures are bound to its hash, print and service show it.
import { toBase64url } from "../domain/chain.js";
import { plain, fill } from "../domain/papers.js";
import { numberId } from "../domain/numbering.js";
import { currentUser, setPref } from "../store/device.js";
import { draft as draftOf, dropDraft, saveDraft } from "../store/drafts.js";
import { ActionError } from "../store/errors.js";
import { keep } from "../store/keep.js";
import { sha256Text } from "../store/keys.js";
import { withLock } from "../store/locks.js";
import { cannotNumber, isFree, sameNumber, spokenFor } from "../store/numbers.js";
import { numberText } from "../store/paper_making.js";
import { rulebook } from "../store/records.js";
import { serverNow } from "../store/time.js";
import { kindOf, needed } from "./context.js";
import { NUMBER_CHANGED } from "./legalWords.js";
import { composed, lacking, numberFor } from "./paperValues.js";

/** @typedef {import("../types.js").PaperDraft} PaperDraft */

/** Bytes of a verify code: 128 random bits. */
const CODE_BYTES = 16;

/**
 * Fixes number, deadlines and text. The number is spoken for by this draft until it is issued, thawed or dropped. A second tap gives
 * what the first fixed. A number on an earlier sheet of this draft is borne again, or, after a year's end, voided.
 * @param {PaperDraft} draft
 * @returns {Promise<PaperDraft>} saved
 * @throws {ActionError} clock_back | missing:<field> | no_number | no_user
 */
export async function freezePaper(draft) {
  const user = await currentUser();
  if (!user) throw new ActionError("no_user");
  return withLock(`numbers-${user.id}`, async () => {
    const had = /** @type {PaperDraft | null} */ (await draftOf(draft.id));
    if (had?.frozen) return had;
    const at = await serverNow(), rules = await rulebook();
    const first = await composed(draft, at, null), lacks = lacking(first.kind, first.values, first.clocks);
    if (first.kind.register && await cannotNumber()) throw new ActionError("clock_back");
    if (lacks.length) throw new ActionError(`missing:${lacks[0]}`);
    const reserved = had?.reserved ?? draft.reserved ?? null, number = await numberFor({ ...draft, reserved }, at), numberSaid = numberText(rules, number);
    if (first.kind.register && !number) throw new ActionError("no_number");
    if (reserved && !sameNumber(reserved, number) && (await isFree(reserved))) await voided(reserved, NUMBER_CHANGED);
    const { kind, clocks, values, items } = await composed(draft, at, numberSaid), text = plain(fill(kind, values, clocks));
    const code = toBase64url(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
    if (values.contact_phone) await setPref(`office_phone:${user.id}`, values.contact_phone);
    return saveDraft({
      ...draft, photos: unsigned(draft.photos), reserved: sameNumber(reserved, number) ? number : null, printed_at: null,
      frozen: { at, number, number_text: numberSaid, values, items, text, text_hash: await sha256Text(text), verify_code: code, rulebook: rules?.version ?? null },
    });
  });
}

/**
 * Makes a frozen paper writable again. Its signatures were for a text that is no more: they go. A number that somebody has seen on
 * paper stays with the draft, any other is free again.
 * @param {PaperDraft} draft
 * @returns {Promise<PaperDraft>} saved
 */
export async function thawPaper(draft) {
  const number = (await wasShown(draft)) ? spokenFor(draft) : null;
  return saveDraft({ ...draft, frozen: null, photos: unsigned(draft.photos), reserved: number });
}

/**
 * Gives a draft up. A number that stands on a sheet that was printed or signed is voided with the reason (作废), any other is free.
 * @param {PaperDraft} draft @param {string} [reason]
 * @returns {Promise<{op_id: string} | null>} null when nothing had to be voided
 * @throws {ActionError} invalid:reason
 */
export async function dropPaper(draft, reason) {
  const number = spokenFor(draft);
  if (!number || !(await wasShown(draft)) || !(await isFree(number))) return dropDraft(draft.id).then(() => null);
  return voided(number, needed(reason, "reason"), draft.id);
}

/** 作废. @param {import("../types.js").TakenNumber} number @param {string} reason @param {string} [draft_id] the draft that ends with it */
async function voided(number, reason, draft_id) {
  const rules = await rulebook();
  const { op_id } = await keep({
    type: "number.void", kind: kindOf(rules, "number.void"), target: { type: "number", id: numberId(number.register, number.n) },
    title: numberText(rules, number) ?? "", payload: { reason }, voids: number, draft_id, rulebook: rules?.version ?? null,
  });
  return { op_id };
}

/** Somebody has, or may have, a sheet with this number in hand; as another page of this phone may know. @param {PaperDraft} draft */
const wasShown = async (draft) => [draft, await draftOf(draft.id)].some((one) =>
  one && (one.reserved || one.printed_at || one.photos.some((/** @type {any} */ photo) => photo.role === "signature")));

/** @param {import("../types.js").PaperPhoto[]} photos */
const unsigned = (photos) => photos.filter((photo) => photo.role !== "signature");
