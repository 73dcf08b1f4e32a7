"""The desk acts by ops too, signed by the server for a person (protocol 6)."""

import json

import pytest

from fieldapp.domain.problems import Problem
from fieldapp.store.base import db
from fieldapp.store.devices import Lane
from fieldapp.store.ledger import Op, Quarantine
from fieldapp.sync.desk_lane import submit
from fieldapp.sync.verify import verify_all
from tests.phone import new_id
from tests.sync.test_repeats import at_once

SECRET = b"lane key of tests"


@pytest.fixture
def act(app, world, clock):
    """Do something at the desk, in a context of its own like a request's."""
    def submitted(who, type_, case_id, payload, **more):
        with app.app_context():
            return submit(world.user(who), type_, {"type": "case", "id": case_id}, payload, clock(), secret=SECRET, **more)
    return submitted


@pytest.fixture
def case_id(phone):
    bai = phone("bai")
    made, report = bai.report("HB05", source="hotline")
    bai.sent(report)
    return made


def test_what_is_done_at_the_desk_is_in_the_ledger_and_verifies(act, case_id, world):
    judged = act("bai", "case.accept", case_id, {}, session="abc")

    op = db.session.get(Op, judged.op_id)
    said = json.loads(op.body)
    assert (judged.verdict, judged.dup, op.user_id) == ("applied", False, world.people["bai"])
    assert (said["session"], said["type"], said["lane_seq"], said["kind"]) == ("abc", "case.accept", 1, "request")
    assert db.session.get(Lane, op.lane_id).at_desk
    assert verify_all().faults == []


def test_a_refusal_is_in_the_ledger_as_well(act, case_id):
    judged = act("bai", "case.close", case_id, {})

    assert (judged.verdict, judged.code) == ("refused", "state_moved")
    assert act("bai", "case.accept", case_id, {}).verdict == "applied"


def test_a_double_tap_is_one_act(act, case_id, clock, rows):
    op_id = new_id(clock())

    first, second = (act("bai", "case.accept", case_id, {}, op_id=op_id) for _ in range(2))

    assert (first.verdict, first.dup, second.verdict, second.dup) == ("applied", False, "applied", True)
    assert rows(Op, type="case.accept") == 1


def test_a_double_tap_at_once_is_one_act(act, case_id, clock, rows):
    op_id = new_id(clock())

    judged = at_once(*[lambda: act("bai", "case.accept", case_id, {}, op_id=op_id)] * 6)

    assert [j.verdict for j in judged] == ["applied"] * 6
    assert sum(not j.dup for j in judged) == 1
    assert rows(Op, type="case.accept") == 1


def test_many_windows_at_once_make_one_unbroken_lane(act, case_id, rows):
    """Two windows of one person never fork their lane, not even for a moment: nothing goes to quarantine."""
    judged = at_once(*(lambda n=n: act("bai", "case.note", case_id, {"text": str(n)}) for n in range(8)))

    assert [j.verdict for j in judged] == ["applied"] * 8
    assert (rows(Quarantine), rows(Lane, at_desk=True)) == (0, 1)
    assert verify_all().faults == []
    assert db.session.query(Lane).filter_by(at_desk=True).one().head_seq == 8


def test_an_op_id_that_stands_for_another_act(act, case_id, clock):
    op_id = new_id(clock())
    act("bai", "case.accept", case_id, {}, op_id=op_id)

    for who, type_ in (("bai", "case.close"), ("lin", "case.accept")):
        with pytest.raises(Problem, match="id_taken"):
            act(who, type_, case_id, {}, op_id=op_id)


def test_what_makes_no_op(act, case_id, rows):
    with pytest.raises(Problem, match="unknown_type"):
        act("bai", "case.burn", case_id, {})
    with pytest.raises(Problem, match="too_large"):
        act("bai", "case.note", case_id, {"text": "x" * 70_000})
    with pytest.raises(Problem, match="invalid"):
        act("bai", "case.note", case_id, {"text": "x"}, op_id="not-an-id")
    assert (rows(Op, type="case.note"), rows(Quarantine)) == (0, 0)


def test_a_phone_cannot_take_the_desks_place(phone, act, case_id, world):
    act("bai", "case.accept", case_id, {})
    bai = phone("bai")
    desk = db.session.query(Lane).filter_by(at_desk=True).one()

    bai.lane_id, bai.device_id, bai.seq, bai.head = desk.id, desk.device_id, desk.head_seq, desk.head_hash
    answer = bai.push(bai.op("case.note", case_id, {"text": "x"}, "fact"))

    assert answer.json["results"][0]["code"] == "bad_sig"
