"""Deadlines pass, and whoever must know is told once of each rung: the handler first, the squadron leader, the leader."""

import dataclasses

import pytest

from fieldapp.alerts import raising
from fieldapp.rulebook import load
from fieldapp.store import alerts as store
from fieldapp.store.alerts import Alert
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR, MINUTE, at
from tests.sync.test_repeats import at_once

#: HW04 reported on Wednesday at 10:00 is due at the end of Friday 20 November.
DUE, EVE, LATE, LATER = at("2026-11-21 00:00"), at("2026-11-19 08:30"), at("2026-11-21 08:30"), at("2026-11-23 08:30")


@pytest.fixture
def filed(phone):
    """A case that 沈 of 二中队 reported and 陆 there took."""
    def file(category: str = "HW04", accept: bool = True) -> str:
        shen, lu = phone("shen"), phone("lu")
        case_id, report = shen.report(category)
        shen.sent(report)
        if accept:
            lu.sent(lu.op("task.accept", case_id, {}))
        return case_id
    return file


def told() -> list[tuple[str, str]]:
    """(user name, kind) of every alert there is."""
    from fieldapp.store.people import User

    rows = db.session.query(User.username, Alert.kind).join(Alert, Alert.user_id == User.id).order_by(Alert.due_at, User.username)
    return [tuple(row) for row in rows]


def due(case_id: str, ms: int) -> None:
    with transaction():
        db.session.get(Case, case_id).due_at = ms


def test_each_rung_reaches_whom_it_is_for_when_its_moment_has_passed(filed, look):
    due(filed(), DUE)

    seen = []
    for moment in (EVE - MINUTE, EVE, DUE - 1, DUE, LATE, LATER, LATER + 30 * DAY):
        look(moment)
        seen.append(told())

    eve = [("lu", "due_tomorrow")]
    assert seen[:3] == [[], eve, eve]
    assert seen[3] == [*eve, ("lu", "due")]
    assert seen[4] == [*seen[3], ("gu", "overdue"), ("lu", "overdue")]
    assert seen[5] == seen[6] == [*seen[4], ("lin", "overdue_3")]


def test_looking_again_tells_nothing_again(filed, look):
    due(filed(), DUE)

    first = [look(LATE) for _ in range(3)]

    assert [done["made"] for done in first] == [2, 0, 0]


def test_six_workers_at_once_make_one_alert_for_each_person_and_rung(app, filed, look):
    for _ in range(8):
        due(filed(), DUE)

    def worker():
        with app.app_context():
            for moment in (EVE, DUE + HOUR, LATE, LATER):
                look(moment)

    at_once(*[worker] * 6)

    keys = [row.dedupe_key for row in db.session.query(Alert)]
    assert len(keys) == len(set(keys)) == 8 * 5
    assert sorted(told()) == sorted(8 * [("lu", "due_tomorrow"), ("lu", "due"), ("lu", "overdue"), ("gu", "overdue"), ("lin", "overdue_3")])


def test_the_alert_is_a_record_on_its_persons_phone_and_nobody_elses(filed, look, phone, inbox, clock):
    case_id = filed()
    due(case_id, DUE)
    look(LATE)
    clock.now = LATE
    lu, gu, shen, qin = (phone(name) for name in ("lu", "gu", "shen", "qin"))

    assert inbox(lu) == inbox(gu) == [("overdue", False, False)]
    assert inbox(shen) == inbox(qin) == []
    [alert] = [r["data"] for (t, _), r in lu.records.items() if t == "alert"]
    assert alert["subject"] == {"type": "case", "id": case_id} and alert["due_at"] == LATE and alert["seen_at"] is None


def test_what_nobody_has_taken_is_the_squadron_leaders(filed, look):
    due(filed(accept=False), DUE)

    look(DUE)

    assert told() == [("gu", "due")]


def test_a_late_start_tells_everybody_once_how_things_stand(filed, look):
    due(filed(), DUE)

    look(LATER + 10 * DAY)

    assert sorted(told()) == [("gu", "overdue"), ("lin", "overdue_3"), ("lu", "overdue")]


def test_nobody_is_told_of_the_eve_of_a_deadline_that_was_set_after_it(filed, look, clock):
    due(filed(), clock() + 2 * HOUR)  # 08:30 of the day before was yesterday

    look(clock() + HOUR)
    assert told() == []

    look(clock() + 2 * HOUR)
    assert told() == [("lu", "due")]


def test_when_it_is_done_no_further_rung_comes_and_what_is_open_ends(filed, look, phone, inbox, clock):
    case_id = filed()
    due(case_id, DUE)
    look(DUE)
    lu = phone("lu")
    lu.sent(lu.op("task.accept", case_id, {}), lu.op("task.report_done", case_id, {"result": "fixed", "text": "已清理"}))

    done = look(LATE)
    assert (done["made"], done["ended"], done["faults"]) == (0, 1, 0)

    clock.now = LATE
    assert inbox(lu) == [("due", False, True)]
    assert look(LATER)["made"] == 0


def test_a_new_deadline_begins_a_new_ladder(filed, look):
    case_id = filed()
    due(case_id, DUE)
    look(LATE)
    due(case_id, DUE + 7 * DAY)

    done = look(LATE)
    assert (done["made"], done["ended"], done["faults"]) == (0, 2, 0)
    look(DUE + 7 * DAY)

    assert [kind for name, kind in told() if name == "lu"] == ["overdue", "due"]


def test_who_has_it_now_is_told_and_who_had_it_is_left_alone(filed, look, world, inbox, phone, clock):
    case_id = filed()
    due(case_id, DUE)
    look(LATE)
    with transaction():
        db.session.get(Case, case_id).assignee_id = world.people["shen"]
    look(LATE + HOUR)
    clock.now = LATE + HOUR

    assert inbox(phone("lu")) == [("overdue", False, True)]
    assert inbox(phone("shen")) == inbox(phone("gu")) == [("overdue", False, False)]


def test_who_has_left_is_told_nothing(filed, look, world):
    due(filed(), DUE)
    with transaction():
        world.user("lu").disabled_at = 1

    look(DUE)

    assert told() == [("gu", "due")]


def test_a_row_that_cannot_be_read_steps_aside(filed, look, faults):
    good, bad = filed(), filed()
    due(good, DUE)
    due(bad, DUE)
    with transaction():
        db.session.get(Case, bad).category = "no such category"

    done = look(LATE)

    assert (done["made"], done["faults"]) == (2, 1)
    assert [type(fault).__name__ for fault in faults] == ["KeyError"]
    assert {row.subject_id for row in db.session.query(Alert)} == {good}


def test_a_row_that_cannot_be_written_steps_aside_whole(filed, look, faults, monkeypatch):
    good, bad = filed(), filed()
    due(good, DUE)
    due(bad, DUE)
    insert = store.insert_alert

    def falls(**values):
        made = insert(**values)
        if values["subject_id"] == bad and values["user_id"] != db.session.get(Case, bad).assignee_id:
            raise RuntimeError("half way")
        return made

    monkeypatch.setattr(store, "insert_alert", falls)
    done = look(LATE)
    monkeypatch.undo()

    assert (done["made"], done["faults"], len(faults)) == (2, 1, 1)
    assert {row.subject_id for row in db.session.query(Alert)} == {good}
    assert look(LATE)["made"] == 2


def test_a_look_ahead_does_not_make_the_worker_take_back_or_repeat(filed, look):
    due(filed(), DUE)
    look(LATER)
    ahead = told()

    for moment in (EVE, DUE, LATE, LATER):
        assert set(look(moment).values()) == {0}
    assert told() == ahead


def test_an_alert_that_is_over_leaves_the_phone_after_a_month(filed, look, phone, inbox, clock):
    case_id = filed()
    due(case_id, DUE)
    look(DUE)
    due(case_id, DUE + 90 * DAY)
    look(DUE + HOUR)
    clock.now = DUE + 31 * DAY
    lu = phone("lu")
    assert len(inbox(lu)) == 1

    assert look(clock())["put_away"] == 1

    assert inbox(lu) == []
    assert db.session.query(Alert).count() == 1


def test_seen_is_said_once_and_only_of_ones_own(filed, look, phone, inbox, clock):
    due(filed(), DUE)
    look(LATE)
    clock.now = LATE + HOUR
    lu, gu = phone("lu"), phone("gu")
    inbox(lu)
    [alert_id] = [i for (t, i) in lu.records if t == "alert"]

    assert gu.client.post(f"/api/v1/alerts/{alert_id}/seen").status_code == 404
    for _ in range(2):
        assert lu.client.post(f"/api/v1/alerts/{alert_id}/seen").status_code == 204
        clock.forward(HOUR)

    assert inbox(lu) == [("overdue", True, False)]
    assert lu.records["alert", alert_id]["data"]["seen_at"] == LATE + HOUR


def test_a_rung_more_is_a_row_more(filed, app, faults):
    due(filed(), DUE)
    rules = load()
    week = {"code": "overdue_7", "zh": "已超期7天", "en": "Seven days overdue", "when": {"from": "due", "days": 7, "at": "08:30"},
            "to": ["platform", "city"], "urgency": "high", "channel": ["inbox"]}
    more = dataclasses.replace(rules, ladder=rules.ladder | {"rungs": [*rules.ladder["rungs"], week]})

    raising.look(DUE + 8 * DAY, more, faults.append)

    assert {(name, kind) for name, kind in told()} >= {("bai", "overdue_7"), ("cheng", "overdue_7"), ("lin", "overdue_3")}
    assert faults == []


def test_much_at_once_is_written_some_at_a_time_with_a_rest_between(filed, app, faults):
    for _ in range(raising.TOGETHER + 3):
        due(filed(accept=False), DUE)
    rests = []

    done = raising.look(DUE, load(), faults.append, lambda: rests.append(db.session.query(Alert).count()))

    assert (done.made, rests, faults) == (raising.TOGETHER + 3, [raising.TOGETHER, raising.TOGETHER + 3], [])
