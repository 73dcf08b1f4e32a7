// Pure: inspections, orders, items and papers as a person sees them = records + replay of their own ops that no pull has shown yet.
import { orderState, takenUp } from "../domain/items.js";
import { instant, midnight } from "../domain/instants.js";
import { documentOf, inspectionOf, itemsOf, orderOf } from "./paper_making.js";

/**
 * @typedef {import("../types.js").ShownOp} ShownOp
 * @typedef {import("./paper_making.js").World} World
 * @typedef {import("./paper_making.js").Shown} Shown
 * @typedef {{inspection: Map<string, Shown>, order: Map<string, Shown>, document: Map<string, Shown>, item: Map<string, Shown>}} Papers
 * @typedef {{data: any, version: number, orphan?: 1}} Row
 */

const DAY = 86_400_000;
/** States of an item that nothing more is asked of. */
const ENDED = ["closed", "withdrawn", "superseded"];

/**
 * @param {Record<"inspection"|"order"|"document"|"item", Row[]>} rows
 * @param {ShownOp[]} ops own, in the order they were made
 * @param {World} world
 * @returns {Papers}
 */
export function replayPapers(rows, ops, world) {
  const papers = begun(rows);
  for (const op of ops) {
    if (op.type in MAKES) made(papers, op, world);
    else if (op.type in MOVES) moved(papers, op, world);
  }
  const byOrder = new Map([...papers.order.keys()].map((id) => [id, /** @type {Shown[]} */ ([])]));
  for (const item of papers.item.values()) byOrder.get(item.order_id)?.push(item);
  for (const order of papers.order.values()) order.items = (byOrder.get(order.id) ?? []).sort(asNumbered);
  return papers;
}

/** @param {Shown} a @param {Shown} b */
const asNumbered = (a, b) => a.n - b.n || (a.id < b.id ? -1 : 1);

/** @param {Papers} papers @param {string} orderId */
const itemsIn = (papers, orderId) => [...papers.item.values()].filter((item) => item.order_id === orderId).sort(asNumbered);

/** @param {Record<string, Row[]>} rows @returns {Papers} */
function begun(rows) {
  const of = (/** @type {string} */ type) => new Map(rows[type].map((row) => [row.data.id, { ...row.data, version: row.version ?? row.data.version, pending: [], moved_on: Boolean(row.orphan) }]));
  const papers = { inspection: of("inspection"), order: of("order"), document: of("document"), item: of("item") };
  for (const order of papers.order.values()) {
    for (const item of order.items ?? []) {
      const had = papers.item.get(item.id);
      if (!had || item.version > had.version) papers.item.set(item.id, { ...item, pending: [], moved_on: order.moved_on });
    }
  }
  return papers;
}

/** @type {Record<string, (papers: Papers, op: ShownOp, world: World) => void>} */
const MAKES = {
  "inspection.record": (papers, op, world) => void papers.inspection.set(target(op), inspectionOf(op, world)),
  "document.issue": (papers, op, world) => void papers.document.set(target(op), documentOf(op, world)),
  "order.issue": (papers, op, world) => {
    const order = orderOf(op, world), found = papers.inspection.get(order.inspection_id)?.findings ?? [];
    order.case_id ??= papers.inspection.get(order.inspection_id)?.case_id ?? null;
    papers.order.set(order.id, order);
    const categoryOf = (/** @type {string} */ id) => found.find((/** @type {any} */ f) => f.id === id)?.category ?? null;
    for (const item of itemsOf(op.payload.items, order, categoryOf, op, world)) papers.item.set(item.id, item);
    const old = [...papers.order.values()].find((one) => op.supersedes && one.op_id === op.supersedes);
    if (old && !op.flagged && ["issued", "served"].includes(old.state)) {
      Object.assign(old, { state: "superseded", superseded_by: order.id });
      end(itemsIn(papers, old.id));
    }
  },
};

/** @param {ShownOp} op */
const target = (op) => /** @type {string} */ (op.target?.id);

/** A record that has come already says more than the op. @param {Papers} papers @param {ShownOp} op @param {World} world */
function made(papers, op, world) {
  const type = /** @type {keyof Papers} */ (op.target?.type);
  if (world.rules && papers[type] && !papers[type].has(target(op))) MAKES[op.type](papers, op, world);
}

/** @param {Papers} papers @param {ShownOp} op @param {World} world */
function moved(papers, op, world) {
  const thing = papers[/** @type {keyof Papers} */ (op.target?.type)]?.get(target(op));
  if (!thing) return;
  const fits = stateFits(world.rules, op.type, thing.state);
  if (op.state === "acked" && !op.refused && !op.flagged && (!fits || shows(thing, op))) return; // the record tells it already
  thing.pending = [...thing.pending, op];
  if (!fits || op.refused || op.flagged) return;
  MOVES[op.type](papers, thing, op, world);
  if (thing.order_id) followed(papers, thing.order_id);
}

/** @param {any} rules @param {string} type @param {string} state */
function stateFits(rules, type, state) {
  const action = rules?.actions.find((/** @type {any} */ a) => a.type === type);
  return Boolean(action?.transitions.some((/** @type {any} */ step) => step.from[0] === "*" || step.from.includes(state)));
}

/** @param {Shown} thing @param {ShownOp} op */
const shows = (thing, op) => thing.service?.op_id === op.op_id || thing.extension?.op_id === op.op_id || Number(thing.version) > Number(op.base?.version ?? Infinity);

/** @type {Record<string, (papers: Papers, thing: Shown, op: ShownOp, world: World) => void>} */
const MOVES = {
  "order.serve": (papers, order, op) => {
    served(order, op);
    const mine = itemsIn(papers, order.id);
    for (const item of mine) if (item.state === "issued") Object.assign(item, { state: "served", served_at: order.served_at });
    const earlier = [...papers.item.values()].filter((item) => order.case_id && item.case_id === order.case_id && item.order_id !== order.id);
    const again = new Set(takenUp(/** @type {any} */ (mine), /** @type {any} */ (earlier)));
    end(earlier.filter((item) => again.has(item.id)));
    for (const item of earlier) if (again.has(item.id)) followed(papers, item.order_id);
  },
  "document.serve": (_, document, op) => served(document, op),
  "officer.attest": (_, thing, op, { actor }) => {
    thing.attestations = thing.attestations.map((/** @type {any} */ a) => (a.user === actor.user_id ? { ...a, answered_at: op.made_at, present: op.payload.present } : a));
  },
  "item.report_done": (_, item, op) => void Object.assign(item, item.state === "done_claimed" ? {} : { state: "done_claimed", claimed_at: op.made_at, extension: null }),
  "extension.request": (_, item, op, { rules, actor }) => {
    const day = midnight(op.payload.wanted, rules.clocks), wanted = day === null ? instant(op.payload.wanted) : day + DAY;
    Object.assign(item, { state: "ext_requested", extension: { op_id: op.op_id, wanted, reason: op.payload.reason, by: actor.user_id } });
  },
  "recheck.record": (papers, item, op, world) => {
    const { result, officers, rest } = op.payload, passed = result === "pass";
    Object.assign(item, { state: passed ? "closed" : "failed", result, rechecked_at: op.made_at, closed_at: passed ? op.made_at : null, extension: null });
    item.photos = [...item.photos, ...op.blobs.map((blob) => ({ ...blob, op_id: op.op_id, stored: false }))];
    item.attestations = officers.filter((/** @type {string} */ id) => id !== world.actor.user_id).map((/** @type {string} */ user) => ({ user, asked_at: op.made_at, answered_at: null, present: null }));
    const order = papers.order.get(item.order_id);
    if (result !== "partial" || !rest || !order) return;
    const [left] = itemsOf([{ ...rest, n: item.n, finding_id: item.finding_id }], order, () => item.category, op, world);
    papers.item.set(left.id, { ...left, state: "served", parent: item.id });
    Object.assign(item, { state: "superseded", closed_at: op.made_at });
  },
};

/** @param {Shown} paper @param {ShownOp} op */
function served(paper, op) {
  const { method, recipient, served_at, refusal = null, seal } = op.payload;
  Object.assign(paper, { state: "served", served_at: instant(served_at), service: { method, recipient, served_at, refusal, seal, op_id: op.op_id } });
}

/** @param {Shown[]} items */
function end(items) {
  for (const item of items) if (!ENDED.includes(item.state)) Object.assign(item, { state: "superseded", extension: null });
}

/** The state of an order follows from its items. @param {Papers} papers @param {string} orderId */
function followed(papers, orderId) {
  const order = papers.order.get(orderId);
  if (order) order.state = orderState(order.state, itemsIn(papers, orderId).map((item) => item.state));
}
