"""Who may not, and what becomes of it: kept, flagged `no_authority`, without effect until a leader decides (protocol 2; 处罚法 38, 42)."""

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import rulebook
from fieldapp.store.base import db
from fieldapp.store.inspections import Inspection
from fieldapp.store.orders import Order
from fieldapp.store.people import Certificate
from fieldapp.store.transaction import transaction
from fieldapp.sync import push
from tests.clock import DAY
from tests.phone import op_id

NO_EFFECT = ("flagged", "no_authority", False)


def said(result):
    return result["verdict"], result["code"], result["in_effect"]


def decide(phone, who, op, decision="confirm"):
    by = phone(who)
    return by.sent(by.op("flag.decide", {"type": "op", "id": op_id(op)}, {"decision": decision, "reason": "看过"}))[0]


def test_an_order_that_a_patroller_made_by_hand_waits_for_a_leader(street, phone, world, rows):
    street.inspect()
    shen = phone("shen")

    result = street.issue(by=shen, number=street.number())

    assert said(result) == NO_EFFECT and rows(Order) == 0
    assert decide(phone, "lin", street.op)["verdict"] == "applied"
    assert rows(Order) == 1
    [verdict] = [v for v in shen.pull()["verdicts"] if v["op_id"] == op_id(street.op)]
    assert verdict["in_effect"] is True
    assert {f["code"]: f["state"] for f in verdict["flags"]} == {"no_authority": "confirmed", "out_of_lease": "open"}


def test_what_a_leader_dismisses_never_takes_effect(street, phone, rows):
    street.inspect()
    street.issue(officers=street.officers[:1])

    assert decide(phone, "lin", street.op, "dismiss")["verdict"] == "applied"

    assert rows(Order) == 0 and street.case["state"] == "in_progress"
    assert street.number()["n"] == 2  # the first is void: it stands on a paper


@pytest.mark.parametrize("officers, codes", [
    (["lu"], ["one_officer"]), (["lu", "lu"], ["same_officer"]), (["lu", "shen"], ["uncertified:shen"]), (["lu", "qin"], ["field:qin"]),
    (["gu", "qin"], ["field:qin", "not_named:lu"]), ([], ["one_officer", "not_named:lu"]),
])
def test_two_certified_officers_of_whom_the_author_is_one(street, world, officers, codes):
    result = street.inspect(officers=[world.people[o] for o in officers])

    named = [":".join([c.split(":")[0], *(world.people[p] for p in c.split(":")[1:])]) for c in codes]
    assert said(result) == NO_EFFECT
    assert result["detail"] == {"why": "no_authority", "codes": named}


def test_an_expired_certificate(street, world, clock, rows):
    with transaction():
        db.session.query(Certificate).filter_by(user_id=world.people["gu"]).one().valid_to = date(2026, 11, 17)

    result = street.inspect()

    assert said(result) == NO_EFFECT and result["detail"]["codes"] == [f"expired:{world.people['gu']}"]
    assert rows(Inspection) == 0


def test_a_power_that_has_lapsed_and_a_matter_in_no_power_of_ours(street, monkeypatch):
    street.inspect()
    rules = rulebook.load()
    lapsed = tuple(replace(p, valid_to="2026-11-17") if p.code == "P3" else p for p in rules.power_rows)
    monkeypatch.setattr(push, "load", lambda: replace(rules, power_rows=lapsed))

    result = street.issue()

    assert said(result) == NO_EFFECT and result["detail"]["codes"] == ["power_lapsed"]


def test_what_is_in_no_power_of_ours_may_be_seen_and_not_ordered(street):
    assert street.inspect(categories=("HB05",))["verdict"] == "applied"

    result = street.issue()

    assert said(result)[:2] == ("flagged", "no_authority")
    assert "no_power" in result["detail"]["codes"]


def test_the_day_of_the_act_counts_not_that_of_its_arrival_unless_the_right_has_ended(street, world, clock):
    """Made on the last day of 顾's certificate, sent the day after: the author is 陆, whose own still runs."""
    with transaction():
        db.session.query(Certificate).filter_by(user_id=world.people["gu"]).one().valid_to = date(2026, 11, 18)
    made = street.lu.inspection(street.officers, street.case_id)[2]
    clock.forward(DAY)

    assert street.lu.sent(made)[0]["verdict"] == "applied"


def test_an_author_whose_certificate_ended_on_the_way(street, world, clock):
    with transaction():
        db.session.query(Certificate).filter_by(user_id=world.people["lu"]).one().valid_to = date(2026, 11, 18)
    made = street.lu.inspection(street.officers, street.case_id)[2]
    clock.forward(DAY)

    assert said(street.lu.sent(made)[0]) == ("flagged", "authority_ended", False)


def test_serving_and_rechecking_ask_who_it_is_too(street, phone, world):
    street.served()
    shen = phone("shen")

    served, rechecked = shen.sent(shen.service(street.order_id), shen.recheck(street.items[0], street.officers))
    alone = street.lu.sent(street.lu.recheck(street.items[0], street.officers[:1]))[0]

    assert said(served)[:2] == ("flagged", "state_moved")
    assert said(rechecked) == said(alone) == NO_EFFECT
    assert street.order["items"][0]["state"] == "served"


def test_an_order_on_a_case_one_may_not_see(street, phone, world):
    street.inspect()
    qin = phone("qin")

    result = street.issue(by=qin, officers=[world.people["qin"], world.people["gu"]], number=street.number())

    assert said(result) == ("flagged", "no_access", False)
