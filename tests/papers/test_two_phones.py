"""Two phones, one register: days without a network, one phone lost and found again. No number twice, each with one fate, each gap told."""

import hashlib
from collections import Counter

import pytest

from fieldapp.operations import numbers as verbs
from fieldapp.store import numbers
from fieldapp.store.base import db
from fieldapp.store.orders import Order
from fieldapp.store.transaction import transaction
from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR
from tests.desk.conftest import at_desk  # noqa: F401  (fixtures)
from tests.desk.test_registers import PAGE, gaps, lines, squares
from tests.papers.street import FIELDS, NUMBER, REGISTER, Street, order_text
from tests.phone import Phone, new_id
from tests.world import PASSWORD


class Away:
    """A phone without a network: what it signs waits in `outbox`, one list an order."""

    def __init__(self, street: Street, phone: Phone, officers: list[str], clock):
        self.street, self.phone, self.officers, self.clock = street, phone, officers, clock
        self.outbox: list[dict] = []
        self.lease = next(one for one in phone.register()["leases"] if one["register"] == REGISTER)

    def writes(self, n: int) -> str:
        """Inspects, issues the order with this number of its lease, and serves it; hours pass. The order's id."""
        def finish(payload: dict) -> dict:
            text = order_text(payload, NUMBER.format(n), self.street.certificates, self.street.names)
            fields = FIELDS | {"items": [{"fact": "占道堆放", "violates": "第十四条"} for _ in payload["items"]]}
            return payload | {"fields": fields, "text": text, "text_hash": hashlib.sha256(text.encode()).hexdigest()}

        inspection, findings, seen = self.phone.inspection(self.officers, None)
        number = {"register": REGISTER, "n": n, "lease_id": self.lease["lease_id"]}
        deadline = {"kind": "date", "given": {"n": 5, "unit": "day"}, "due_at": self.phone.iso(5 * DAY)[:10]}
        items = [{"id": new_id(self.clock()), "finding_id": f["id"], "requirement": "搬走堆物，恢复通行", "deadline": deadline} for f in findings]
        order, _items, issued = self.phone.order(inspection, findings, self.officers, number, items=items, finish=finish)
        self.outbox += [seen, issued, self.phone.service(order)]
        self.clock.forward(3 * HOUR)
        return order

    def voids(self, n: int, reason: str) -> None:
        self.outbox.append(self.phone.op("number.void", {"type": "number", "id": f"{REGISTER}#{n}"}, {"reason": reason}, "act"))

    def comes_back(self) -> list[dict]:
        """Signs in again, for its session has ended, and sends everything."""
        self.phone.sign_in()
        waiting, self.outbox = self.outbox, []
        return self.phone.sent(*waiting)


@pytest.fixture
def lu(street, clock) -> Away:
    return Away(street, street.lu, street.officers, clock)


@pytest.fixture
def gu(street, clock) -> Away:
    return Away(street, street.gu, street.officers[::-1], clock)


@pytest.fixture
def device(app):
    def run(word: str, one: Phone):
        done = app.test_cli_runner().invoke(args=["device", word, one.device_id])
        assert done.exit_code == 0, done.output
    return run


def fates() -> dict[int, str]:
    return {row.n: row.state for row in numbers.numbers_of(REGISTER)}


def on_papers() -> list[int]:
    return sorted(n for (n,) in db.session.query(Order.n))


def plainly(results: list[dict]) -> bool:
    return all((r["verdict"], r["flags"]) == ("applied", []) for r in results)


@pytest.fixture
def days_later(lu, gu, device, clock):
    """陆's phone wrote six orders and spoiled one number in three days; 顾's wrote one that was sent and two that were not, then was lost."""
    gu.writes(11)
    assert plainly(gu.comes_back())
    for n in (1, 2):
        lu.writes(n)
    lu.voids(3, "当事人名称写错，重开")
    gu.late = [gu.writes(n) for n in (12, 13)]
    clock.forward(2 * DAY)
    for n in (4, 5, 6, 7):
        lu.writes(n)
    device("revoke", gu.phone)
    assert plainly(lu.comes_back())


def test_after_days_apart_each_number_has_one_fate(days_later, lu, gu):
    assert on_papers() == [1, 2, 4, 5, 6, 7, 11]
    assert fates() == dict.fromkeys((1, 2, 4, 5, 6, 7, 11), "used") | {3: "voided"} | dict.fromkeys((8, 9, 10), "lent") | dict.fromkeys(
        range(12, 21), "lost")
    assert verify_all().faults == []


def test_the_lost_phone_is_kept_out_and_keeps_what_it_wrote(days_later, gu):
    gu.phone.sign_in()
    refused = gu.phone.push(*gu.outbox)

    assert (refused.status_code, refused.json["error"]["code"]) == (403, "lane_revoked")
    assert gu.phone.lease(REGISTER).status_code >= 400 and len(gu.outbox) == 6
    assert fates()[12] == "lost" and 12 not in on_papers()


def test_found_again_it_proves_two_numbers_used_and_the_rest_stay_lost(days_later, gu, device):
    device("restore", gu.phone)

    assert plainly(gu.comes_back())

    assert Counter(fates().values()) == {"used": 9, "voided": 1, "lent": 3, "lost": 7}
    assert [(fates()[n], numbers.number(REGISTER, n).record_id) for n in (12, 13)] == [("used", order) for order in gu.late]
    assert on_papers() == [1, 2, 4, 5, 6, 7, 11, 12, 13] and verify_all().faults == []


def test_what_was_lost_or_handed_back_is_never_lent_again(app, days_later, lu, gu, device, clock, world):
    with transaction():
        verbs.end_leases(lu.phone.lane_id, "returned", "换手机", world.people["gu"], clock())
    device("restore", gu.phone)
    gu.phone.sign_in()
    new = Phone(app.test_client(), "lu", PASSWORD, clock, name="二中队 12 号")

    fresh = [lease for lease in new.register()["leases"] if lease["register"] == REGISTER]
    again = gu.phone.lease(REGISTER).json

    assert [(lease["from"], lease["to"]) for lease in [*fresh, again]] == [(21, 30), (31, 40)]
    assert {fates()[n] for n in (8, 9, 10)} == {"returned"}
    assert lu.phone.register()["leases"] == []


def test_the_page_explains_each_gap(days_later, lu, gu, device, clock, world, at_desk):  # noqa: F811
    with transaction():
        verbs.end_leases(lu.phone.lane_id, "returned", "换手机", world.people["gu"], clock())
    page = at_desk("lin").get(PAGE).text

    said = gaps(page)
    assert "空号怎么来的 3 处，都有说明" in said
    assert "003 作废" in said and "陆谷雨作废：当事人名称写错，重开。这部手机接着开的是 004" in said
    assert "008–010 已退回" in said and "退回：换手机。没有用过，已封存，不再发出。" in said
    assert "012–020 去向不明" in said
    assert "顾惊蛰的测试机丢失停用。里面如果有已经开出的文书，找到后照原号收进来，不会重号。" in said
    assert lines(page)["012–020"][4] == "手机停用，找到之前这 9 个号不再使用"

    device("restore", gu.phone)
    gu.comes_back()
    page = at_desk("lin").get(PAGE).text

    assert "014–020 去向不明" in gaps(page) and "012–020" not in page
    assert lines(page)["012"][4].startswith("已送达、手机停用时列为去向不明，后来传来，证实已用")
    assert {n: fate for n, fate in squares(page).items() if fate != "free"} == fates()
