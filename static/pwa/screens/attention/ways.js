/** The ways on from here, by what the server said and what was done. Nothing is ever deleted. */
import { decisionOf } from "../../store/attention.js";
import { offered } from "../../domain/cases.js";
import { grantsOf } from "../refs.js";

/** What can be made anew by the person who made it, whatever it was: the server has never taken it as an act. */
const AGAIN = new Set(["id_taken", "quarantined", "unsent", "lane_closed", "bad_hash", "bad_sig", "conflict_id", "fork", "gap"]);
/** Refused as the case then stood; it may stand otherwise now. */
const MOVED = new Set(["state_moved", "not_allowed", "depends_on_refused", "dismissed", "withdrawn"]);

/**
 * @param {any} app @param {any} one as store/attention.js gives it @param {any} found the case it is about, if that is on this phone
 * @returns {{again: boolean, other: boolean, hand: boolean, withdraw: boolean, seen: boolean}}
 */
export function waysOf(app, one, found) {
  const { op, body, receipt } = one, none = { again: false, other: false, hand: false, withdraw: false, seen: true };
  if (body.target.type === "op") return none;
  const spot = body.kind === "act", verdict = receipt?.verdict ?? "unsent", code = String(receipt?.code ?? op.problem ?? ""), counts = Boolean(receipt?.in_effect);
  const said = ["text", "reason", "note"].some((name) => String(body.payload[name] ?? "").trim()) || body.blobs.length > 0;
  const anew = AGAIN.has(verdict) || AGAIN.has(code) || (verdict === "refused" && MOVED.has(code) && allowedNow(app, op.type, found));
  const again = anew && !(receipt && body.target.type !== "case");
  const decided = decisionOf(receipt) !== null || verdict === "refused";
  return {
    again, other: !counts && !spot && said, hand: Boolean(receipt) || !spot, withdraw: !counts && !spot,
    seen: counts || decided || (verdict === "held" || verdict === "flagged") && !again,
  };
}

/** Would it be offered on the case as it stands? @param {any} app @param {string} type @param {any} found */
const allowedNow = (app, type, found) => Boolean(found && app.refs.rules)
  && offered(app.refs.rules, { user_id: app.user.id, grants: grantsOf(app.user) }, found).includes(type);
