"""A case's life, step by step through push: every transition of the rulebook, its guards, its deadlines (domain reference 2.3)."""

import pytest

from fieldapp.rulebook import load
from tests.clock import HOUR, at
from tests.phone import new_id

#: Steps are (who, type, payload, state afterwards, or the code it is refused with). `@name` is a unit's or person's id.
SQUADRON2, CITY, DEPARTMENT = "@squadron2", "@city", "@department"
DISPATCH = {"to_unit": SQUADRON2, "to_user": None, "note": "请尽快"}
DONE = {"result": "fixed", "text": "已整改"}

LIVES = {
    "patrol, done, closed by the reporter": ("shen", "HW04", "patrol", "dispatched", [
        ("lu", "task.accept", {}, "in_progress"), ("lu", "task.report_done", DONE, "feedback"), ("lu", "case.close", {}, "not_allowed"),
        ("shen", "case.close", {}, "closed"), ("shen", "case.note", {"text": "谢谢"}, "closed"), ("lin", "case.reopen", {}, "reason_missing"),
        ("bai", "case.reopen", {"reason": "x"}, "not_allowed"), ("lin", "case.reopen", {"reason": "又出现了"}, "accepted")]),
    "the handler does not close": ("gu", "HW04", "patrol", "dispatched", [
        ("gu", "task.accept", {}, "in_progress"), ("gu", "task.report_done", DONE, "feedback"), ("gu", "case.close", {}, "same_person"),
        ("bai", "case.close", {}, "closed")]),
    "educated on the spot": ("shen", "HW04", "patrol", "dispatched", [
        ("lu", "task.accept", {}, "in_progress"), ("lu", "case.educate", {"ground": "minor", "text": "已劝导"}, "educated"),
        ("lu", "task.report_done", DONE, "feedback"), ("bai", "case.close", {}, "closed")]),
    "returned twice, the second by the leader": ("shen", "HW04", "patrol", "dispatched", [
        ("lu", "task.return", {"reason": "\u3000"}, "reason_missing"), ("lu", "task.return", {"reason": "不在辖区"}, "accepted"),
        ("gu", "case.dispatch", DISPATCH, "no_access"), ("bai", "case.dispatch", DISPATCH, "dispatched"),
        ("lu", "task.accept", {}, "in_progress"), ("lu", "task.return", {"reason": "还是不归我们"}, "leader_needed"),
        ("gu", "task.return", {"reason": "确实不归我们"}, "accepted")]),
    "rework": ("shen", "HW04", "patrol", "dispatched", [
        ("lu", "task.accept", {}, "in_progress"), ("lu", "task.report_done", DONE, "feedback"),
        ("bai", "task.return", {"reason": "没清干净"}, "in_progress"), ("lu", "task.report_done", {"result": "gone", "text": "x"},
                                                                      "field_missing:result"),
        ("lu", "task.report_done", {"result": "no_violation", "text": "x"}, "feedback"), ("bai", "case.close", {}, "closed")]),
    "accepted and dispatched": ("bai", "HW04", "hotline", "reported", [
        ("bai", "case.verify", {"to_unit": SQUADRON2}, "verifying"), ("bai", "case.accept", {}, "accepted"),
        ("bai", "case.dispatch", {"to_unit": "@office"}, "wrong_unit"), ("bai", "case.dispatch", {"to_unit": "nobody"}, "wrong_unit"),
        ("bai", "case.dispatch", DISPATCH | {"to_user": "@qin"}, "wrong_unit"),
        ("bai", "case.dispatch", DISPATCH | {"to_user": "@lu"}, "dispatched"),
        ("gu", "case.dispatch", {"to_unit": "@squadron3"}, "wrong_unit"), ("gu", "case.dispatch", DISPATCH | {"to_user": "@shen"}, "dispatched"),
        ("shen", "task.accept", {}, "in_progress")]),
    "rejected": ("bai", "HB05", "public", "reported", [
        ("bai", "case.reject", {}, "reason_missing"), ("bai", "case.reject", {"reason": "不属于城管事项"}, "rejected"),
        ("bai", "case.accept", {}, "state_moved")]),
    "passed to the city, receipt, closed": ("shen", "HB05", "patrol", "reported", [
        ("bai", "case.escalate", {"to_unit": SQUADRON2}, "wrong_unit"), ("bai", "case.escalate", {"to_unit": CITY}, "escalated_city"),
        ("bai", "case.close", {}, "receipt_missing"), ("cheng", "case.receipt", {"text": "已转生态环境"}, "escalated_city"),
        ("bai", "case.close", {}, "closed")]),
    "passed to the city, which hands it over": ("shen", "HB05", "patrol", "reported", [
        ("bai", "case.escalate", {"to_unit": CITY}, "escalated_city"),
        ("cheng", "case.handover", {"to_unit": DEPARTMENT, "reason": "属其职责"}, "handed_over"),
        ("huan", "case.receipt", {"text": "已收到"}, "handed_over"), ("lin", "case.close", {}, "closed")]),
    "handed over from work": ("shen", "HW04", "patrol", "dispatched", [
        ("lu", "task.accept", {}, "in_progress"), ("lu", "case.handover", {"to_unit": DEPARTMENT, "reason": "x"}, "not_allowed"),
        ("bai", "case.handover", {"to_unit": DEPARTMENT}, "reason_missing"),
        ("bai", "case.handover", {"to_unit": DEPARTMENT, "reason": "超出权限"}, "handed_over")]),
    "joint, the department records the result": ("bai", "HB05", "city", "reported", [
        ("bai", "case.accept", {}, "accepted"), ("bai", "case.dispatch", DISPATCH | {"lead_unit": "@squadron3"}, "wrong_unit"),
        ("bai", "case.dispatch", DISPATCH | {"lead_unit": DEPARTMENT}, "joint"), ("huan", "task.report_done", DONE, "feedback"),
        ("bai", "case.close", {}, "closed")]),
    "suspended and taken up again": ("shen", "HW04", "patrol", "dispatched", [
        ("lin", "case.suspend", {"reason": "等拆迁", "review_on": "2026-11-18"}, "field_missing:review_on"),
        ("lin", "case.suspend", {"reason": "等拆迁", "review_on": "soon"}, "field_missing:review_on"),
        ("bai", "case.suspend", {"reason": "等拆迁", "review_on": "2027-01-10"}, "not_allowed"),
        ("lin", "case.suspend", {"reason": "等拆迁", "review_on": "2027-01-10"}, "suspended"), ("bai", "case.accept", {}, "accepted"),
        ("bai", "case.dispatch", DISPATCH, "dispatched")]),
    "put right on the spot": ("shen", "HW04", "patrol", "dispatched", []),
}


@pytest.mark.parametrize("life", LIVES)
def test_life(phone, world, clock, life):
    reporter, category, source, first_state, steps = LIVES[life]
    phones = {}
    of = lambda name: phones.setdefault(name, None) or phones.update({name: phone(name)}) or phones[name]  # noqa: E731
    named = world.units | world.people
    case_id, report = of(reporter).report(category, source)
    of(reporter).sent(report)
    of("bai").pull()
    before = of("bai").cases()[case_id]
    assert before["state"] == first_state

    for who, type_, payload, after in steps:
        clock.forward(HOUR)
        payload = {k: named.get(v[1:], v) if isinstance(v, str) and v.startswith("@") else v for k, v in payload.items()}
        kind = load().actions[type_].kind
        [result] = of(who).sent(of(who).op(type_, case_id, payload, kind))
        of("bai").pull()
        case = of("bai").cases()[case_id]
        if after in load().states:
            assert result["verdict"] == "applied", (type_, result)
            assert case["state"] == after
            assert case["version"] == before["version"] + 1 == result["version"]
            assert case["state_at"] == (clock() if after != before["state"] else before["state_at"])
        else:
            assert (result["verdict"], result["code"]) == ("refused", after), type_
            assert (case["version"], case["state"]) == (before["version"], before["state"])
        before = case


def test_every_transition_of_a_case_is_lived():
    """The lives above, this file's other stories and routing walk every row of the rulebook's table."""
    walked = {(type_, after) for *_, first, steps in LIVES.values() for _, type_, _, after in steps}
    for action in load().actions.values():
        if action.targets == ("case",) and not action.creates and action.type != "case.merge":
            for step in action.transitions:
                assert any(t == action.type and (step.to is None and a in load().states or a == step.to) for t, a in walked), (action.type, step)


def report_of(phone, name="bai", **more):
    who = phone(name)
    case_id, op = who.report(**more)
    who.sent(op)
    return case_id, who


def case_seen(who, case_id):
    who.pull()
    return who.cases()[case_id]


def test_the_clock_stops_when_the_result_is_reported_and_runs_again_after_rework_or_reopening(phone, clock):
    case_id, _ = report_of(phone, "shen")
    lu, bai, lin = phone("lu"), phone("bai"), phone("lin")
    seen = []

    def step(who, type_, payload):
        clock.forward(HOUR)
        [result] = who.sent(who.op(type_, case_id, payload))
        assert result["verdict"] == "applied", result
        seen.append((type_, case_seen(bai, case_id)["handled_at"]))

    step(lu, "task.accept", {})
    step(lu, "task.report_done", DONE)
    first = clock()
    step(bai, "task.return", {"reason": "还剩一堆"})
    step(lu, "task.report_done", DONE)
    second = clock()
    step(bai, "case.close", {})
    step(lin, "case.reopen", {"reason": "又出现了"})

    assert seen == [("task.accept", None), ("task.report_done", first), ("task.return", None), ("task.report_done", second),
                    ("case.close", second), ("case.reopen", None)]


def test_merging(phone):
    one, bai = report_of(phone, source="hotline")
    other, op = bai.report(source="public")
    bai.sent(op)

    nowhere, itself = bai.sent(bai.op("case.merge", one, {"into": new_id(bai.now())}), bai.op("case.merge", one, {"into": one}))
    [result] = bai.sent(bai.op("case.merge", one, {"into": other}))
    [again] = bai.sent(bai.op("case.merge", other, {"into": one}))

    assert nowhere["code"] == itself["code"] == again["code"] == "wrong_case"
    assert result["verdict"] == "applied"
    case = case_seen(bai, one)
    assert (case["state"], case["merged_into"], case["closed_at"]) == ("merged", other, bai.now())


def test_put_right_on_the_spot_needs_only_the_result(phone):
    case_id, shen = report_of(phone, "shen", fixed=True)
    assert case_seen(shen, case_id)["state"] == "fixed_on_spot"

    [result] = shen.sent(shen.op("task.report_done", case_id, DONE))

    assert result["verdict"] == "applied"
    assert case_seen(shen, case_id)["state"] == "feedback"


def test_verifying_by_a_person_of_a_unit(phone, world):
    case_id, bai = report_of(phone, source="hotline")

    bai.sent(bai.op("case.verify", case_id, {"to_user": world.people["shen"]}))

    case = case_seen(bai, case_id)
    assert (case["unit"], case["assignee"], case["state"]) == (world.units["squadron2"], world.people["shen"], "verifying")


def test_who_has_it_where_at_each_turn(phone, world):
    case_id, shen = report_of(phone, "shen")
    lu, bai, unit, person = phone("lu"), phone("bai"), world.units, world.people
    turns = []

    def turn(who, type_, payload):
        who.sent(who.op(type_, case_id, payload))
        case = case_seen(bai, case_id)
        turns.append((case["unit"], case["assignee"], case["handler"], case["queue"], case["returns"]))

    turn(lu, "task.accept", {})
    turn(lu, "task.return", {"reason": "不归我们"})
    turn(bai, "case.dispatch", {"to_unit": unit["squadron3"]})
    turn(bai, "case.note", {"text": "只是补充"})

    assert turns == [
        (unit["squadron2"], person["lu"], person["lu"], "squadron", 0), (unit["platform"], None, person["lu"], "dispatch", 1),
        (unit["squadron3"], None, person["lu"], "squadron", 1), (unit["squadron3"], None, person["lu"], "squadron", 1)]


def test_the_deadline_runs_in_working_time_from_the_day_it_went_to_the_squadron(phone, clock):
    """Filed on a Wednesday at 10:00; the limit is the category's, the day of filing is not counted."""
    due = {
        ("immediate", None): at("2026-11-18 12:00"), ("working_hour", 2): at("2026-11-18 12:00"),
        ("working_hour", 4): at("2026-11-18 16:30"), ("working_day", 1): at("2026-11-20 00:00"),
        ("working_day", 5): at("2026-11-26 00:00"), ("day", 3): at("2026-11-24 00:00"), ("day", 7): at("2026-11-26 00:00"),
        ("by_item", None): None,
    }
    ours = {code: (row.limit["unit"], row.limit.get("n")) for code, row in load().categories.items() if row.mark == "Y"}
    shen = phone("shen")
    filed = {code: shen.report(code) for code in ours}

    shen.sent(*(op for _, op in filed.values()))
    shen.pull()

    assert {code: shen.cases()[filed[code][0]]["due_at"] for code in ours} == {code: due[limit] for code, limit in ours.items()}
    assert set(ours.values()) == set(due)


def test_no_deadline_while_nobody_has_it_and_five_working_days_for_a_receipt(phone, world):
    case_id, shen = report_of(phone, "shen", category="HB05")
    bai = phone("bai")
    assert case_seen(shen, case_id)["due_at"] is None

    bai.sent(bai.op("case.escalate", case_id, {"to_unit": world.units["city"]}))

    assert case_seen(shen, case_id)["due_at"] == at("2026-11-26 00:00")
