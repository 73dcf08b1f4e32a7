/** Who may do what with an order or an item, by role, by name on the paper, and by the certificate (执法证) of the day. */
import { ofPower, validOn } from "../../domain/authority.js";
import { offered } from "../../domain/cases.js";
import { localDay } from "../../domain/instants.js";
import { powerOf } from "../../domain/rulebook.js";
import { certificatesOf } from "../inspect/authority.js";
import { grantsOf } from "../refs.js";
import { clockNow } from "../../store/time.js";

/** Types of operation that this person may be shown. @param {any} app @param {"order"|"document"|"item"} thing @param {any} row @param {any} [paper] the order of an item @returns {Set<string>} */
export function mayDo(app, thing, row, paper = row) {
  const { rules } = app.refs;
  if (!rules || !paper) return new Set();
  const c = { state: row.state, unit: paper.unit ?? null, assignee: null, reporter: paper.author ?? null, handler: null, returns: 0, receipt: null, officers: paper.officers ?? [] };
  return new Set(offered(rules, { user_id: app.user.id, grants: grantsOf(app.user) }, c, thing));
}

/** Of the same squadron as the paper, whatever the role. @param {any} app @param {any} order */
export const isMember = (app, order) => Boolean(order?.unit) && grantsOf(app.user).some((g) => g.unit === order.unit);

/** The local day of an instant. @param {any} app @param {number} [at] UTC ms */
export const dayOf = (app, at = clockNow()) => localDay(at, app.refs.rules.clocks);

/** Fields that the certificates must cover for these categories; what is in no power of ours is only noted. @param {any} app @param {(string|null)[]} categories @param {string} day */
export function groupsOf(app, categories, day) {
  const rows = [...new Set(categories)].map((code) => app.refs.category.get(code)).filter(Boolean);
  return [...new Set(rows.filter((c) => ofPower(powerOf(app.refs.rules, c, day), day).length === 0).map((c) => c.group))];
}

/** The number of the certificate that a paper of this day prints for them; "" when none ran. @param {any} app @param {string} id @param {string} day */
export const certificateOn = (app, id, day) => validOn(certificatesOf(app, id), id, day)?.number ?? "";
