// What a person sees: records, and their own work over them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { replay } from "../../static/pwa/store/replay.js";

const by = ["patroller", "handler"];
const action = (type, transitions, more = {}) => ({ type, type_v: 1, kind: "request", target: "case", creates: false, zh: type, en: type, needs: [], choices: {}, transitions, ...more });
const step = (from, to, more = {}) => ({ from, to, by, when: null, guards: [], ...more });
const rules = {
  version: "r1", roles: [{ code: "patroller", reach: "unit" }], states: [],
  actions: [
    action("report.file", [step(["*"], "fixed_on_spot", { when: "fixed_on_spot" }), step(["*"], null)], { creates: true, kind: "fact" }),
    action("case.note", [step(["*"], null)], { kind: "fact" }),
    action("task.accept", [step(["dispatched"], "in_progress")]),
    action("task.report_done", [step(["in_progress"], "feedback")]),
    action("task.return", [step(["in_progress"], "accepted", { guards: ["reason"] })], { needs: ["reason"] }),
  ],
};
const world = {
  rules, actor: { user_id: "li", grants: [{ role: "patroller", unit: "u2" }] },
  categories: new Map([["ZW01", { id: "ZW01", zh: "占道经营", mark: "Y", squadron: 2 }], ["SJ01", { id: "SJ01", zh: "河道", mark: "J", squadron: 3 }]]),
  units: new Map([["u2", { id: "u2", kind: "squadron", number: 2 }], ["p", { id: "p", kind: "platform" }]]),
};
const record = (more = {}) => ({ version: 4, data: { id: "c1", version: 4, state: "dispatched", unit: "u2", assignee: null, handler: null, returns: 0, receipt: null, reporter: "x", photos: [], title: "t", ...more } });
let n = 0;
const op = (type, payload = {}, more = {}) => ({ op_id: `op-${n += 1}`, case_id: "c1", type, made_at: n, payload, blobs: [], place: null, state: "queued", refused: null, ...more });
const filing = (category, more = {}) => op("report.file", { category, text: "", source: "patrol", grid_id: "g", fixed_on_spot: false, ...more });

test("a new report appears at once, where routing will put it", () => {
  const [ours] = replay([], [filing("ZW01")], world);
  const [citys] = replay([], [filing("SJ01")], world);

  assert.deepEqual([ours.state, ours.unit, ours.title, ours.pending.length], ["dispatched", "u2", "占道经营", 1]);
  assert.deepEqual([citys.state, citys.unit], ["reported", "p"]);
});

test("fixed on the spot shows as fixed", () => {
  assert.equal(replay([], [filing("ZW01", { fixed_on_spot: true })], world)[0].state, "fixed_on_spot");
});

test("accepting shows the case as mine; returning gives it back", () => {
  const [accepted] = replay([record()], [op("task.accept")], world);
  const [returned] = replay([record()], [op("task.accept"), op("task.return", { reason: "不在辖区" })], world);

  assert.deepEqual([accepted.state, accepted.assignee, accepted.handler], ["in_progress", "li", "li"]);
  assert.deepEqual([returned.state, returned.assignee, returned.pending.length], ["accepted", null, 2]);
});

test("a result that has not been sent yet stops the clock of the case", () => {
  const [shown] = replay([record({ state: "in_progress", assignee: "li", due_at: 5 })], [op("task.report_done", { result: "fixed" }, { made_at: 4 })], world);

  assert.deepEqual([shown.state, shown.handled_at], ["feedback", 4]);
});

test("what the rules would refuse moves nothing and says so", () => {
  const [shown] = replay([record({ state: "closed" })], [op("task.accept")], world);

  assert.deepEqual([shown.state, shown.pending[0].refused], ["closed", "state_moved"]);
});

test("what the server refused or holds moves nothing", () => {
  assert.equal(replay([record()], [op("task.accept", {}, { refused: "refused", state: "acked" })], world)[0].state, "dispatched");
});

test("photos of pending work stand with the case, each once", () => {
  const blob = { sha256: "aa", bytes: 1, mime: "image/jpeg", role: "evidence" };
  const notes = [op("case.note", { text: "1" }, { blobs: [blob] }), op("case.note", { text: "2" }, { blobs: [blob] })];

  assert.deepEqual(replay([record({ photos: [{ sha256: "bb", stored: true }] })], notes, world)[0].photos.map((p) => [p.sha256, p.stored]), [["bb", true], ["aa", false]]);
});

test("an op on a case this phone does not know, and one of a type it does not know, disturb nobody", () => {
  assert.deepEqual(replay([], [op("case.note", { text: "x" })], world), []);
  assert.equal(replay([record()], [op("order.issue")], world)[0].state, "dispatched");
});

test("without a rulebook a report is still shown", () => {
  assert.equal(replay([], [filing("ZW01")], { ...world, rules: null, categories: new Map() })[0].state, "reported");
});

test("the records themselves are not touched", () => {
  const rows = [record()];
  replay(rows, [op("task.accept")], world);

  assert.equal(rows[0].data.state, "dispatched");
});
