"""Whatever comes first: of what was done anew, withdrawn or handed over, only one ever counts, and nothing stops the line."""

import pytest

from fieldapp.store.ledger import op as stored
from fieldapp.store.ledger import open_ops
from tests.phone import op_id
from tests.sync.export import export, load
from tests.sync.test_own_ops import about, decide, withdraw


def test_what_names_a_record_where_an_op_belongs_does_not_stop_the_line(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    _, anew = lu.report(supersedes=case_id)
    lu.sent(anew, lu.op("op.withdraw", {"type": "op", "id": case_id}, {"reason": "x"}))

    assert shen.push(report).status_code == 200

    assert stored(op_id(report)).in_effect


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_what_was_made_anew_counts_once_when_both_waited_for_the_same(phone, order):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    note = lu.op("case.note", case_id, {"text": "一"}, "fact")
    first_lane = Lane(lu)
    lu.epoch += 1
    lu.enroll()
    anew = lu.op("case.note", case_id, {"text": "二"}, "fact", supersedes=op_id(note))
    for one in order:
        lu.sent(anew) if one == "B" else first_lane.sent(note)

    shen.sent(report)

    assert [stored(op_id(one)).in_effect for one in (note, anew)] == [False, True]


def test_a_chain_of_doing_anew_ends_in_one_also_when_the_first_comes_last(phone):
    shen, qin, lu = phone("shen"), phone("qin"), phone("lu")
    other, report = qin.report(category="LY01")
    qin.sent(report)
    _, stuck = shen.report(text="第一次")
    shen.epoch += 1
    shen.enroll()
    again = shen.op("case.note", other, {"text": "第二次"}, "fact", supersedes=op_id(stuck))
    _, last = shen.report(text="第三次", supersedes=op_id(again))
    assert [one["in_effect"] for one in shen.sent(again, last)] == [False, True]

    load(lu.client, export(stuck))

    assert [stored(op_id(one)).in_effect for one in (stuck, again, last)] == [False, False, True]


def test_what_was_done_on_the_spot_and_done_anew_is_not_confirmed_too(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.sent(lu.op("task.accept", case_id, {}))
    educated = shen.op("case.educate", case_id, {"ground": "minor", "text": "劝导"}, "act")
    shen.sent(educated)
    shen.sent(shen.op("case.note", case_id, {"text": "劝导过"}, "fact", supersedes=op_id(educated)))

    assert decide(phone("gu"), educated)["code"] == "made_anew"

    assert not stored(op_id(educated)).in_effect


def test_an_op_that_counts_keeps_its_hold_on_the_earlier_one_when_its_flag_is_dismissed(phone, clock):
    shen, lu = phone("shen", now=lambda: clock() + 3_600_000), phone("lu")
    _, stuck = shen.report()
    shen.epoch += 1
    shen.enroll()
    _, anew = shen.report(supersedes=op_id(stuck))
    assert shen.sent(anew)[0]["in_effect"]
    assert decide(phone("gu"), anew, "dismiss", "时间不对")["verdict"] == "applied"

    load(lu.client, export(stuck))

    assert not stored(op_id(stuck)).in_effect


@pytest.mark.parametrize("decided", ["", "dismiss"])
def test_what_was_handed_over_with_its_content_waits_for_the_leader_when_it_comes(phone, decided):
    shen, gu = phone("shen"), phone("gu")
    _, late = shen.report()
    lane = Lane(shen)
    shen.epoch += 1
    shen.enroll()
    handed = shen.op("op.hand_over", about(late), {"text": "传不上", "content": {"type": "report.file"}}, "fact")
    shen.sent(handed)
    if decided:
        decide(gu, handed, decided)

    assert lane.sent(late)[0]["in_effect"] is False

    assert stored(op_id(late)).flags[0].state == "open"
    assert decide(gu, late)["verdict"] == "applied"
    assert stored(op_id(late)).in_effect


def test_confirming_what_still_waits_for_its_case_is_refused_and_not_held(phone):
    lu, shen, gu = phone("lu"), phone("shen"), phone("gu")
    case_id, _ = shen.report()
    taken = lu.op("task.accept", case_id, {})
    lu.sent(taken)

    assert (decide(gu, taken)["verdict"], decide(gu, taken)["code"]) == ("refused", "unknown_target")


def test_a_handing_over_is_answered_also_when_what_it_hands_over_cannot_take_effect(phone):
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, first = shen.report()
    shen.sent(first)
    second = lu.report(case_id=case_id)[1]
    lu.sent(second)
    handed = lu.op("op.hand_over", about(second), {"text": "请看"}, "fact")
    lu.sent(handed)

    assert decide(gu, handed)["verdict"] == "applied"

    assert (stored(op_id(handed)).flags[0].state, stored(op_id(handed)).detail["still_open"]) == ("confirmed", "id_taken")
    assert stored(op_id(second)).flags[0].state == "open" and not stored(op_id(second)).in_effect
    assert [one.op_id for one in open_ops(frozenset(), [lu.user_id])] == [op_id(second)]


def test_withdrawing_what_never_came_takes_its_handing_over_back(phone):
    shen = phone("shen")
    _, lost = shen.report()
    shen.epoch += 1
    shen.enroll()
    shen.sent(shen.op("op.hand_over", about(lost), {"text": "传不上", "content": {"type": "report.file"}}, "fact"))

    assert withdraw(shen, lost)["verdict"] == "applied"

    assert open_ops(frozenset(), [shen.user_id]) == []


class Lane:
    """A lane that a phone had before it enrolled anew, still to be pushed to."""

    def __init__(self, phone):
        self.phone, self.lane_id = phone, phone.lane_id

    def sent(self, *ops):
        answer = self.phone.push(*ops, lane_id=self.lane_id)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]
