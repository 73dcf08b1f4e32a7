// Pure: what a person sees = records + replay of their own ops that no pull has shown yet (protocol 4).
import { judge } from "../domain/cases.js";
import { route } from "../domain/routing.js";

/**
 * @typedef {import("../types.js").ShownCase} ShownCase
 * @typedef {import("../types.js").ShownOp} ShownOp
 * @typedef {{rules: any, categories: Map<string, any>, units: Map<string, any>, actor: {user_id: string, grants: {role: string, unit: string|null}[]}}} World
 */

/**
 * @param {{data: any, version: number, orphan?: 1}[]} records of type case
 * @param {(ShownOp & {case_id: string})[]} ops in the order they were made
 * @param {World} world
 * @returns {ShownCase[]}
 */
export function replay(records, ops, world) {
  /** @type {Map<string, ShownCase>} */
  const cases = new Map(records.map((r) => [r.data.id, { ...r.data, version: r.version ?? r.data.version, pending: [], moved_on: Boolean(r.orphan) }]));
  for (const { case_id, ...op } of ops) {
    const found = cases.get(case_id) ?? (op.type === "report.file" ? filed(case_id, op, world) : null);
    if (found) cases.set(case_id, step(found, op, world));
  }
  return [...cases.values()];
}

/** A case that only this phone knows yet. @param {string} id @param {ShownOp} op @param {World} world @returns {ShownCase} */
function filed(id, op, { categories, units, actor }) {
  const category = categories.get(op.payload.category);
  const routed = category ? route(category, op.payload.source) : null;
  const unit = [...units.values()].find((u) => routed && isUnit(u, routed.unit));
  return {
    id, version: 0, number: null, category: op.payload.category, state: routed?.state ?? "reported", queue: routed?.queue ?? null,
    unit: unit?.id ?? null, assignee: null, reporter: actor.user_id, handler: null, returns: 0, receipt: null,
    grid_id: op.payload.grid_id ?? null, place: op.place, source: op.payload.source, fixed_on_spot: Boolean(op.payload.fixed_on_spot),
    reported_at: op.made_at, claimed_at: op.made_at, due_at: null, handled_at: null, photos: [], timeline: [], title: category?.zh ?? op.payload.category,
    text: op.payload.text, pending: [], moved_on: false,
  };
}

/** @param {{kind: string, number?: number}} unit @param {string} wanted "squadron2" … | "platform" */
function isUnit(unit, wanted) {
  return wanted === "platform" ? unit.kind === "platform" : unit.kind === "squadron" && wanted === `squadron${unit.number}`;
}

/** @param {ShownCase} shown @param {ShownOp} op @param {World} world @returns {ShownCase} */
function step(shown, op, { rules, units, actor }) {
  const next = { ...shown, photos: withPhotos(shown.photos ?? [], op) };
  const kinds = Object.fromEntries([...units].map(([id, unit]) => [id, unit.kind]));
  // An op of a newer or older build, whose type this rulebook does not name, is shown as pending and moves nothing.
  if (!op.refused && rules?.actions.some((/** @type {any} */ a) => a.type === op.type)) {
    const move = judge(rules, op.type, actor, shown, op.payload, { unit_kinds: kinds });
    if (move.refused) return { ...next, pending: [...shown.pending, { ...op, refused: move.refused }] };
    next.state = move.to ?? shown.state;
    if (op.type === "task.accept") next.assignee = next.handler = actor.user_id;
    if (op.type === "task.return") next.assignee = null;
    if (op.type === "task.report_done") next.handled_at = op.made_at;
  }
  return { ...next, pending: [...shown.pending, op] };
}

/** @param {{sha256: string, stored: boolean}[]} photos @param {ShownOp} op */
function withPhotos(photos, op) {
  const known = new Set(photos.map((p) => p.sha256));
  return [...photos, ...op.blobs.filter((b) => !known.has(b.sha256)).map((b) => ({ ...b, op_id: op.op_id, stored: false }))];
}
