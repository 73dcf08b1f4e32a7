/** Who signs a paper, who has, and on which words: a signature counts only for the text it was made under. */

/** @typedef {import("../../types.js").PaperDraft} PaperDraft */
/** @typedef {import("../../domain/rulebook.js").Paper} Paper */
/** @typedef {{who: import("../../types.js").Who, name: string, note: string, photo: any}} Signer `note`: certificate or position */

/**
 * The signers of a paper in the order of its kind. A party who refuses is stood for by the witness (拒签, 民诉法 89).
 * @param {Paper} kind @param {PaperDraft} draft @param {Record<string, any>} values @returns {Signer[]}
 */
export function signersOf(kind, draft, values) {
  return /** @type {import("../../types.js").Who[]} */ (kind.signers).map((who) => who === "party" && values.refused === true ? "witness" : who)
    .map((who) => ({ who, ...nameOf(who, draft, values), photo: signatureOf(draft, who) }));
}

/** The signature of somebody under the text as it is frozen; null when there is none. @param {PaperDraft} draft @param {string} who */
export function signatureOf(draft, who) {
  const { frozen, photos } = draft;
  return frozen ? photos.filter((p) => p.role === "signature" && p.who === who && p.for_hash === frozen.text_hash).at(-1) ?? null : null;
}

/** Has signed, or, a witness who cannot: is shown on a photo. @param {PaperDraft} draft @param {Signer} signer */
export const settled = (draft, { who, photo }) => Boolean(photo) || (who === "witness" && photosOfRefusal(draft).length > 0);

/** What shows that a party would not sign. @param {PaperDraft} draft */
export const photosOfRefusal = (draft) => draft.photos.filter((p) => p.who === "witness" && p.role !== "signature");

/** Signatures that a change would take away. @param {PaperDraft} draft */
export const signedSoFar = (draft) => draft.photos.filter((p) => p.role === "signature" && p.for_hash === draft.frozen?.text_hash);

/** @param {string} who @param {PaperDraft} draft @param {Record<string, any>} values */
function nameOf(who, draft, values) {
  if (who === "officer1" || who === "officer2") return { name: values[`${who}_name`] ?? "", note: values[`${who}_cert`] ?? "" };
  if (who === "witness") return { name: values.witness ?? "", note: "" };
  return partyOf(values);
}

/** Who stands for the party on the spot, with the position when it is said. @param {Record<string, any>} values */
export function partyOf(values) {
  const [person, ...position] = String(values.legal_rep || values.on_site_person || values.party_name || "").split(/[，,、（(\s]+/);
  return { name: person, note: position.join(" ").replace(/[）)]$/, "") };
}

/** The first eight figures of the text's hash, as people compare them: 3F9A 21C7. @param {string} hash */
export const fingerprint = (hash) => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.toUpperCase();

/** A number in a sentence, not to be cut in the middle where the line is long enough for it. @param {string|null|undefined} number */
export const whole = (number) => [...(number ?? "")].join("\u2060");
