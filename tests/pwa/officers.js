// An officer's phone before a made-up server: the rulebook as the contract tells it, two certified officers, numbers in hand.
import { readFileSync } from "node:fs";
import { phoneOf, photo, syncOnce } from "./support.js";
import { Server, caseRecord, scope } from "./server.js";
import * as actions from "../../static/pwa/actions/index.js";
import { uuid7 } from "../../static/pwa/domain/ids.js";
import { localDay } from "../../static/pwa/domain/instants.js";
import { draft as draftOf, saveDraft } from "../../static/pwa/store/drafts.js";

const told = JSON.parse(readFileSync(new URL("../contract/rulebook.json", import.meta.url), "utf8"));
export const RULES = told.rulebook;
// It is always this Wednesday morning: in January a clock that is a month ahead would ask for another year's numbers.
const wall = Date.now.bind(Date), began = wall(), WEDNESDAY = Date.parse("2026-11-18T10:00:00+08:00");
Date.now = () => WEDNESDAY + (wall() - began);
export const YEAR = localDay(Date.now(), RULES.clocks).slice(0, 4);
export const REGISTER = `order_to_correct:${YEAR}`, OPINIONS = `recheck_opinion:${YEAR}`;

export const LU = { id: "0190aaaa-0000-7000-8000-000000000001", username: "lu", name: "陆谷雨", roles: ["officer"], unit: "unit-2", unit_name: "二中队" };
export const GU = { id: "0190aaaa-0000-7000-8000-000000000002", username: "gu", name: "顾惊蛰", roles: ["squad_leader"], unit: "unit-2", unit_name: "二中队" };
const personRecord = ({ id, name, roles, unit }, n) => ({ type: "user", id, data: {
  id, name, disabled: false, grants: [{ role: roles[0], unit, valid_from: "2022-01-01", valid_to: null }],
  certificates: [{ user_id: id, number: `D14058100${n}`, fields: ["*"], valid_from: "2022-06-01", valid_to: "2199-12-31" }] } });

export const lease = (id, from, to, next = from, register = REGISTER) => ({ lease_id: id, register, from, to, next });

/** What every phone of ours is told, and a case that is 陆's. */
export const scopes = () => [
  scope("reference", [{ type: "rulebook", id: "current", data: RULES }, ...told.categories.map((c) => ({ type: "category", id: c.id, data: c })), personRecord(LU, 1), personRecord(GU, 2)]),
  scope("unit:unit-2", [caseRecord("case-1", { state: "in_progress", assignee: LU.id, category: "HW04" })]),
];

/** 陆's phone after its first sync, with a block of each register. */
export async function officerPhone(leases = [lease("l1", 1, 10), lease("l2", 1, 10, 1, OPINIONS)]) {
  await phoneOf(LU);
  const server = new Server({ user: LU });
  Object.assign(server, { leases, scopes: scopes() });
  const stopped = await syncOnce();
  if (stopped) throw new Error(stopped);
  return server;
}

/** An inspection with one finding, ready to be recorded. */
export function inspectionDraft(more = {}) {
  const id = uuid7();
  return {
    id: uuid7(), kind: "inspection", made_at: Date.now(), case_id: "case-1", basis: "clue", place_text: "东城街 1 号门前", place: null, second: GU.id,
    party: { kind: "individual_business", name: "东城街王记百货店", legal_rep: "王某", address: "东城街 1 号" }, cert_shown: true, cert_shown_at: Date.now(),
    started_at: Date.now() - 60_000, findings: [{ id, category: "HW04", text: "门前堆货", requirement: "搬走", deadline: { given: { n: 3, unit: "working_day" } } }],
    photos: [{ ...photo(1), finding: id }], ...more,
  };
}

/** The draft of an order that lacks nothing. */
export async function orderReady(more = {}) {
  const { paper_id } = await actions.recordInspection(await saveDraft(inspectionDraft()));
  const draft = await draftOf(paper_id);
  return saveDraft({ ...draft, values: { ...draft.values, contact_phone: "0356-0000000" }, ...more });
}

/** A signature under a frozen text. */
export const signed = (draft, who = "party") => saveDraft({ ...draft, photos: [...draft.photos, { ...photo(77), mime: "image/png", who, role: "signature", for_hash: draft.frozen.text_hash }] });
