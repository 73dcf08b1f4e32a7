"""What was not allowed, from beginning to end: kept, shown, without effect; then what a leader's word makes of it (protocol 2, 6, 7)."""

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import rulebook
from fieldapp.store import numbers
from fieldapp.store.base import db
from fieldapp.store.inspections import Inspection
from fieldapp.store.ledger import op as kept
from fieldapp.store.orders import Order
from fieldapp.store.people import Certificate
from fieldapp.store.transaction import transaction
from fieldapp.sync import push
from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR, MINUTE, at
from tests.desk.conftest import at_desk  # noqa: F401  (fixtures)
from tests.desk.test_registers import PAGE, lines
from tests.papers.street import NUMBER, REGISTER
from tests.phone import op_id

NO_EFFECT = ("flagged", "no_authority", False)


def said(result):
    return result["verdict"], result["code"], result["in_effect"]


def decide(by, op, decision="confirm"):
    return by.sent(by.op("flag.decide", {"type": "op", "id": op_id(op)}, {"decision": decision, "reason": "看过"}))[0]


def ends(user_id: str, last: date) -> None:
    with transaction():
        db.session.query(Certificate).filter_by(user_id=user_id).one().valid_to = last


class ByHand:
    """沈, a patroller, lets a changed phone sign an inspection, an order and its service in their own name."""

    def __init__(self, street, phone):
        self.street, self.shen = street, phone("shen")
        self.officers = [self.shen.user_id, street.officers[1]]
        inspection, findings, self.seen = self.shen.inspection(self.officers, street.case_id)
        number = {"register": REGISTER, "n": 25, "lease_id": None}
        self.order_id, self.items, self.issued = self.shen.order(inspection, findings, self.officers, number, street.case_id)
        self.served = self.shen.service(self.order_id)
        self.ops = [self.seen, self.issued, self.served]


@pytest.fixture
def by_hand(street, phone) -> ByHand:
    return ByHand(street, phone)


def test_what_a_patroller_signs_by_hand_is_kept_to_the_last_byte_and_does_nothing(street, by_hand, rows):
    before = street.case

    results = by_hand.shen.sent(*by_hand.ops)

    assert [said(r) for r in results] == [NO_EFFECT, *[("flagged", "waiting_target", False)] * 2]
    assert results[0]["detail"] == {"why": "not_allowed"}
    assert [kept(op_id(op)).body for op in by_hand.ops] == [op["body"] for op in by_hand.ops]
    assert (rows(Inspection), rows(Order), numbers.strays_of(REGISTER)) == (0, 0, [])
    assert {k: street.case[k] for k in ("state", "handler", "orders")} == {k: before[k] for k in ("state", "handler", "orders")}
    assert street.number()["n"] == 1 and verify_all().faults == []


def test_a_leader_lets_it_in_step_by_step_and_then_it_counts_as_of_its_own_day(street, by_hand, phone, clock, rows):
    by_hand.shen.sent(*by_hand.ops)
    clock.forward(HOUR)

    assert decide(phone("lin"), by_hand.seen)["verdict"] == "applied"
    assert (rows(Inspection), rows(Order)) == (1, 0)  # the order was woken, and asked for two certified officers itself
    assert {f.code: f.state for f in kept(op_id(by_hand.issued)).flags} == {"no_authority": "open", "waiting_target": "confirmed"}
    assert decide(phone("lin"), by_hand.issued)["verdict"] == "applied"

    order = street.seen(street.gu).held("order")[by_hand.order_id]
    assert (order["state"], order["number"], order["issued_at"]) == ("served", NUMBER.format(25), at("2026-11-18 10:00"))
    assert [(i["state"], i["due_at"]) for i in order["items"]] == [("served", at("2026-11-24 00:00"))] * 2
    assert (street.case["state"], street.case["handler"]) == ("ordered", by_hand.shen.user_id)
    history = [line["type"] for line in street.case["timeline"]]
    assert [history.index(t) for t in ("inspection.record", "order.issue", "order.serve")] == sorted(
        history.index(t) for t in ("inspection.record", "order.issue", "order.serve"))
    assert verify_all().faults == []


def test_its_number_comes_into_the_register_by_a_word_of_its_own(street, by_hand, phone):
    by_hand.shen.sent(*by_hand.ops)
    decide(phone("lin"), by_hand.seen)
    decide(phone("lin"), by_hand.issued)
    assert numbers.number(REGISTER, 25) is None and numbers.stray(op_id(by_hand.issued)).state == "open"

    assert decide(phone("lin"), by_hand.issued)["verdict"] == "applied"

    assert numbers.number(REGISTER, 25).state == "used"


def test_what_a_leader_dismisses_takes_all_that_hung_on_it_along(street, by_hand, phone, rows):
    by_hand.shen.sent(*by_hand.ops)

    assert decide(phone("lin"), by_hand.seen, "dismiss")["verdict"] == "applied"

    assert (rows(Inspection), rows(Order)) == (0, 0) and street.case["state"] == "in_progress"
    assert [kept(op_id(op)).in_effect for op in by_hand.ops] == [False] * 3
    assert decide(phone("lin"), by_hand.seen)["code"] == "state_moved"


@pytest.mark.parametrize("name, code", [("shen", "not_allowed"), ("lu", "not_allowed"), ("bai", "no_access"), ("qin", "no_access")])
def test_only_a_leader_decides(street, by_hand, phone, rows, name, code):
    by_hand.shen.sent(*by_hand.ops)

    result = decide(phone(name), by_hand.seen)

    assert (result["verdict"], result["code"], rows(Inspection)) == ("refused", code, 0)


@pytest.mark.parametrize("decision, made", [("confirm", 1), ("dismiss", 0)])
def test_one_officer_alone_and_a_leaders_word(street, phone, rows, decision, made):
    street.inspect()

    result = street.issue(officers=street.officers[:1])

    assert said(result) == NO_EFFECT and result["detail"]["codes"] == ["one_officer"]
    decide(phone("lin"), street.op, decision)
    assert rows(Order) == made
    assert {n.n for n in numbers.numbers_of(REGISTER) if n.state == "used"} == ({1} if made else set())


@pytest.mark.parametrize("moment, expected", [
    ("2026-11-19 23:59", ("applied", None, True)), ("2026-11-20 00:00", NO_EFFECT),
])
def test_a_certificate_counts_to_the_last_minute_of_its_last_day(street, clock, world, moment, expected):
    street.inspect()
    ends(world.people["gu"], date(2026, 11, 19))
    clock.now = at(moment)
    street.lu.sign_in()

    assert said(street.issue()) == expected


def test_written_on_the_last_day_of_the_authors_certificate_and_sent_after_it(street, phone, clock, world):
    """Right when it was written, ended on the way: it waits for a leader, and then counts with the deadline on the paper."""
    street.inspect()
    number = street.number()
    ends(world.people["lu"], date(2026, 11, 18))
    order_id, _items, op = street.lu.order(street.inspection_id, street.findings, street.officers, number, street.case_id)
    clock.now = at("2026-11-19 09:00")
    street.lu.sign_in()

    [result] = street.lu.sent(op)
    assert said(result) == ("flagged", "authority_ended", False) and numbers.number(REGISTER, 1).state == "lent"
    street.gu.sign_in()
    decide(phone("lin"), op)

    order = street.seen(street.gu).held("order")[order_id]
    assert (order["state"], order["issued_at"]) == ("issued", at("2026-11-18 10:00"))
    assert {i["due_at"] for i in order["items"]} == {at("2026-11-24 00:00")}
    assert (numbers.number(REGISTER, 1).state, numbers.number(REGISTER, 1).record_id) == ("used", order_id)


def test_a_power_that_lapsed_at_midnight(street, phone, clock, monkeypatch, rows):
    street.inspect()
    rules = rulebook.load()
    until = tuple(replace(p, valid_to="2026-11-18") if p.code == "P3" else p for p in rules.power_rows)
    monkeypatch.setattr(push, "load", lambda: replace(rules, power_rows=until))
    clock.now = at("2026-11-19 00:00") - MINUTE
    in_time = street.issue()
    clock.now = at("2026-11-19 00:00")

    too_late = street.issue()

    assert in_time["in_effect"] and said(too_late) == NO_EFFECT
    assert too_late["detail"]["codes"] == ["power_lapsed"] and rows(Order) == 1
    decide(phone("lin"), street.op)
    assert rows(Order) == 2


def test_the_holder_of_a_lease_wins_also_when_second_and_the_other_is_replaced(street, phone, at_desk):  # noqa: F811
    """顾's phone wrote 001, which was lent to 陆's; 陆's own 001 comes days later. The leader dismisses the number, 顾 issues anew."""
    street.inspect()
    mine = street.number()
    wrong = street.issue(by=street.gu, number=mine | {"lease_id": None})
    intruding, intruder = street.op, street.order_id
    own = street.issue(number=mine)
    owner = street.order_id
    lin = phone("lin")

    assert (wrong["flags"], wrong["in_effect"], own["flags"]) == (["out_of_lease"], True, [])
    assert decide(lin, intruding)["code"] == "number_taken"
    assert decide(lin, intruding, "dismiss")["verdict"] == "applied"
    anew = street.issue(by=street.gu, number={"register": REGISTER, "n": 11, "lease_id": None}, supersedes=op_id(intruding))

    assert anew["flags"] == [] and numbers.number(REGISTER, 1).record_id == owner
    assert street.seen(street.gu).held("order")[intruder]["state"] == "superseded"
    desk = at_desk("lin")
    own_row, strays_row = lines(desk.get(f"{PAGE}?fate=used").text)["001"], lines(desk.get(f"{PAGE}?fate=stray").text)["001"]
    assert own_row[0] == "已用" and own_row[4].startswith("已制作")
    assert strays_row[0] == "号段外" and strays_row[4].startswith("这个号借给了别的手机，以领号的手机为准")


def test_a_number_of_last_year_counts_and_is_a_question_until_a_leader_has_looked(street, clock, at_desk):  # noqa: F811
    clock.now = at("2026-12-31 23:00")
    street.lu.sign_in()
    street.inspect()
    number = street.number()
    clock.now = at("2027-01-01 00:30")

    result = street.issue(number=number)

    assert (result["flags"], result["in_effect"]) == (["wrong_year"], True)
    desk = at_desk("lin")
    page = desk.get(PAGE).text
    assert "日期和编号的年份不符" in page and "要人决定 <small>1 件" in page
    answer = desk.post(f"{PAGE}/decide/{op_id(street.op)}", data={"decision": "confirm", "reason": "跨年当晚", "op_id": ""})
    assert answer.status_code == 303 and "没有要决定的。" in desk.get(PAGE).text
    assert numbers.number(REGISTER, 1).state == "used"


def test_what_was_used_twice_stands_and_the_first_keeps_the_number(street, phone, at_desk, clock):  # noqa: F811
    street.inspect()
    street.issue()
    first = street.order_id
    clock.forward(DAY)

    twice = street.issue(number=street.number(1))

    assert (twice["code"], twice["in_effect"], numbers.number(REGISTER, 1).record_id) == ("number_twice", True, first)
    assert "同一个号先前已经用过或者作废" in at_desk("lin").get(PAGE).text
    assert decide(phone("lin"), street.op)["verdict"] == "applied"
    assert numbers.stray(op_id(street.op)).state == "dismissed" and numbers.number(REGISTER, 1).record_id == first
