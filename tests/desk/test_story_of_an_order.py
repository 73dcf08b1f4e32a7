"""One story ordered by time: what a reviewer reads of an order on its own page, of one item of it, and on the page of its case."""

import re

from fieldapp.store.cases import case
from fieldapp.store.orders import order
from tests.alerts.conftest import faults, look  # noqa: F401  (fixtures)
from tests.clock import HOUR, at
from tests.papers.conftest import street  # noqa: F401
from tests.phone import PARTY, new_id, op_id, photo_ref
from tests.sync.conftest import phone  # noqa: F401

PHOTO = b"\xff\xd8\xff" + b"r" * 200
DUE, LATE = at("2026-11-24 00:00"), at("2026-11-24 08:30")


def story(page: str) -> list[str]:
    """Titles of the history, the oldest first."""
    history = page.split('id="history"')[1].split("</section>")[0]
    titles = re.findall(r'class="what"><h3>(.*?)</h3>', history)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in titles][::-1]


def overdue_and_rechecked(street, look, clock):  # noqa: F811
    street.served()
    for moment in (DUE, LATE):
        clock.now = moment
        look()
    clock.forward(HOUR)
    [result] = street.gu.sent(street.gu.op("recheck.record", {"type": "item", "id": street.items[0]}, {
        "result": "pass", "officers": street.officers, "text": "通道已清空"}, "act", blobs=[photo_ref(PHOTO)]))
    assert result["verdict"] == "applied" and street.gu.put(PHOTO).status_code == 201


def test_overdue_told_rechecked(street, at_desk, look, clock, faults):  # noqa: F811
    overdue_and_rechecked(street, look, clock)
    desk = at_desk("gu")

    page = desk.get(f"/desk/orders/{street.order_id}?item={street.items[0]}").text

    assert story(page) == ["责令限期改正通知书 高东街责改字〔2026〕第001号", "送达责令文书 高东街责改字〔2026〕第001号", "第 1 项期限已过",
                           "提醒 → 陆谷雨", "提醒 → 陆谷雨、顾惊蛰", "复查：已改正 第 1 项"]
    assert "通道已清空" in page and f"/desk/photos/{photo_ref(PHOTO)['sha256']}/thumb" in page and "执法人员：陆谷雨、顾惊蛰" in page
    assert "已超期1天" in page and "还没看（只在提醒里，没有推送）" in page and "超期改正" in page
    assert "第 2 项期限已过" not in page and "第 2 项期限已过" in desk.get(f"/desk/orders/{street.order_id}").text
    street.lu.pull()
    alert = next(a for a in street.lu.held("alert").values() if a["kind"] == "overdue")
    assert street.lu.client.post(f"/api/v1/alerts/{alert['id']}/seen").status_code == 204
    assert "陆谷雨：11月24日 09:30 看过" in desk.get(f"/desk/orders/{street.order_id}").text


def test_the_case_leads_to_its_orders_and_tells_their_story(street, at_desk, look, clock, faults):  # noqa: F811
    overdue_and_rechecked(street, look, clock)

    page = at_desk("gu").get(f"/desk/cases/{street.case_id}").text

    titles = story(page)
    order_ = [titles.index(one) for one in ("上报", "接单", "记录检查 发现 2 个问题", "责令限期改正通知书 高东街责改字〔2026〕第001号",
                                            "第 1 项期限已过", "复查：已改正 第 1 项")]
    assert order_ == sorted(order_)
    assert f"/desk/orders/{street.order_id}?item={street.items[1]}" in page and f"/desk/inspections/{street.inspection_id}" in page
    assert "未办结 1 项" in page and "整改期限 11月23日 周一 24:00" in page and "签名与链全部有效" in page
    assert street.order["text"][:20] not in page, "the whole paper is read on its own page"


def test_the_dispatcher_reads_the_same_story_without_the_party(street, at_desk, look, clock, faults):  # noqa: F811
    overdue_and_rechecked(street, look, clock)
    whole, part = (at_desk(who).get(f"/desk/cases/{street.case_id}").text for who in ("gu", "bai"))

    assert story(part) == story(whole)
    assert PARTY["name"] in whole and PARTY["name"] not in part and "通道已清空" not in part
    assert f"/desk/orders/{street.order_id}" in part and f"/desk/inspections/{street.inspection_id}" not in part


def test_refused_withdrawn_and_superseded_as_a_reviewer_reads_them(street, at_desk, phone, clock):  # noqa: F811
    street.inspect()
    street.issue()
    street.serve(method="left", refusal={"reason": "不认可", "witness": "李邻居"})
    wrong, first = street.op, street.order_id
    clock.forward(HOUR)
    street.issue(payload={"party": {"kind": "individual_business", "name": "东城街李记百货店"}}, supersedes=op_id(wrong))
    desk = at_desk("lin")

    page = desk.get(f"/desk/orders/{first}").text
    assert "已被另一份文书代替" in page and f"/desk/orders/{street.order_id}" in page
    assert "拒签理由：不认可" in page and "见证人：李邻居" in page and "留置送达" in page
    assert "代替 高东街责改字〔2026〕第001号" in desk.get(f"/desk/orders/{street.order_id}").text

    lin = phone("lin")
    lin.sent(lin.op("order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "认定有误"}, "act"))
    assert story(desk.get(f"/desk/cases/{street.case_id}").text)[-1] == "撤回文书 高东街责改字〔2026〕第002号"
    assert case(street.case_id).state == "in_progress" and order(street.order_id).state == "withdrawn"


def test_partly_corrected_leaves_a_further_item(street, at_desk):  # noqa: F811
    street.served()
    rest = {"id": new_id(street.lu.now()), "requirement": "搬走剩下的两箱",
            "deadline": {"kind": "datetime", "given": None, "due_at": "2026-11-27T17:00:00+08:00"}}
    street.recheck(0, "partial", rest=rest)

    page = at_desk("gu").get(f"/desk/orders/{street.order_id}?item={rest['id']}").text

    assert "剩下的：搬走剩下的两箱，2026年11月27日17时前" in page and "上次复查剩下的部分" in page
    assert story(page)[-1] == "复查：部分改正 第 1 项", "its life begins with the recheck that left it"
