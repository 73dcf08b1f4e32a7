"""Items of an order (整改项) that are not put right, and officers who are asked whether they were there."""

import pytest

from fieldapp.store.alerts import Alert
from fieldapp.store.base import db
from fieldapp.store.people import User
from tests.clock import DAY, HOUR, at
from tests.papers.street import Street
from tests.phone import op_id

#: Three working days from Wednesday: the end of Monday 23 November.
EVE, DUE, LATE, LATER = at("2026-11-22 08:30"), at("2026-11-24 00:00"), at("2026-11-24 08:30"), at("2026-11-26 08:30")


@pytest.fixture
def street(phone, world) -> Street:
    """陆 and 顾 have served an order with two items; 顾 has said that they were there."""
    street = Street(phone, world).served()
    gu, said = street.gu, {"present": True, "text": ""}
    gu.sent(gu.op("officer.attest", {"type": "inspection", "id": street.inspection_id}, said, "fact"),
            gu.op("officer.attest", {"type": "order", "id": street.order_id}, said, "fact"))
    return street


def told(subject_id: str, asked: bool = False) -> list[tuple[str, str]]:
    """(user name, kind), of the deadline or of the question that is asked of the other officer."""
    rows = db.session.query(User.username, Alert.kind).join(Alert, Alert.user_id == User.id).filter(
        Alert.subject_id == subject_id, Alert.kind.like("attest%") if asked else Alert.kind.not_like("attest%"))
    return [tuple(row) for row in rows.order_by(Alert.due_at, User.username)]


def test_each_item_climbs_by_itself(street, look, clock):
    first, second = street.items
    look(EVE)
    clock.now = EVE
    street.recheck(0)
    for moment in (DUE, LATE, LATER):
        look(moment)

    assert told(first) == [("lu", "due_tomorrow")]
    assert told(second) == [("lu", "due_tomorrow"), ("lu", "due"), ("gu", "overdue"), ("lu", "overdue"), ("lin", "overdue_3")]


def test_looking_costs_no_more_for_many_that_are_overdue(street, look):
    """The worker looks every twenty seconds, and what is overdue may stay so for months."""
    asked = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def quiet_round() -> int:
        look(LATER)
        asked.clear()
        assert look(LATER) == {"overdue": 0, "faults": 0, "made": 0, "ended": 0, "put_away": 0}
        return len(asked)

    few = quiet_round()
    for _ in range(3):
        street.served()
        for type_, id_ in (("inspection", street.inspection_id), ("order", street.order_id)):
            street.gu.sent(street.gu.op("officer.attest", {"type": type_, "id": id_}, {"present": True, "text": ""}, "fact"))

    assert quiet_round() == few


def test_overdue_is_on_every_phone_and_the_case_awaits_a_recheck(street, look, clock):
    look(DUE - 1)
    clock.now = DUE
    assert [i["overdue"] for i in street.order["items"]] == [False, False]

    assert look(DUE)["overdue"] == 2 and look(DUE)["overdue"] == 0

    assert [i["overdue"] for i in street.order["items"]] == [True, True]
    assert street.case["state"] == "pending_recheck"


def test_a_passed_recheck_ends_it_and_nothing_more_reaches_the_handler(street, look, clock, inbox, phone):
    look(LATE)
    clock.now = LATE + HOUR
    street.recheck(0)
    street.recheck(1)
    look(LATE + HOUR)
    before = inbox(street.lu)
    bai = phone("bai")
    bai.sent(bai.op("case.close", street.case_id, {}))

    for moment in (LATE + DAY, LATER, LATER + 20 * DAY):
        look(moment)

    assert street.case["state"] == "closed"
    assert before == inbox(street.lu) == [("overdue", False, True)] * 2


def test_an_extension_begins_a_new_ladder(street, look, clock, inbox):
    item = {"type": "item", "id": street.items[0]}
    clock.now = EVE
    look(EVE)
    asked = street.lu.op("extension.request", item, {"wanted": "2026-11-27", "reason": "材料未到"})
    street.lu.sent(asked)
    given = {"request_op": op_id(asked), "granted": True, "due_at": "2026-11-28T00:00:00+08:00", "reason": "同意"}
    assert street.gu.sent(street.gu.op("extension.decide", item, given))[0]["verdict"] == "applied"

    assert look(EVE + HOUR)["ended"] == 1
    look(LATE)
    assert told(street.items[0]) == [("lu", "due_tomorrow")]
    look(at("2026-11-26 08:30"))

    assert told(street.items[0]) == [("lu", "due_tomorrow")] * 2


def test_a_withdrawn_order_is_nobodys_business(street, look, phone, clock):
    lin = phone("lin")
    lin.sent(lin.op("order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "当事人有误"}, "act"))

    look(LATE)

    assert [told(item) for item in street.items] == [[], []]


def test_the_other_officer_is_asked_at_once_and_asked_again(phone, world, look, clock, inbox):
    street = Street(phone, world)
    street.inspect()

    look()
    assert told(street.inspection_id, asked=True) == [("gu", "attest")]
    look(at("2026-11-19 23:59"))
    assert told(street.inspection_id, asked=True) == [("gu", "attest")]
    look(at("2026-11-20 00:00"))
    assert told(street.inspection_id, asked=True) == [("gu", "attest"), ("gu", "attest_again")]

    street.gu.sent(street.gu.op("officer.attest", {"type": "inspection", "id": street.inspection_id}, {"present": True, "text": ""}, "fact"))
    assert look(at("2026-11-20 01:00"))["ended"] == 2


def test_an_answer_that_is_owed_for_a_working_day_climbs_to_the_squadron_leader(phone, world, look):
    """顾, who leads 二中队, wrote the papers; 陆 was there and does not say so. 秦 and the leader hear nothing of it."""
    street = Street(phone, world)
    street.inspect(by=street.gu, officers=street.officers[::-1])
    street.issue(by=street.gu, officers=street.officers[::-1], number={"register": "order_to_correct:2026", "n": 11, "lease_id": None})

    for moment in (None, at("2026-11-19 23:59"), at("2026-11-20 00:00"), at("2026-11-27 09:00")):
        look(moment)

    climbed = [("lu", "attest"), ("gu", "attest_unanswered"), ("lu", "attest_again")]
    assert told(street.inspection_id, asked=True) == told(street.order_id, asked=True) == climbed


@pytest.mark.parametrize("present", [True, False])
def test_whoever_has_answered_is_asked_no_more_whatever_they_said(phone, world, look, present):
    street = Street(phone, world)
    street.inspect(by=street.gu, officers=street.officers[::-1])
    look()
    street.lu.sent(street.lu.op("officer.attest", {"type": "inspection", "id": street.inspection_id}, {"present": present, "text": ""}, "fact"))

    look(at("2026-11-27 09:00"))

    assert told(street.inspection_id, asked=True) == [("lu", "attest")]


def test_a_push_of_an_item_has_its_number_and_no_party(street, look, pushing, push_server, subscribed):
    browser = subscribed(street.lu)
    first = street.items[0]
    street.recheck(1)

    look(LATE, pushing)

    said = browser.read(push_server.took[0].body)["notification"]
    assert said["title"] == "已超期1天" and "高东街责改字〔2026〕第001号 第1项" in said["body"]
    assert told(first)[-1] == ("lu", "overdue")
    assert "王" not in str(said)
