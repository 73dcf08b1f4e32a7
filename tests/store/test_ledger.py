"""Reads of the ledger: what a person is told about their ops, and what holds another back."""

import pytest

from fieldapp.store import ledger
from tests.clock import DAY
from tests.phone import op_id
from tests.plans import plans


def told(phone, since=0):
    return [op.op_id for op in ledger.verdicts_of(phone.user_id, since)]


def test_what_was_plainly_applied_needs_no_telling(phone):
    shen = phone("shen")
    shen.sent(shen.report()[1])

    assert told(shen) == []


def test_what_counts_or_is_settled_is_told_for_a_while_and_what_waits_always(phone, clock):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    refused, held = lu.op("case.close", case_id, {}), lu.op("task.accept", "01900000-0000-7000-8000-00000000000f", {})
    flagged = lu.op("case.educate", case_id, {"ground": "first", "text": "x"}, "act", local_ms=clock() - DAY)
    lu.sent(refused, held, flagged)

    assert told(lu) == told(lu, clock()) == [op_id(refused), op_id(held), op_id(flagged)]
    assert told(lu, clock() + 1) == [op_id(held)]
    assert told(shen) == []


def test_a_late_decision_is_told_again(phone, clock):
    lu, lin = phone("lu"), phone("lin")
    note = lu.op("case.note", "01900000-0000-7000-8000-00000000000f", {"text": "x"}, "fact")
    lu.sent(note)
    clock.forward(20 * DAY)
    lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(note)}, {"decision": "dismiss", "reason": "不属实"}))

    assert told(lu, clock()) == [op_id(note)]
    assert told(lu, clock() + 1) == []


def test_a_phone_with_a_wrong_clock_is_told_of_the_newest_only(phone, clock, monkeypatch):
    monkeypatch.setattr(ledger, "NEWS_TOLD", 3)
    monkeypatch.setattr(ledger, "WAITING_TOLD", 2)
    shen, lin = phone("shen"), phone("lin")
    shen.offset_ms = 2 * DAY
    in_effect = [shen.report()[1] for _ in range(6)]
    waiting = [shen.op("case.note", f"01900000-0000-7000-8000-00000000000{n}", {"text": "x"}, "fact") for n in range(4)]
    shen.sent(*in_effect, *waiting)

    assert told(shen) == [op_id(op) for op in in_effect[-3:] + waiting[-2:]]

    clock.forward(DAY)
    lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(in_effect[0])}, {"decision": "confirm", "reason": "看过"}))

    assert told(shen) == [op_id(op) for op in [in_effect[0], *in_effect[-2:], *waiting[-2:]]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_search_for_news_reads_no_op_that_was_plainly_applied(app, world):
    received, decided, waiting, *_ = plans(lambda: ledger.verdicts_of(world.people["shen"], 0))

    for steps, index in ((received, "ix_op_user_special"), (decided, "ix_op_user_decided"), (waiting, "ix_op_user_special")):
        assert f"SEARCH op USING INDEX {index} (user_id=?" in steps[0], steps
        assert not any(step.startswith("SCAN") for step in steps)


def test_what_holds_back_another(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    good, bad = lu.op("task.accept", case_id, {}), lu.op("case.close", case_id, {})
    lu.sent(good, bad)

    assert ledger.held_back([op_id(report), op_id(good)]) is None
    assert ledger.held_back([op_id(good), op_id(bad), "unknown"]) == op_id(bad)
    assert ledger.held_back([]) is None
