"""Whom to believe about time (protocol 6): claims are kept beside the server's time, doubtful ones are flagged and count."""

from fieldapp.store.base import db
from fieldapp.store.ledger import Flag, Op
from tests.clock import DAY, HOUR, MINUTE


def flags_of(phone, **more):
    [result] = phone.sent(phone.report(**more)[1])
    assert result["in_effect"]
    return result["flags"]


def test_two_hours_fast_and_unaware_of_it(phone, clock):
    shen = phone("shen", now=lambda: clock() + 2 * HOUR)

    case_id, op = shen.report()
    [result] = shen.sent(op)
    shen.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "clock_future", True)
    case = shen.cases()[case_id]
    assert (case["reported_at"], case["claimed_at"]) == (clock(), clock() + 2 * HOUR)
    assert case["state"] == "dispatched"


def test_two_hours_fast_with_the_right_offset_claims_right(phone, clock):
    shen = phone("shen", now=lambda: clock() + 2 * HOUR)
    shen.offset_ms = -2 * HOUR

    [result] = shen.sent(shen.report()[1])

    assert result["flags"] == ["clock_off"]
    assert db.session.get(Op, result["op_id"]).claimed_at == clock()


def test_a_fast_clock_put_right_is_not_blamed_for_going_back(phone, clock):
    fast = {"by": 2 * HOUR}
    shen = phone("shen", now=lambda: clock() + fast["by"])
    assert flags_of(shen) == ["clock_future"]

    fast["by"] = 0

    assert flags_of(shen) == []


def test_set_back_after_the_last_contact(phone, clock):
    shen = phone("shen")
    clock.forward(HOUR)
    shen.pull()

    assert flags_of(shen, local_ms=clock() - 3 * MINUTE) == ["clock_back"]


def test_set_back_behind_the_op_before_it(phone, clock):
    shen = phone("shen")
    clock.forward(HOUR)
    assert flags_of(shen) == []

    assert flags_of(shen, local_ms=clock() - 30 * MINUTE) == ["clock_back"]


def test_set_back_within_one_page_load_against_the_monotonic_clock(phone, clock):
    shen = phone("shen")
    clock.forward(HOUR)
    at = lambda op, mono: {"local": "2026-11-18T11:00:00+08:00", "tz": "Asia/Shanghai", "offset_ms": 0, "offset_age_s": 0,  # noqa: E731
                           "mono_ms": mono, "boot": "one"}

    first = flags_of(shen, at=at(1, 0))
    second = flags_of(shen, at=at(2, HOUR))

    assert (first, second) == ([], ["clock_back"])


def test_before_the_lane_was_made(phone, clock):
    shen = phone("shen")

    assert flags_of(shen, local_ms=clock() - 3 * MINUTE) == ["clock_back"]


def test_a_backlog_from_before_the_last_contact_is_honest(phone, clock):
    """Five ops are captured offline; the pull gets through, the push does not; then it does."""
    shen = phone("shen")
    clock.forward(HOUR)
    backlog = [shen.report()[1] for _ in range(5)]
    clock.forward(2 * HOUR)
    shen.pull()

    results = shen.sent(*backlog)

    assert [r["flags"] for r in results] == [[]] * 5
    assert flags_of(shen, local_ms=clock() - HOUR) == ["clock_back"]


def test_three_days_without_a_network_are_fine(phone, clock):
    shen = phone("shen")
    shen.pull()
    morning = shen.report()[1]
    clock.forward(3 * DAY)
    evening = shen.report()[1]

    results = shen.sent(morning, evening)

    assert [r["verdict"] for r in results] == ["applied", "applied"]
    claimed = [db.session.get(Op, r["op_id"]).claimed_at for r in results]
    assert claimed == [clock() - 3 * DAY, clock()]


def test_the_author_is_told_of_the_flag_by_the_next_pull(phone, clock):
    shen = phone("shen")

    flags_of(shen, local_ms=clock() - HOUR)

    [verdict] = shen.pull()["verdicts"]
    assert (verdict["verdict"], verdict["flags"]) == ("flagged", [{"code": "clock_back", "state": "open"}])


def test_a_request_by_a_doubtful_clock_is_applied_with_its_flag_open_for_the_leader(phone, clock, rows):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)

    [result] = lu.sent(lu.op("task.accept", case_id, {}, local_ms=clock() - HOUR))
    lu.pull()

    assert (result["verdict"], result["code"], result["flags"], result["in_effect"]) == ("applied", None, ["clock_back"], True)
    assert lu.cases()[case_id]["state"] == "in_progress"
    assert rows(Flag, op_id=result["op_id"], state="open") == 1


def test_a_request_said_to_be_a_fact_is_judged_as_a_request(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)

    accepted, closed = lu.sent(lu.op("task.accept", case_id, {}, "fact"), lu.op("case.close", case_id, {}, "fact"))

    assert (accepted["verdict"], accepted["flags"]) == ("applied", ["wrong_kind"])
    assert (closed["verdict"], closed["code"], closed["flags"]) == ("refused", "state_moved", ["wrong_kind"])


def test_a_held_request_by_a_doubtful_clock_is_applied_when_its_case_comes(phone, clock):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    [held] = lu.sent(lu.op("task.accept", case_id, {}, local_ms=clock() - HOUR))

    shen.sent(report)
    [verdict] = lu.pull()["verdicts"]

    assert (held["verdict"], held["flags"]) == ("held", ["clock_back"])
    assert (verdict["verdict"], verdict["code"], verdict["in_effect"]) == ("applied", None, True)
    assert verdict["flags"] == [{"code": "clock_back", "state": "open"}]


def test_a_pull_that_does_not_say_how_far_the_phone_is_proves_nothing(phone, clock):
    shen = phone("shen")
    clock.forward(HOUR)
    _, report = shen.report()
    clock.forward(HOUR)
    shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1})

    assert shen.sent(report)[0]["flags"] == []
