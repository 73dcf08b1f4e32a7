"""The second half of the work is there to be looked at: orders in every stage, papers that say what their template says, registers
whose every number has a fate. What is asked is what a visitor would look for, not how it came about."""

from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import select

from fieldapp.documents.filled import values_of
from fieldapp.domain import papers
from fieldapp.domain.deadlines import OWED, last_day_of, standing
from fieldapp.operations.follow import plain
from fieldapp.operations.papers import officers_on_paper
from fieldapp.rulebook import load
from fieldapp.store import cases, ledger
from fieldapp.store.attestations import Attestation
from fieldapp.store.base import db
from fieldapp.store.blobs import Claim
from fieldapp.store.days import day_of
from fieldapp.store.documents import Document
from fieldapp.store.inspections import Inspection
from fieldapp.store.numbers import Number, StrayNumber, registers
from fieldapp.store.orders import Order, OrderItem, decisions_of
from fieldapp.store.people import user_called
from tests.clock import DAY, NOW

FICTIONAL = "（演示）"


def every(model) -> list:
    return list(db.session.scalars(select(model)))


def items() -> list[OrderItem]:
    return every(OrderItem)


def the_papers() -> list[Order | Document]:
    return [*every(Order), *every(Document)]


def test_items_stand_in_every_way_the_clock_knows(world):
    clocks = load().clocks
    stands = Counter(standing(plain(item), NOW, clocks) for item in items())
    days_late = sorted((NOW - item.due_at) // DAY for item in items() if item.overdue and item.state in OWED)

    assert stands["today"] >= 2 and stands["soon"] >= 1 and stands["open"] >= 4 and stands["settled"] >= 4
    assert days_late == [1, 4]
    assert last_day_of(NOW, clocks) in {last_day_of(item.due_at, clocks) for item in items()}


def test_an_order_was_served_today_with_immediate_and_three_working_days(world):
    today = [order for order in every(Order) if order.served_at and day_of(order.served_at) == day_of(NOW)]

    given = [(item.kind, item.given) for order in today for item in order.items]
    assert ("immediate", None) in given
    assert ("date", {"n": 3, "unit": "working_day"}) in given


def test_items_are_in_every_stage_of_their_life(world):
    states = Counter(item.state for item in items())
    granted = [item for item in items() if decisions_of([item.id])[item.id]]

    assert {"served", "done_claimed", "ext_requested", "closed", "superseded", "withdrawn"} <= set(states)
    assert [item.due_at > item.original_due_at for item in granted] == [True]
    assert [item.result for item in items() if item.parent_id is None and item.result] .count("partial") == 1
    assert sum(item.parent_id is not None for item in items()) == 1


def test_what_a_recheck_found_undone_was_taken_up_by_a_second_order(world):
    failed, = (item for item in items() if item.result == "fail")
    again, = (item for item in items() if item.finding_id == failed.finding_id and item.id != failed.id)

    assert failed.state == "superseded" and again.state == "served"
    assert again.order.inspection_id == failed.order.inspection_id


def test_a_passed_recheck_closed_its_order_and_its_case(world):
    closed = [order for order in every(Order) if order.state == "closed"]

    assert [(cases.case(o.case_id).state, {i.result for i in o.items}) for o in closed] == [("closed", {"pass"})]


def test_orders_end_in_the_other_ways_too(world):
    orders = every(Order)
    withdrawn, = (o for o in orders if o.state == "withdrawn")
    superseded, = (o for o in orders if o.state == "superseded")
    successor = db.session.get(Order, superseded.superseded_by)
    refused, = (o for o in orders if o.service and o.service["refusal"])
    photos = select(Claim.role).where(Claim.op_id == refused.service["op_id"], Claim.filled_at.is_not(None))

    assert withdrawn.served_at < withdrawn.withdrawn_at and withdrawn.reason
    assert successor.party["name"] != superseded.party["name"] and successor.state == "served"
    assert refused.service["method"] == "left" and refused.service["refusal"]["witness"]
    assert list(db.session.scalars(photos)) == ["evidence"]


def test_the_other_officers_were_asked_and_one_denies(world):
    asked, answers = {user_called(name).id for name in ("lu.guyu", "qin.lixia")}, Counter(row.present for row in every(Attestation))
    waiting = {row.user_id for row in every(Attestation) if row.answered_at is None}

    assert answers[True] >= 15 and answers[False] == 1 and answers[None] >= 2
    assert waiting == asked


def test_inspections_are_on_cases_and_on_plans_and_one_found_nothing(world):
    seen = every(Inspection)

    assert len(seen) >= 10
    assert {i.basis for i in seen} == {"clue", "plan", "campaign"}
    assert sum(i.case_id is not None for i in seen) >= 3 and sum(i.case_id is None for i in seen) >= 3
    assert any(not i.findings for i in seen)


def test_every_party_says_that_it_is_invented(world):
    assert all(FICTIONAL in one.party["name"] for one in (*every(Inspection), *every(Order)))


def test_every_paper_is_complete_says_what_its_template_says_and_is_signed(world):
    rules = load()
    for paper in the_papers():
        op, kind = ledger.op(paper.op_id), rules.documents[paper.kind]
        values = values_of(paper, op) | officers_on_paper(paper.officers, str(day_of(op.claimed_at)))
        signed = {row["sha256"] for row in op.payload["signatures"]}
        claims = db.session.scalars(select(Claim.sha256).where(Claim.op_id == op.op_id, Claim.role == "signature", Claim.filled_at.is_not(None)))

        assert papers.missing(kind, values, rules.clocks) == []
        assert paper.text == papers.plain(papers.fill(kind, values, rules.clocks))
        assert len(signed) == 3 and set(claims) == signed
    assert {paper.kind for paper in the_papers()} == {"order_to_correct", "inspection_record", "recheck_opinion"}


def test_every_number_has_a_fate_and_one_stands_apart(world):
    fates = Counter(number.state for number in every(Number))
    stray, = every(StrayNumber)

    assert set(fates) == {"lent", "used", "voided", "returned", "lost"}
    assert all(number.reason for number in every(Number) if number.state in ("voided", "returned", "lost"))
    assert stray.state == "open" and db.session.get(Number, (stray.register_id, stray.n)) is None


@pytest.mark.parametrize("kind", ["order_to_correct", "recheck_opinion"])
def test_a_register_has_no_hole(world, kind):
    register, = (r for r in registers() if r.kind == kind)
    given = sorted(n.n for n in every(Number) if n.register_id == register.id)

    assert given[0] == 1 and given[-1] == register.next_n - 1
    assert all(b == a + 1 for a, b in pairwise(given))
