import { uuid7 } from "../domain/ids.js";
import { currentUser } from "../store/device.js";
import { keep } from "../store/keep.js";
import { reference, rulebook } from "../store/records.js";
import { kindOf, needed } from "./context.js";

/**
 * Files a report. When this returns, report and photos are on this phone's disk and were read back: *kept*.
 * A photo or a text must be there; place and grid may be missing.
 * @param {import("../types.js").Draft} draft
 * @returns {Promise<{op_id: string, case_id: string}>}
 * @throws {import("../store/errors.js").ActionError} invalid:category | invalid:text | no_lane | no_user | quota | storage_lost
 */
export async function fileReport(draft) {
  const category = needed(draft.category, "category");
  const text = draft.photos.length ? (draft.text ?? "").trim() : needed(draft.text, "text");
  const [rules, categories, user] = await Promise.all([rulebook(), reference("category"), currentUser()]);
  const name = categories.find((c) => c.id === category)?.zh ?? category;
  return keep({
    type: "report.file", kind: kindOf(rules, "report.file"), target: { type: "case", id: uuid7() }, title: text ? text.slice(0, 40) : name,
    payload: {
      category, text, source: draft.source ?? sourceOf(user), grid_id: draft.grid_id ?? null, fixed_on_spot: Boolean(draft.fixed_on_spot),
    },
    place: placeAtShutter(draft), photos: draft.photos, draft_id: draft.id, rulebook: rules?.version ?? null,
  });
}

/**
 * The place with its age at the shutter: how old the fix was when the first photo was taken, or the draft begun.
 * @param {import("../types.js").Draft} draft
 * @returns {import("../types.js").Place | null}
 */
function placeAtShutter({ place, photos, made_at }) {
  if (!place || place.age_ms !== undefined || typeof place.fix_at !== "number") return place;
  return { ...place, age_ms: Math.max(0, (photos[0]?.taken_at ?? made_at) - place.fix_at) };
}

/** Grid staff (网格员) report as the grid; everybody else in the street is on patrol. @param {import("../types.js").User | null} user @returns {"grid" | "patrol"} */
function sourceOf(user) {
  const roles = (user?.roles ?? []).map((r) => (typeof r === "string" ? r : r.role));
  return roles.length > 0 && roles.every((r) => r === "grid") ? "grid" : "patrol";
}
