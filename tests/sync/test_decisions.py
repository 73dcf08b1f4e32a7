"""flag.decide: a leader confirms or dismisses what was flagged (protocol 2)."""

import pytest

from fieldapp.store.ledger import Flag
from tests.phone import op_id, photo_ref

PHOTO = b"\xff\xd8\xff" + b"p" * 100
TALK = {"ground": "minor", "text": "当场劝导"}


def decision(phone, op, decision="confirm", reason="情况属实"):
    [result] = phone.sent(phone.op("flag.decide", {"type": "op", "id": op_id(op)}, {"decision": decision, "reason": reason}))
    return result


@pytest.fixture
def without_right(phone):
    """沈 educated on 陆's case without being its handler: (case id, 沈's phone, the op), the photo sent too."""
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.sent(lu.op("task.accept", case_id, {}))
    op = shen.op("case.educate", case_id, TALK, "act", blobs=[photo_ref(PHOTO)])
    [result] = shen.sent(op)
    assert (result["code"], result["in_effect"]) == ("no_authority", False)
    assert shen.put(PHOTO).status_code == 201
    return case_id, shen, op


def test_before_a_decision_neither_state_nor_history_nor_photos_show_it(without_right):
    case_id, shen, _ = without_right
    shen.pull()

    case = shen.cases()[case_id]
    assert (case["state"], case["photos"], len(case["timeline"])) == ("in_progress", [], 2)


def test_confirming_gives_it_its_effect(without_right, phone):
    case_id, shen, op = without_right

    assert decision(phone("gu"), op)["verdict"] == "applied"
    [verdict] = shen.pull()["verdicts"]

    case = shen.cases()[case_id]
    assert (case["state"], case["outcome"], case["handler"]) == ("educated", "educated", shen.user_id)
    assert [(p["sha256"], p["stored"]) for p in case["photos"]] == [(photo_ref(PHOTO)["sha256"], True)]
    assert [line["type"] for line in case["timeline"]] == ["report.file", "task.accept", "case.educate", "flag.decide"]
    assert (verdict["in_effect"], verdict["decided"]) == (True, True)
    assert verdict["flags"] == [{"code": "no_authority", "state": "confirmed"}]


def test_dismissing_does_not(without_right, phone):
    case_id, shen, op = without_right

    assert decision(phone("gu"), op, "dismiss")["verdict"] == "applied"
    [verdict] = shen.pull()["verdicts"]

    assert shen.cases()[case_id]["state"] == "in_progress"
    assert (verdict["in_effect"], verdict["decided"]) == (False, True)
    assert verdict["flags"] == [{"code": "no_authority", "state": "dismissed"}]


@pytest.mark.parametrize("who, code", [("shen", "not_allowed"), ("lu", "not_allowed"), ("bai", "not_allowed"), ("qin", "no_access")])
def test_who_may_not_decide(without_right, phone, who, code, rows):
    _, _, op = without_right

    result = decision(phone(who), op)

    assert (result["verdict"], result["code"]) == ("refused", code)
    assert rows(Flag, state="open") == 1


def test_nobody_decides_over_their_own(phone):
    lin = phone("lin")
    op = lin.op("case.note", lin.report()[0], {"text": "x"}, "fact", lane_seq=1, prev_hash=lin.register()["lane_head"]["hash"])
    lin.sent(op)

    assert decision(lin, op)["code"] == "same_person"


def test_a_leader_decides_over_all(without_right, phone):
    _, _, op = without_right

    assert decision(phone("lin"), op)["verdict"] == "applied"


def test_twice_is_once(without_right, phone):
    case_id, shen, op = without_right
    decision(phone("gu"), op)

    assert decision(phone("lin"), op, "dismiss")["code"] == "state_moved"
    shen.pull()
    assert shen.cases()[case_id]["state"] == "educated"


@pytest.mark.parametrize("payload, code", [
    ({"decision": "confirm", "reason": " "}, "reason_missing"), ({"decision": "confirm"}, "reason_missing"),
    ({"decision": "perhaps", "reason": "x"}, "field_missing:decision"),
])
def test_a_decision_says_what_and_why(without_right, phone, payload, code):
    _, _, op = without_right
    gu = phone("gu")

    [result] = gu.sent(gu.op("flag.decide", {"type": "op", "id": op_id(op)}, payload))

    assert (result["verdict"], result["code"]) == ("refused", code)


def test_what_cannot_take_effect_cannot_be_confirmed_only_dismissed(phone):
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, first = shen.report()
    shen.sent(first)
    second = lu.report(case_id=case_id)[1]
    lu.sent(second)

    confirmed = decision(gu, second)
    [still] = lu.pull()["verdicts"]
    dismissed = decision(gu, second, "dismiss")

    assert (confirmed["verdict"], confirmed["code"]) == ("refused", "id_taken")
    assert (still["decided"], still["flags"]) == (False, [{"code": "id_taken", "state": "open"}])
    assert dismissed["verdict"] == "applied"


def test_what_waits_and_is_dismissed_stays_without_effect_when_its_case_comes(phone):
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, report = shen.report()
    note = lu.op("case.note", case_id, {"text": "x"}, "fact")
    lu.sent(note)

    decision(gu, note, "dismiss")
    shen.sent(report)
    [verdict] = lu.pull()["verdicts"]

    assert (verdict["in_effect"], verdict["decided"]) == (False, True)
    assert [line["type"] for line in lu.cases()[case_id]["timeline"]] == ["report.file"]


def test_confirming_a_flag_never_lets_in_what_was_refused(phone, clock):
    """A refused request with a doubtful clock: the leader's word on the clock is no word on the request."""
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.offset_ms = 10 * 60_000
    close = lu.op("case.close", case_id, {}, local_ms=clock() - 10 * 60_000)
    [refused] = lu.sent(close)

    decision(gu, close)
    lu.pull()

    assert (refused["verdict"], refused["flags"]) == ("refused", ["clock_off"])
    assert lu.cases()[case_id]["state"] == "dispatched"


def test_a_decision_that_comes_before_its_op_is_held_for_it(phone, clock):
    shen, gu = phone("shen"), phone("gu")
    shen.offset_ms = 10 * 60_000
    case_id, report = shen.report(local_ms=clock() - 10 * 60_000)

    early = decision(gu, report)
    shen.sent(report)
    [told] = gu.pull()["verdicts"]

    assert (early["verdict"], early["code"]) == ("held", "unknown_target")
    assert (told["verdict"], told["decided"]) == ("applied", True)
    assert shen.pull()["verdicts"][0]["flags"] == [{"code": "clock_off", "state": "confirmed"}]
