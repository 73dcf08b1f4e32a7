"""From an order on the street to a closed rectification: the whole story, and what each who follows it sees (domain reference 2.4)."""

from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR, at
from tests.papers.street import NUMBER, REGISTER
from tests.phone import PARTY, photo_ref
from tests.sync.test_repeats import at_once


def test_an_order_on_the_street(street, world):
    assert [street.inspect()["verdict"], street.issue()["verdict"], street.serve()["verdict"]] == ["applied"] * 3

    order, case = street.order, street.case
    assert (order["state"], order["number"], order["party"]) == ("served", NUMBER.format(1), PARTY)
    assert (order["register"], order["n"]) == (REGISTER, 1)
    assert [(i["state"], i["due_at"], i["original_due_at"], i["overdue"]) for i in order["items"]] == [
        ("served", at("2026-11-24 00:00"), at("2026-11-24 00:00"), False)] * 2
    assert (case["state"], case["handler"], case["due_at"]) == ("ordered", world.people["lu"], at("2026-11-24 00:00"))
    assert [(o["id"], o["state"], len(o["items"])) for o in case["orders"]] == [(street.order_id, "served", 2)]
    assert [line["type"] for line in case["timeline"]] == ["report.file", "task.accept", "inspection.record", "order.issue", "order.serve"]


def test_from_the_order_to_a_closed_case(street, phone, clock):
    street.served()
    clock.forward(DAY)
    item = {"type": "item", "id": street.items[0]}

    assert street.lu.sent(street.lu.op("item.report_done", item, {"text": "店主来电"}, "fact"))[0]["verdict"] == "applied"
    assert street.case["state"] == "pending_recheck"
    assert street.recheck(0)["verdict"] == "applied"
    assert (street.case["state"], street.order["state"]) == ("ordered", "served")
    assert street.recheck(1)["verdict"] == "applied"
    assert (street.case["state"], street.order["state"]) == ("feedback", "closed")

    bai = phone("bai")
    clock.forward(HOUR)
    assert bai.sent(bai.op("case.close", street.case_id, {}))[0]["verdict"] == "applied"
    assert (street.case["state"], street.case["outcome"]) == ("closed", "fixed")


def test_a_phone_that_followed_and_one_that_loads_anew_hold_the_same_and_the_log_is_whole(street, phone):
    street.gu.pull()
    street.served()
    street.gu.pull()
    street.recheck(0, "fail")
    street.gu.pull()
    fresh = phone("gu")
    fresh.pull()

    assert fresh.records == street.gu.records
    assert verify_all().faults == []


def test_the_photo_of_a_recheck_comes_later_and_the_orders_record_says_so(street, phone):
    street.served()
    photo, seen = b"\xff\xd8\xff" + b"p" * 100, {"result": "pass", "officers": street.officers, "text": "现场查看"}
    street.lu.sent(street.lu.op("recheck.record", {"type": "item", "id": street.items[0]}, seen, "act", blobs=[photo_ref(photo)]))
    street.gu.pull()

    assert street.lu.put(photo).status_code == 201

    street.gu.pull()
    fresh = phone("gu")
    fresh.pull()
    assert [p["stored"] for p in street.gu.held("order")[street.order_id]["items"][0]["photos"]] == [True]
    assert fresh.records == street.gu.records


def test_two_rechecks_at_once_close_the_order(street):
    """Each sees the other's item as it was; the later one must read it anew."""
    street.served()
    ops = [(street.lu, street.lu.recheck(street.items[0], street.officers)), (street.gu, street.gu.recheck(street.items[1], street.officers))]

    at_once(*(lambda who=who, op=op: who.sent(op) for who, op in ops))

    assert (street.order["state"], street.case["state"]) == ("closed", "feedback")
