// Whose is it: where a new report goes (R1 to R4). Pure twin of fieldapp/domain/routing.py.

/**
 * `unit` is `squadron2`, `squadron3` or `platform` (街道二级指挥平台); `co` the squadron that may be asked to help (协同).
 * @typedef {{rule: string, unit: string, state: string, queue: "squadron"|"city"|"dispatch", co: string|null}} Route
 */

const FINDERS = ["patrol", "grid"], CALLERS = ["hotline", "public"];

/**
 * Route a report. Only mark Y counts as in our power, and only if the matter is not complex (重大、疑难复杂). R3: a finder's own
 * matter goes to the squadron at once. R4: any other goes at once to the platform, for the city. R1, R2: the same from the city
 * centre; "intake": from hotline and public. Throws RangeError for an unknown source.
 * @param {{mark: string, squadron: number|null}} category @param {string} source @param {boolean} [complex]
 * @returns {Route}
 */
export function route(category, source, complex = false) {
  const ours = category.mark === "Y" && !complex;
  const squadron = category.squadron ? `squadron${category.squadron}` : null;
  if (FINDERS.includes(source)) {
    if (ours && squadron) return { rule: "R3", unit: squadron, state: "dispatched", queue: "squadron", co: null };
    return { rule: "R4", unit: "platform", state: "reported", queue: "city", co: squadron };
  }
  if (source !== "city" && !CALLERS.includes(source)) throw new RangeError(`unknown source: ${source}`);
  const rule = source !== "city" ? "intake" : ours ? "R1" : "R2";
  if (ours) return { rule, unit: "platform", state: "reported", queue: "dispatch", co: null };
  return { rule, unit: "platform", state: "reported", queue: "city", co: squadron };
}
