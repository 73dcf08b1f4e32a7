"""Numbers of papers (protocol 7): lent in blocks, one fate each, none twice; a lease holder's number wins."""

import pytest

from fieldapp.operations import numbers as verbs
from fieldapp.rulebook import load
from fieldapp.store import numbers
from fieldapp.store.devices import Lane
from fieldapp.store.numbers import Number, StrayNumber
from fieldapp.store.transaction import transaction
from tests.clock import DAY, at
from tests.papers.street import NUMBER, REGISTER
from tests.phone import new_id, op_id
from tests.sync.test_repeats import at_once

OPINIONS = "recheck_opinion:2026"


def fates(register=REGISTER):
    return {row.n: row.state for row in numbers.numbers_of(register)}


def void(who, n, register=REGISTER, reason="写错"):
    return who.sent(who.op("number.void", {"type": "number", "id": f"{register}#{n}"}, {"reason": reason}, "act"))[0]


def decide(by, op, decision="confirm"):
    return by.sent(by.op("flag.decide", {"type": "op", "id": op_id(op)}, {"decision": decision, "reason": "看过"}))[0]


def test_who_may_sign_starts_with_a_block_of_each_register(phone):
    lu, gu, shen = phone("lu"), phone("gu"), phone("shen")

    assert [(one["register"], one["from"], one["to"], one["next"]) for one in lu.register()["leases"]] == [
        (REGISTER, 1, 10, 1), (OPINIONS, 1, 10, 1)]
    assert [one["from"] for one in gu.register()["leases"]] == [11, 11]
    assert shen.register()["leases"] == []
    assert lu.pull()["leases"] == lu.register()["leases"]


def test_asking_twice_gets_one_block_and_asking_on_stops_at_thirty(phone):
    lu = phone("lu")

    first, again = lu.lease(REGISTER, request_id="one"), lu.lease(REGISTER, request_id="one")
    second, third = lu.lease(REGISTER), lu.lease(REGISTER)

    assert first.json == again.json and (first.json["from"], first.json["to"], first.json["next"]) == (11, 20, 11)
    assert (second.status_code, second.json["from"]) == (200, 21)
    assert (third.status_code, third.json["error"]["code"]) == (409, "lease_limit")
    assert len(fates()) == 30


@pytest.mark.parametrize("register", ["order_to_correct:2025", "order_to_correct:2027", "inspection_record:2026", "nothing:2026", "x", "a:1"])
def test_registers_that_lend_nothing(phone, register):
    answer = phone("lu").lease(register)

    assert (answer.status_code, answer.json["error"]["details"]) == (422, {"field": "register"})


def test_in_december_next_years_numbers_are_lent_too(phone, clock):
    clock.now = at("2026-12-30 16:00")

    assert phone("lu").lease("order_to_correct:2027").json["from"] == 1


def test_who_gets_no_numbers(phone):
    lu, shen = phone("lu"), phone("shen")

    assert shen.lease(REGISTER).json["error"]["code"] == "forbidden"
    assert shen.lease(REGISTER, lane_id=lu.lane_id).status_code == 404
    assert lu.lease(REGISTER, want=0).json["error"]["details"] == {"field": "want"}
    assert lu.lease(REGISTER, request_id="x" * 65).json["error"]["details"] == {"field": "request_id"}


def test_phones_at_once_get_a_block_each(phone):
    lanes = [phone("lu") for _ in range(6)]

    at_once(*(lambda one=one: one.lease(REGISTER) for one in lanes))

    rows = [row for row in numbers.numbers_of(REGISTER)]
    assert [row.n for row in rows] == list(range(1, 121))
    assert {len([r for r in rows if r.lane_id == one.lane_id]) for one in lanes} == {20}


def test_every_number_ends_as_exactly_one_thing(street, phone, clock):
    """The phone's next is 2; 3 is spoiled; the phone is handed in, and what it still holds comes back."""
    street.served()
    assert void(street.lu, 3)["verdict"] == "applied"
    assert street.number()["n"] == 2

    with transaction():
        ended = verbs.end_leases(street.lu.lane_id, "returned", "交回手机", street.gu.user_id, clock())

    assert ended == 8 + 10
    assert fates() == {1: "used", 2: "returned", 3: "voided"} | dict.fromkeys(range(4, 11), "returned") | dict.fromkeys(range(11, 21), "lent")
    assert street.lu.register()["leases"] == []
    assert numbers.number(REGISTER, 3).reason == "写错"
    assert (numbers.number(REGISTER, 1).record_type, numbers.number(REGISTER, 1).record_id) == ("order", street.order_id)


def test_the_number_of_a_paper_that_never_counted_is_void_when_a_leader_dismisses_it(street, phone):
    """One officer alone: the paper has no effect, and nobody else may ever have its number."""
    street.inspect()
    assert street.issue(officers=street.officers[:1])["flags"] == ["no_authority"] and fates()[1] == "lent"

    lin = phone("lin")
    decided = lin.op("flag.decide", {"type": "op", "id": op_id(street.op)}, {"decision": "dismiss", "reason": "只有一名执法人员"})
    assert lin.sent(decided)[0]["verdict"] == "applied"

    number = numbers.number(REGISTER, 1)
    assert (number.state, number.reason, number.op_id, number.record_id) == ("voided", "只有一名执法人员", op_id(decided), None)
    assert street.number()["n"] == 2 and street.issue()["flags"] == []


def test_dismissing_a_paper_leaves_anothers_number_alone(street, phone):
    """顾's number, on a paper of 陆 alone."""
    street.inspect()
    assert street.issue(officers=street.officers[:1], number=street.number(11))["flags"] == ["no_authority"]

    assert decide(phone("lin"), street.op, "dismiss")["verdict"] == "applied"

    assert fates()[11] == "lent"


def test_two_phones_off_line_for_days_and_one_lost(street, phone, clock, world):
    """陆's first phone sent one order before it was lost; the numbers of what it had not sent are lost with it."""
    street.inspect()
    street.issue()
    lost, street.lu = street.lu, phone("lu")
    clock.forward(3 * DAY)
    street.inspect()
    assert street.issue()["verdict"] == "applied"

    with transaction():
        verbs.end_leases(lost.lane_id, "lost", "手机丢失", world.people["gu"], clock())

    states = fates()
    assert {n for n, state in states.items() if state == "used"} == {1, 21}
    assert {n for n, state in states.items() if state == "lost"} == set(range(2, 11))
    assert {numbers.number(REGISTER, n).reason for n in range(2, 11)} == {"手机丢失"}
    assert sorted(states) == list(range(1, 31))


def test_a_lost_number_that_a_phone_proves_used_after_all(street, clock):
    street.inspect()
    number = street.number()
    with transaction():
        verbs.end_leases(street.lu.lane_id, "lost", "手机丢失", street.gu.user_id, clock())

    assert street.issue(number=number)["flags"] == []
    assert fates()[1] == "used"


def test_a_phone_that_began_a_new_lane_still_has_the_numbers_of_the_old_one(street):
    street.inspect()
    number = street.number()
    street.lu.enroll()

    assert street.issue(number=number)["flags"] == []
    assert fates()[1] == "used"


def test_after_a_restore_the_register_moves_on(street, phone, clock):
    street.inspect()
    with transaction():
        verbs.pass_over(REGISTER, 5, "restore", clock())

    proved = street.issue(number={"register": REGISTER, "n": 23, "lease_id": None})

    assert proved["flags"] == []
    assert [fates()[n] for n in range(21, 26)] == ["lost", "lost", "used", "lost", "lost"]
    assert phone("lu").lease(REGISTER).json["from"] == 36


def test_a_number_from_nobodys_lease_is_listed_apart_until_a_leader_admits_it(street, phone, rows):
    street.inspect()

    result = street.issue(number={"register": REGISTER, "n": 25, "lease_id": None})

    assert (result["code"], result["in_effect"]) == ("out_of_lease", True)
    assert street.order["number"] == NUMBER.format(25)
    assert 25 not in fates() and [s.n for s in numbers.strays_of(REGISTER)] == [25]
    assert decide(phone("lin"), street.op)["verdict"] == "applied"
    assert fates()[25] == "used" and numbers.stray(op_id(street.op)).state == "admitted"
    three, four = street.lu.lease(REGISTER).json, street.gu.lease(REGISTER).json
    assert [(x["from"], x["to"]) for x in (three, four)] == [(21, 24), (26, 35)]


def test_a_number_that_a_leader_does_not_admit(street, phone):
    street.inspect()
    street.issue(number={"register": REGISTER, "n": 25, "lease_id": None})

    decide(phone("lin"), street.op, "dismiss")

    assert 25 not in fates() and numbers.stray(op_id(street.op)).state == "dismissed"
    assert street.order["state"] == "issued"


@pytest.mark.parametrize("intruder_first", [True, False])
def test_the_holder_of_the_lease_wins(street, phone, intruder_first):
    """陆's 1 is also written on an order of 顾's phone, sent before or after."""
    street.inspect()
    mine = street.number()
    theirs = {**mine, "lease_id": None}
    order = [street.gu, street.lu] if intruder_first else [street.lu, street.gu]

    results = {}
    for by in order:
        results[by.username] = street.issue(by=by, number=mine if by is street.lu else theirs)
        if by is street.gu:
            intruding = street.op

    assert results["lu"]["flags"] == []
    assert set(results["gu"]["flags"]) == ({"out_of_lease"} if intruder_first else {"number_twice", "out_of_lease"})
    assert numbers.number(REGISTER, 1).lane_id == street.lu.lane_id and fates()[1] == "used"
    lin = phone("lin")
    refused = decide(lin, intruding)
    assert (refused["verdict"], refused["code"]) == ("refused", "number_taken")
    assert decide(lin, intruding, "dismiss")["verdict"] == "applied"


def test_used_twice_by_the_same_phone_and_used_after_it_was_voided(street):
    street.inspect()
    street.issue()
    void(street.lu, 2)

    twice, voided = street.issue(number=street.number(1)), street.issue(number=street.number(2))

    assert [(r["code"], r["in_effect"]) for r in (twice, voided)] == [("number_twice", True)] * 2
    assert (fates()[1], fates()[2]) == ("used", "voided")


def test_a_number_of_another_year(street, clock):
    clock.now = at("2026-12-31 23:00")
    street.lu.sign_in()
    street.inspect()
    number = street.number()
    clock.now = at("2027-01-01 00:30")

    result = street.issue(number=number)

    assert (result["flags"], result["in_effect"], fates()[1]) == (["wrong_year"], True, "used")


@pytest.mark.parametrize("number", [None, {"register": OPINIONS, "n": 1}, {"register": REGISTER, "n": 0}, {"register": REGISTER, "n": "1"},
                                    {"register": "order_to_correct", "n": 1}, {"n": 1}])
def test_an_order_without_a_number_of_its_kind(street, number):
    street.inspect()
    op = street.lu.order(street.inspection_id, street.findings, street.officers, number, street.case_id)[2]

    [result] = street.lu.sent(op)

    assert (result["code"], result["detail"]) == ("bad_payload", {"why": "field_missing:number"})


def test_only_an_unused_number_is_voided_and_only_by_who_answers_for_it(street, phone):
    street.served()

    used, unknown, strange, by_leader = void(street.lu, 1), void(street.lu, 99), void(phone("qin"), 2), void(phone("lin"), 2)

    assert [r["code"] for r in (used, unknown, strange, by_leader)] == ["state_moved", "waiting_target", "no_access", None]
    assert (fates()[1], fates()[2]) == ("used", "voided")


def test_a_lease_that_was_ended_gives_nothing_more(street, clock):
    with transaction():
        lane = numbers.db.session.get(Lane, street.lu.lane_id)
        lease = verbs.lend(lane, REGISTER, 10, new_id(clock()), clock(), load())
        verbs.end_leases(lane.id, "returned", "换手机", street.gu.user_id, clock())
        first = lease.first

    assert {row.state for row in numbers.db.session.query(Number).filter(Number.lane_id == street.lu.lane_id)} == {"returned"}
    assert fates()[first] == "returned" and numbers.db.session.query(StrayNumber).count() == 0
