"""From an order on the street to a closed rectification: the whole story, and what each who follows it sees (domain reference 2.4)."""

from tests.clock import DAY, HOUR, at
from tests.papers.street import NUMBER, REGISTER
from tests.phone import PARTY


def test_an_order_on_the_street(street, world):
    assert [street.inspect()["verdict"], street.issue()["verdict"], street.serve()["verdict"]] == ["applied"] * 3

    order, case = street.order, street.case
    assert (order["state"], order["number"], order["party"]) == ("served", NUMBER.format(1), PARTY)
    assert (order["register"], order["n"]) == (REGISTER, 1)
    assert [(i["state"], i["due_at"], i["original_due_at"], i["overdue"]) for i in order["items"]] == [
        ("served", at("2026-11-24 00:00"), at("2026-11-24 00:00"), False)] * 2
    assert (case["state"], case["handler"]) == ("ordered", world.people["lu"])
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
