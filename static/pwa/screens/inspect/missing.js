/** What an inspection still lacks, in the order of the screen: each entry leads to its field. */
import { whole } from "./deadline.js";
import { isPerson } from "./party.js";
import { privateIn } from "../../actions/private.js";

/**
 * @typedef {{field: string, word: string, at: string, finding?: string, party?: boolean}} Gap field: id of the field; word: what it is called;
 *   at: the same with the finding it belongs to
 */

/**
 * @param {any} app @param {any} draft @param {import("./authority.js").Verdict} law @param {number} now
 * @param {boolean} order what an order needs too, not only the record
 * @returns {{gaps: Gap[], had: number}}
 */
export function gapsOf(app, draft, law, now, order) {
  const { t } = app, gaps = /** @type {Gap[]} */ ([]);
  let had = 0;
  const ask = (/** @type {boolean} */ there, /** @type {string} */ field, /** @type {string} */ key, more = {}) => { if (there) had += 1; else gaps.push({ field, word: t(key), at: t(key), ...more }); };
  const said = (/** @type {string|undefined} */ text) => Boolean(text?.trim()) && !privateIn(text);
  const clean = (/** @type {string|undefined} */ text) => !privateIn(text);
  const { party } = draft;
  ask(said(party.name), "party-name", isPerson(party) ? "insp.party.person" : "insp.party.name", { party: true });
  if (!isPerson(party)) {
    if (!clean(party.code)) ask(false, "party-code", "insp.party.code", { party: true });
    if (!clean(party.legal_rep)) ask(false, "party-rep", "insp.party.rep", { party: true });
    ask(said(party.address), "party-address", "insp.party.address", { party: true });
  }
  ask(Boolean(draft.second), "second", "insp.second");
  ask(draft.cert_shown, "cert-shown", "insp.shown.short");
  ask(said(draft.place_text), "place-text", "insp.place");
  if (order && !draft.findings.length) ask(false, "add-finding", "insp.finding.one");
  for (const [i, finding] of draft.findings.entries()) {
    const own = (/** @type {boolean} */ there, /** @type {string} */ name, /** @type {string} */ key) =>
      ask(there, `f${i}-${name}`, key, { finding: finding.id, at: t("insp.gap.of", { n: i + 1, word: t(key) }) });
    own(Boolean(finding.category), "category", "insp.category");
    own(said(finding.text), "text", "insp.fact");
    if (!order || law.power.has(finding.id)) continue;
    own(said(finding.requirement), "requirement", "insp.requirement");
    own(Boolean(finding.deadline) && whole(app, finding.deadline, now), "deadline", "insp.due");
  }
  return { gaps, had };
}
