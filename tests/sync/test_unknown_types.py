"""Ops of a type that this server does not know yet are held, block nobody, and are judged when it has learnt the type (protocol 2, 4)."""

from dataclasses import replace

import pytest

from fieldapp.rulebook import load
from fieldapp.store.ledger import op
from fieldapp.store.transaction import transaction
from fieldapp.sync import push
from fieldapp.sync.waiting import wake_types
from tests.phone import op_id


@pytest.fixture
def older(monkeypatch):
    """The server stands before an upgrade: it has never heard of notes. Call it to upgrade."""
    rules = load()
    monkeypatch.setattr(push, "load", lambda: replace(rules, actions={k: v for k, v in rules.actions.items() if k != "case.note"}))

    def upgrade(now):
        monkeypatch.setattr(push, "load", load)
        with transaction():
            wake_types(now, rules)

    return upgrade


@pytest.fixture
def held_note(older, phone):
    """(case id, 沈's phone, the note that is held)."""
    shen = phone("shen")
    case_id, report = shen.report()
    note = shen.op("case.note", case_id, {"text": "又看了一次"}, "fact")
    results = shen.sent(report, note)
    assert (results[1]["verdict"], results[1]["code"]) == ("held", "unknown_type")
    return case_id, shen, note


def test_a_leader_cannot_let_it_in_and_is_told_why(held_note, phone):
    lin = phone("lin")
    _, _, note = held_note

    decision = lin.op("flag.decide", {"type": "op", "id": op_id(note)}, {"decision": "confirm", "reason": "看过"})
    [confirmed] = lin.sent(decision)
    [dismissed] = lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(note)}, {"decision": "dismiss", "reason": "看过"}))

    assert (confirmed["verdict"], confirmed["code"]) == ("refused", "unknown_type")
    assert dismissed["verdict"] == "applied"


def test_after_an_upgrade_it_takes_effect(held_note, older, clock):
    case_id, shen, note = held_note

    older(clock())
    shen.pull()

    assert [line["type"] for line in shen.cases()[case_id]["timeline"]] == ["report.file", "case.note"]
    assert (op(op_id(note)).verdict, op(op_id(note)).in_effect) == ("applied", True)


def test_a_version_of_a_type_from_the_future_stays_held(phone, clock):
    shen = phone("shen")
    case_id, report = shen.report()
    note = shen.op("case.note", case_id, {"text": "x"}, "fact", type_v=2)
    shen.sent(report, note)

    with transaction():
        wake_types(clock(), load())

    assert op(op_id(note)).verdict == "held"


def test_a_long_chain_of_waiting_ops_is_let_through_at_once(phone, world):
    """Each waits for the one before it; the first waits for a case that comes last of all."""
    bai, shen = phone("bai"), phone("shen")
    ours, report = bai.report(category="JT03", source="hotline")
    late, late_report = shen.report(category="JT03")
    up = bai.op("case.escalate", ours, {"to_unit": world.units["city"], "reason": "x"})
    chain = [bai.op("case.escalate", late, {"to_unit": world.units["city"], "reason": "x"})]
    for n in range(90):
        chain.append(bai.op("case.receipt", ours, {"text": str(n)}, base={"version": 0, "after": [op_id(chain[-1])]}))
    assert bai.sent(report, up)[1]["verdict"] == "applied"
    assert {r["verdict"] for r in bai.sent(*chain)} == {"held"}

    assert shen.sent(late_report)[0]["verdict"] == "applied"

    assert {op(op_id(o)).verdict for o in chain} == {"applied"}
