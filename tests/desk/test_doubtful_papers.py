"""Flags on inspections, orders and items as a leader reads them: in words, with what can be checked, leading to the paper."""

from datetime import date

import pytest

from fieldapp.desk.paper_checks import compared
from fieldapp.store.base import db
from fieldapp.store.ledger import op
from fieldapp.store.orders import Order, order
from fieldapp.store.people import Certificate
from fieldapp.store.transaction import transaction
from tests.clock import DAY
from tests.papers.conftest import street  # noqa: F401  (fixtures)
from tests.phone import PARTY, new_id, op_id
from tests.sync.conftest import phone, rows  # noqa: F401


def shown(desk, op_id_: str) -> str:
    return desk.get(f"/desk/attention?open=op:{op_id_}").text


def decide(desk, op_id_: str, decision: str = "confirm"):
    return desk.post(f"/desk/attention/flags/{op_id_}", data={"decision": decision, "reason": "核对过", "op_id": ""})


def test_an_expired_certificate_is_shown_with_its_day_and_confirmed(street, at_desk, world, rows):  # noqa: F811
    street.inspect()
    with transaction():
        db.session.query(Certificate).filter_by(user_id=world.people["gu"]).one().valid_to = date(2026, 11, 17)
    street.issue()
    flagged, desk = op_id(street.op), at_desk("lin")

    page = shown(desk, flagged)
    assert "顾惊蛰的执法证那天不在有效期内。" in page and "2026-11-17" in page and "不在有效期" in page and "没有生效" in page
    assert PARTY["name"] in page and "搬走堆物，恢复通行" in page and rows(Order) == 0
    assert desk.get(f"/desk/orders/{street.order_id}").status_code == 404

    assert decide(desk, flagged).status_code == 303
    page = desk.get(f"/desk/orders/{street.order_id}").text
    assert "办的人当时没有这个权限" in page and "已认可" in page and "存疑：认可" in page


@pytest.mark.parametrize("officers, words", [
    (["lu"], "只有一名执法人员，要两名。"), (["lu", "lu"], "两处写的是同一个人"), (["lu", "shen"], "沈白露没有执法证。"),
    (["lu", "qin"], "秦立夏的执法证不包括这个领域。"), (["gu", "qin"], "陆谷雨记录了这件事，但不是写明的执法人员。"),
])
def test_each_lack_of_authority_in_words(street, at_desk, world, officers, words):  # noqa: F811
    result = street.inspect(officers=[world.people[o] for o in officers])

    assert words in shown(at_desk("lin"), result["op_id"])


def test_the_platform_sees_that_it_is_doubtful_and_not_whom_it_concerns(street, at_desk, world):  # noqa: F811
    result = street.inspect(officers=[world.people["lu"]])

    page = shown(at_desk("bai"), result["op_id"])

    assert "办的人当时没有这个权限" in page and "详情只给所属中队" in page and PARTY["name"] not in page and "门前第" not in page


def test_two_texts_are_compared_line_by_line(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue()
    own = order(street.order_id).text.replace("本机关将进行复查", "本机关将再次复查")
    street.issue(number=street.number(2), text=own)

    page = shown(at_desk("gu"), op_id(street.op))

    differing = page.split('class="differs"')[1:]
    assert any("再次复查" in row.split("</tr>")[0] and "将进行复查" in row.split("</tr>")[0] for row in differing)
    assert "相同的" in page and f"/desk/orders/{street.order_id}" in page


def test_comparing_leaves_out_what_is_equal():
    paper, template = "\n".join("甲乙丙丁戊"), "\n".join("甲乙丙丁己")

    assert [(p.paper, p.template, p.skipped) for p in compared(paper, template)] == [("", "", 3), ("丁", "丁", 0), ("戊", "己", 0)]
    assert [(p.paper, p.template) for p in compared("甲\n乙", "甲")] == [("甲", "甲"), ("乙", "")]


def test_a_number_outside_the_lease_says_whose_it_is_and_enters_the_register_when_confirmed(street, at_desk, phone):  # noqa: F811
    street.inspect()
    street.issue(number=street.number(900))
    desk = at_desk("lin")

    page = shown(desk, op_id(street.op))
    assert "第900号" in page and "这个号没有借给任何手机" in page and "/desk/registers/order_to_correct/2026" in page
    assert decide(desk, op_id(street.op)).status_code == 303
    assert {f.code: f.state for f in op(op_id(street.op)).flags} == {"out_of_lease": "confirmed"}

    theirs = next(n for n in street.gu.numbers("order_to_correct:2026"))
    street.issue(number=street.number(theirs))
    assert "这个号借给了顾惊蛰的手机" in shown(desk, op_id(street.op))


def test_a_number_used_twice(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue()
    first = street.order_id
    street.issue(number=street.number(1))

    assert order(first).number == order(street.order_id).number
    assert "这个号已经用在另一份文书上" in shown(at_desk("lin"), op_id(street.op))


def test_short_notice_names_both_moments(street, at_desk, clock):  # noqa: F811
    street.inspect()
    street.issue()
    clock.forward(DAY)
    result = street.serve()

    page = shown(at_desk("gu"), result["op_id"])

    assert "11月19日 10:00 送达，文书写到 11月23日 周一 24:00；按给的时间应到 11月24日 周二 24:00" in page


def test_a_denial_leads_to_the_paper(street, at_desk):  # noqa: F811
    street.served()
    denial = street.gu.op("officer.attest", {"type": "order", "id": street.order_id}, {"present": False, "text": "那天在培训"}, "fact")
    street.gu.sent(denial)

    page = shown(at_desk("lin"), op_id(denial))

    assert "顾惊蛰被写成在场，本人说不在" in page and "那天在培训" in page and f"/desk/orders/{street.order_id}" in page


def test_a_paper_without_a_seal(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue()

    assert "送达时没有盖章" in shown(at_desk("gu"), street.serve(seal="none")["op_id"])


def test_a_number_of_another_year(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue(number={"register": "order_to_correct:2025", "n": 2, "lease_id": "x"})

    page = shown(at_desk("gu"), op_id(street.op))
    assert "高东街责改字〔2025〕第002号，手机记的日期是 2026-11-18" in page


@pytest.mark.parametrize("type_, kind, payload", [
    ("recheck.record", "item", {"result": ["pass"]}), ("recheck.record", "item", {"result": "partial", "rest": {"deadline": 1}}),
    ("order.serve", "order", {"method": {}, "seal": []}), ("case.educate", "case", {"ground": ["minor"], "text": "劝导"}),
    ("order.issue", "order", {"document": [], "party": 1, "items": {}}),
])
def test_an_act_that_makes_no_sense_keeps_nobody_from_the_pages(street, at_desk, clock, type_, kind, payload):  # noqa: F811
    """It is kept, flagged, and told by its name; the rest of the story stays readable."""
    street.served()
    target = {"item": street.items[0], "order": street.order_id, "case": street.case_id}[kind]
    odd = street.lu.op(type_, {"type": kind, "id": new_id(clock()) if type_ == "order.issue" else target}, payload, "act")

    assert street.lu.sent(odd)[0]["verdict"] == "flagged"

    for url in (f"/desk/cases/{street.case_id}", f"/desk/orders/{street.order_id}", f"/desk/attention?open=op:{op_id(odd)}"):
        assert at_desk("gu").get(url).status_code == 200
