"""How a paper's life may go otherwise: refused, withdrawn, superseded, failed, partly corrected; and what a reviewer reads."""

import pytest

from fieldapp.store.base import db
from fieldapp.store.orders import OrderItem
from tests.clock import DAY, HOUR, at
from tests.phone import new_id, op_id, photo_ref

PHOTO = b"\xff\xd8\xff" + b"r" * 200
DUE = {"kind": "datetime", "given": None, "due_at": "2026-11-27T17:00:00+08:00"}


def lines(street) -> list[str]:
    return [line["type"] for line in street.case["timeline"]]


def act(who, type_, target, payload, kind="act", **more):
    return who.sent(who.op(type_, target, payload, kind, **more))[0]


def test_refusing_to_sign_is_service_with_a_witness_and_a_photo(street):
    street.inspect()
    street.issue()
    refusal = {"reason": "不认可", "witness": "李邻居"}

    op = street.lu.op("order.serve", {"type": "order", "id": street.order_id}, {
        "method": "left", "recipient": "王店主", "served_at": street.lu.iso(), "refusal": refusal, "seal": "pre_sealed"}, "act",
        blobs=[photo_ref(PHOTO)])
    [result] = street.lu.sent(op)
    assert street.lu.put(PHOTO).status_code == 201

    order = street.order
    assert (result["verdict"], order["state"]) == ("applied", "served")
    assert (order["service"]["method"], order["service"]["refusal"]) == ("left", refusal)
    assert [(p["role"], p["stored"], p["op_id"]) for p in order["photos"]] == [("original", True, op_id(op))]
    assert street.case["photos"] == []


def test_a_refusal_without_a_witness_is_no_service(street):
    street.inspect()
    street.issue()

    result = street.serve(refusal={"reason": "不认可"})

    assert (result["code"], result["detail"]) == ("bad_payload", {"why": "field_missing:refusal"})
    assert street.order["state"] == "issued"


@pytest.mark.parametrize("said, flag", [({"seal": "none"}, "no_seal"), ({"seal": "at_office"}, None)])
def test_a_paper_without_a_seal_counts_and_is_flagged(street, said, flag):
    street.inspect()
    street.issue()

    result = street.serve(**said)

    assert (result["flags"], result["in_effect"]) == ([flag] if flag else [], True)


def test_service_later_than_the_paper_reckoned_with(street, clock):
    """Three working days from Wednesday were printed; served on Thursday, the party has one less."""
    street.inspect()
    street.issue()
    clock.forward(DAY)

    result = street.serve()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "short_notice", True)
    assert street.order["items"][0]["due_at"] == at("2026-11-24 00:00")


def test_withdrawn_after_service(street, phone, clock):
    street.served()
    clock.forward(HOUR)
    lin, gu = phone("lin"), phone("gu")

    not_hers = act(gu, "order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "认定有误"})
    result = act(lin, "order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "认定有误"})

    order = street.order
    assert not_hers["code"] == "no_authority" and result["verdict"] == "applied"
    assert (order["state"], order["withdrawn_at"], order["reason"]) == ("withdrawn", clock(), "认定有误")
    assert {i["state"] for i in order["items"]} == {"withdrawn"}
    assert street.case["state"] == "in_progress"
    assert lines(street) == ["report.file", "task.accept", "inspection.record", "order.issue", "order.serve", "order.withdraw"]
    assert street.recheck(0)["code"] == "state_moved"


def test_the_wrong_party_is_superseded_by_a_new_order(street, world):
    street.served()
    first, wrong, items = street.order_id, street.op, street.items

    result = street.issue(payload={"party": {"kind": "individual_business", "name": "东城街李记百货店"}}, supersedes=op_id(wrong))

    held = street.seen().held("order")
    assert result["verdict"] == "applied", result
    assert (held[first]["state"], held[first]["superseded_by"]) == ("superseded", street.order_id)
    assert [street.lu.held("item")[i]["state"] for i in items] == ["superseded"] * 2
    assert (held[street.order_id]["state"], held[street.order_id]["n"]) == ("issued", 2)
    street.serve()
    assert street.case["state"] == "ordered"
    assert lines(street)[2:] == ["inspection.record", "order.issue", "order.serve", "order.issue", "order.serve"]


def test_an_order_that_came_before_the_one_it_supersedes_waits_for_it(street):
    street.inspect()
    unsent = new_id(street.lu.now())

    result = street.issue(supersedes=unsent)

    assert (result["verdict"], result["code"]) == ("flagged", "waiting_target")


def test_failed_and_ordered_again(street):
    street.served()
    street.recheck(1)
    assert street.recheck(0, "fail")["verdict"] == "applied"
    assert (street.order["items"][0]["state"], street.order["items"][0]["result"]) == ("failed", "fail")
    assert street.case["state"] == "pending_recheck"
    first, failed, street.findings = street.order_id, street.items[0], street.findings[:1]

    street.issue()
    street.serve()

    held = street.seen()
    assert held.held("item")[failed]["state"] == "superseded"
    assert (held.held("order")[first]["state"], street.case["state"]) == ("closed", "ordered")


def test_failed_and_ordered_again_with_no_case(street):
    """A planned inspection (计划检查): its findings are followed as those of a case are."""
    street.case_id = None
    street.served()
    street.recheck(0, "fail")
    failed, street.findings = street.items[0], street.findings[:1]

    street.issue()
    street.serve()

    assert street.seen().held("item")[failed]["state"] == "superseded"


def test_partly_corrected_splits_what_is_left(street):
    street.served()
    rest = {"id": new_id(street.lu.now()), "requirement": "搬走剩下的两箱", "deadline": DUE}

    assert street.recheck(0, "partial", rest=rest)["verdict"] == "applied"

    parent, child = (street.seen().held("item")[i] for i in (street.items[0], rest["id"]))
    assert (parent["state"], parent["result"]) == ("superseded", "partial")
    assert (child["state"], child["parent"], child["due_at"], child["finding_id"]) == (
        "served", parent["id"], at("2026-11-27 17:00"), parent["finding_id"])
    assert len(street.order["items"]) == 3
    street.recheck(1)
    street.lu.sent(street.lu.recheck(rest["id"], street.officers))
    assert (street.order["state"], street.case["state"]) == ("closed", "feedback")


def test_partly_corrected_without_a_new_deadline_stays_owed(street):
    street.served()

    street.recheck(0, "partial")

    assert street.order["items"][0]["state"] == "failed" and street.case["state"] == "pending_recheck"


def test_a_recheck_that_comes_before_its_order_waits_for_the_item(street, world):
    """顾's phone is on line before 陆's, which holds the order."""
    street.inspect()
    number = street.number()
    order_id, items, order = street.lu.order(street.inspection_id, street.findings, street.officers, number, street.case_id)
    service = street.lu.service(order_id)

    [early] = street.gu.sent(street.gu.recheck(items[0], street.officers))
    street.lu.sent(order, service)

    assert (early["verdict"], early["code"]) == ("flagged", "waiting_target")
    [told] = [v for v in street.gu.pull()["verdicts"] if v["op_id"] == early["op_id"]]
    assert "waiting_target" in {f["code"] for f in told["flags"]}


def test_ids_and_codes_that_are_taken(street, rows):
    street.inspect()
    street.issue()
    taken = street.order["items"][0]
    code = street.order["verify_code"]

    again = street.issue(payload={"verify_code": code})
    item = street.issue(items=[{"id": taken["id"], "finding_id": taken["finding_id"], "requirement": "x", "deadline": DUE}])

    assert [(r["code"], r["detail"]["why"]) for r in (again, item)] == [
        ("bad_payload", "field_missing:verify_code"), ("bad_payload", "field_missing:items")]
    assert rows(OrderItem) == 2 and db.session.get(OrderItem, taken["id"]).order_id == taken["order_id"]
