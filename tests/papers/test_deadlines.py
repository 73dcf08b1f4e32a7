"""Deadlines of items: what the paper says, decisions that are only ever added, and what the clock does by itself (domain 2.4)."""

import pytest

from fieldapp.operations.follow import just_overdue, time_passed
from fieldapp.store.orders import DeadlineDecision, decisions_of
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR, MINUTE, at
from tests.phone import new_id, op_id


def item_op(who, type_, item_id, payload, **more):
    return who.op(type_, {"type": "item", "id": item_id}, payload, more.pop("kind", "request"), **more)


def asked(street, n=0, wanted="2026-11-27", who=None):
    who = who or street.lu
    op = item_op(who, "extension.request", street.items[n], {"wanted": wanted, "reason": "货架要等吊车"})
    return who.sent(op)[0], op


def decided(who, street, request, n=0, granted=True, due="2026-11-24T17:00:00+08:00", **more):
    payload = {"request_op": op_id(request), "granted": granted, "due_at": due, "reason": "情况属实"}
    return who.sent(item_op(who, "extension.decide", street.items[n], payload, **more))[0]


def item(street, n=0):
    return street.seen().held("item")[street.items[n]]


def pass_time(now):
    """What the worker does with every item whose moment has come; those it says so of."""
    found = just_overdue(now)
    for item_id in found:
        with transaction():
            assert time_passed(item_id, now)
            assert not time_passed(item_id, now)
    return found


@pytest.mark.parametrize("deadline, due", [
    ({"kind": "date", "given": {"n": 3, "unit": "working_day"}, "due_at": "2026-11-23"}, "2026-11-24 00:00"),
    ({"kind": "datetime", "given": None, "due_at": "2026-11-27T17:00:00+08:00"}, "2026-11-27 17:00"),
    ({"kind": "immediate", "given": None, "due_at": "2026-11-18T12:00:00+08:00"}, "2026-11-18 12:00"),
    ({"kind": "immediate", "given": None, "due_at": None}, "2026-11-18 12:00"),
    ({"kind": "date", "given": {"n": 5, "unit": "day"}, "due_at": None}, "2026-11-24 00:00"),
])
def test_the_moment_on_the_paper_is_the_deadline(street, deadline, due):
    street.inspect(categories=("HW04",))
    street.issue(items=[{"id": new_id(street.lu.now()), "finding_id": street.findings[0]["id"], "requirement": "搬走", "deadline": deadline}])
    street.serve()

    assert (item(street)["due_at"], item(street)["kind"]) == (at(due), deadline["kind"])


@pytest.mark.parametrize("deadline", [{"kind": "date", "due_at": "soon"}, {"kind": "later"}, {"kind": "date", "given": {"n": 0, "unit": "day"}}, {}])
def test_an_order_without_a_deadline_has_no_effect(street, deadline):
    street.inspect(categories=("HW04",))
    op = street.lu.order(street.inspection_id, street.findings, street.officers, street.number(), street.case_id, items=[
        {"id": new_id(street.lu.now()), "finding_id": street.findings[0]["id"], "requirement": "搬走", "deadline": deadline}])[2]

    assert street.lu.sent(op)[0]["code"] == "bad_payload"


def test_an_extension_that_is_granted_is_one_more_row(street):
    street.served()
    result, request = asked(street)
    assert (result["verdict"], item(street)["state"]) == ("applied", "ext_requested")
    assert item(street)["extension"]["wanted"] == at("2026-11-28 00:00")

    assert decided(street.gu, street, request)["verdict"] == "applied"

    one = item(street)
    assert (one["state"], one["due_at"], one["original_due_at"], one["extension"]) == (
        "served", at("2026-11-24 17:00"), at("2026-11-24 00:00"), None)
    assert [(d["from"], d["to"], d["by"]) for d in one["deadlines"]] == [(at("2026-11-24 00:00"), at("2026-11-24 17:00"), street.gu.user_id)]


def test_a_second_extension_needs_the_leader(street, phone):
    street.served()
    decided(street.gu, street, asked(street)[1])
    _, request = asked(street)
    lin = phone("lin")
    more = {"due": "2026-11-25T17:00:00+08:00"}

    by_squad, by_leader = decided(street.gu, street, request, **more), decided(lin, street, request, **more)

    assert (by_squad["verdict"], by_squad["code"]) == ("refused", "extension_needs_leader")
    assert by_leader["verdict"] == "applied"
    assert [d.to_due_at for d in decisions_of([street.items[0]])[street.items[0]]] == [at("2026-11-24 17:00"), at("2026-11-25 17:00")]


def test_an_extension_that_is_refused_leaves_the_deadline(street, rows):
    street.served()
    _, request = asked(street)

    decided(street.gu, street, request, granted=False)

    assert (item(street)["state"], item(street)["due_at"], rows(DeadlineDecision)) == ("served", at("2026-11-24 00:00"), 0)


def test_too_late_to_ask_and_nothing_to_decide(street, clock):
    street.served()
    clock.now = at("2026-11-24 00:00")
    late, request = asked(street)
    early, _ = asked(street, wanted="2026-11-20")

    assert (late["verdict"], late["code"]) == ("refused", "too_late")
    assert early["verdict"] == "refused"
    assert decided(street.gu, street, request)["code"] == "state_moved"


def test_asked_for_on_a_phone_without_a_network_before_the_deadline_counts(street, clock):
    street.served()
    clock.now = at("2026-11-23 23:00")
    op = item_op(street.lu, "extension.request", street.items[0], {"wanted": "2026-11-27", "reason": "等吊车"})
    clock.forward(2 * HOUR)

    assert street.lu.sent(op)[0]["verdict"] == "applied"


def test_a_request_that_relied_on_another_deadline_is_held_and_a_leader_settles_it(street, phone):
    street.served()
    decided(street.gu, street, asked(street)[1])
    relied = item_op(street.lu, "extension.request", street.items[0], {"wanted": "2026-11-27", "reason": "再等"},
                     expect={"due_at": at("2026-11-24 00:00")})

    [held] = street.lu.sent(relied)
    assert (held["verdict"], held["code"]) == ("held", "deadline_changed")
    assert item(street)["state"] == "served"

    lin = phone("lin")
    [settled] = lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(relied)}, {"decision": "confirm", "reason": "照办"}))
    assert settled["verdict"] == "applied" and item(street)["state"] == "ext_requested"


def test_time_alone_makes_an_item_overdue_and_its_case_wait_for_a_recheck(street, clock):
    street.served()
    clock.now = at("2026-11-24 00:00") - MINUTE

    assert pass_time(clock()) == [] and street.case["state"] == "ordered"
    clock.forward(MINUTE)
    assert sorted(pass_time(clock())) == sorted(street.items)
    version = item(street)["version"]
    assert (item(street)["overdue"], street.case["state"]) == (True, "pending_recheck")
    assert pass_time(clock()) == [] and item(street)["version"] == version


def test_what_the_party_said_was_done_in_time_is_not_overdue(street, clock):
    street.served()
    clock.forward(DAY)
    street.lu.sent(item_op(street.lu, "item.report_done", street.items[0], {"text": "已搬走"}, kind="fact"))
    clock.now = at("2026-11-25 09:00")

    assert pass_time(clock()) == [street.items[1]]
    assert (item(street)["state"], item(street)["claimed_at"], item(street)["overdue"]) == ("done_claimed", at("2026-11-19 10:00"), False)


def test_what_was_said_in_time_and_came_in_late_is_overdue_no_more(street, clock):
    """Said on a phone without a network before the deadline; the server hears of it when it has counted the item as overdue."""
    street.served()
    clock.forward(DAY)
    said = item_op(street.lu, "item.report_done", street.items[0], {"text": "已搬走"}, kind="fact")
    clock.now = at("2026-11-25 09:00")
    assert street.items[0] in pass_time(clock()) and item(street)["overdue"]

    street.lu.sent(said)
    assert (item(street)["state"], item(street)["overdue"]) == ("done_claimed", False)


@pytest.mark.parametrize("result, overdue", [("pass", False), ("fail", True)])
def test_an_item_is_overdue_until_it_is_corrected(street, clock, result, overdue):
    street.served()
    clock.now = at("2026-11-25 09:00")
    pass_time(clock())

    street.recheck(0, result)

    assert item(street)["overdue"] is overdue


def test_a_deadline_that_has_passed_before_the_service_leaves_no_time(street, clock):
    street.inspect(categories=("HW04",))
    at_noon = {"kind": "datetime", "given": None, "due_at": "2026-11-18T12:00:00+08:00"}
    street.issue(items=[{"id": new_id(clock()), "finding_id": street.findings[0]["id"], "requirement": "搬走", "deadline": at_noon}])
    clock.forward(DAY)

    served = street.serve()

    assert (served["flags"], served["in_effect"]) == (["short_notice"], True)
