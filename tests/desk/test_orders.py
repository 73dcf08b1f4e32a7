"""Orders and items at the desk: what is listed where, who reads what, what may be done, and that nothing typed is lost."""

import re

import pytest

from fieldapp.store.base import db
from fieldapp.store.ledger import op
from fieldapp.store.orders import item, order
from tests.clock import HOUR, at
from tests.papers.conftest import street  # noqa: F401  (fixtures)
from tests.phone import PARTY, new_id
from tests.sync.conftest import phone  # noqa: F401

WEDNESDAY = {"kind": "datetime", "given": None, "due_at": "2026-11-18T17:00:00+08:00"}


def send(desk, street, target: str, type_: str, **fields):  # noqa: F811
    thing = ("order", street.order_id) if target == "order" else ("item", street.items[int(target)])
    row = order(thing[1]) if target == "order" else item(thing[1])
    relies = {"state": row.state} | ({} if target == "order" else {"due_was": str(row.due_at)})
    asked = {"request_op": row.extension["op_id"]} if target != "order" and row.extension else {}
    return desk.post(f"/desk/orders/{street.order_id}/act", data={
        "type": type_, "op_id": "", "target": ":".join(thing)} | relies | asked | fields)


def offered(page: str) -> list[tuple[str, str]]:
    """(type, target) of every form on a page."""
    return re.findall(r'name="type" value="([^"]+)"><input type="hidden" name="op_id" value="[^"]+">'
                      r'<input type="hidden" name="target" value="([^":]+)', page)


def listed(page: str) -> list[str]:
    return re.findall(r'id="row-([^"]+)"', page)


def counts(page: str) -> dict[str, int]:
    return {part: int(n) for part, n in re.findall(r'part=(\w+)[^>]*><span>[^<]*</span> <b[^>]*>(\d+)</b>', page)}


def test_the_list_leads_with_the_deadline_and_each_part_has_its_own(street, at_desk, clock):  # noqa: F811
    street.inspect()
    street.issue()
    desk = at_desk("gu")
    assert counts(desk.get("/desk/orders").text) == {"open": 2, "overdue": 0, "today": 0, "recheck": 0, "service": 2, "attest": 2}
    street.serve()

    page = desk.get("/desk/orders").text
    assert set(listed(page)) == set(street.items) and PARTY["name"] in page and "高东街责改字〔2026〕第001号" in page
    assert counts(page) == {"open": 2, "overdue": 0, "today": 0, "recheck": 0, "service": 0, "attest": 2}

    clock.now = at("2026-11-23 09:00")
    page = desk.get("/desk/orders?part=today").text
    assert set(listed(page)) == set(street.items) and page.count("<b>24:00</b>") == 2

    clock.now = at("2026-11-25 09:00")
    page = desk.get("/desk/orders?part=overdue").text
    assert set(listed(page)) == set(street.items) and "超 33 小时" in page
    assert '<span class="count overdue" title="超期">2</span>' in page
    street.recheck(0)
    assert listed(desk.get("/desk/orders?part=overdue").text) == [street.items[1]]
    assert "超期改正" in desk.get("/desk/orders?part=all").text


def test_an_item_said_in_time_to_be_done_is_to_recheck_and_not_overdue(street, at_desk, clock):  # noqa: F811
    street.served()
    street.lu.sent(street.lu.op("item.report_done", {"type": "item", "id": street.items[0]}, {"text": "店主来电"}, "fact"))
    desk, clock.now = at_desk("gu"), at("2026-11-25 09:00")

    assert listed(desk.get("/desk/orders?part=overdue").text) == [street.items[1]]
    assert set(listed(desk.get("/desk/orders?part=recheck").text)) == set(street.items)


def test_by_number_party_and_requirement_and_a_squadrons_own(street, at_desk, world):  # noqa: F811
    street.served()
    desk = at_desk("lin")

    for words in ("责改字", PARTY["name"], "恢复通行 堆物"):
        assert len(listed(desk.get("/desk/orders", query_string={"words": words}).text)) == 2, words
    for asked in ({"words": "没有这样的"}, {"words": "%"}, {"unit": world.units["squadron3"]}):
        assert listed(desk.get("/desk/orders", query_string=asked).text) == [], asked
    assert len(listed(desk.get("/desk/orders", query_string={"unit": world.units["squadron2"], "part": "nonsense"}).text)) == 2


def test_the_platform_follows_deadlines_and_never_learns_the_party(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue()
    street.serve(refusal={"reason": "不认可", "witness": "李邻居"})
    street.recheck(0, "fail", text="王店主说明天搬")
    desk = at_desk("bai")

    pages = [desk.get(path).text for path in (
        "/desk/orders", f"/desk/orders/{street.order_id}", f"/desk/cases/{street.case_id}", f"/desk/orders/{street.order_id}?item={street.items[0]}")]

    assert all("高东街责改字〔2026〕第001号" in page for page in pages)
    for secret in (PARTY["name"], "王店主", "李邻居", "不认可</p>", "执法证号"):
        assert not any(secret in page for page in pages), secret
    assert listed(desk.get("/desk/orders", query_string={"words": PARTY["name"]}).text) == []
    assert desk.get(f"/desk/papers/order/{street.order_id}.html").status_code == 404
    assert desk.get(f"/desk/inspections/{street.inspection_id}").status_code == 404
    assert "未改正" in pages[1] and "拒绝签收" in pages[1]


@pytest.mark.parametrize("who", ["cheng", "huan"])
def test_who_has_nothing_to_do_with_it_finds_nothing(street, at_desk, who):  # noqa: F811
    street.served()
    desk = at_desk(who)

    assert desk.get(f"/desk/orders/{street.order_id}").status_code == 404
    assert send(desk, street, "0", "item.report_done", text="x").status_code == 404
    assert listed(desk.get("/desk/orders").text) == []


def test_the_page_has_the_paper_its_life_and_what_may_be_done(street, at_desk):  # noqa: F811
    street.served()

    page = at_desk("gu").get(f"/desk/orders/{street.order_id}").text

    assert offered(page) == [("officer.attest", "order"), *[(t, "item") for _ in street.items for t in ("item.report_done", "extension.request")]]
    assert "复查要两名持证人员到现场" in page and "2026年11月23日24时前（3个工作日）" in page
    assert f"/desk/papers/order/{street.order_id}.pdf" in page and f"/desk/inspections/{street.inspection_id}" in page
    assert "陆谷雨" in page and "D140581001" in page and "还没答复" in page and "直接送达" in page
    history = page.split('id="history"')[1]
    assert history.index("送达责令文书") < history.index("责令限期改正通知书 高东街") and history.count('class="node') == 2
    assert ("order.withdraw", "order") in offered(at_desk("lin").get(f"/desk/orders/{street.order_id}").text)


def test_served_later_at_the_desk_with_a_refusal(street, at_desk, clock):  # noqa: F811
    street.inspect()
    street.issue()
    desk = at_desk("gu")
    given = {"method": "left", "recipient": "王店主", "served_at": "2026-11-18T09:30", "seal": "pre_sealed"}

    lacking = send(desk, street, "order", "order.serve", **given, refusal_reason="不认可")
    assert lacking.status_code == 422 and "拒绝签收要有见证人。" in lacking.text and 'value="不认可"' in lacking.text
    assert order(street.order_id).state == "issued"

    answer = send(desk, street, "order", "order.serve", **given, refusal_reason="不认可", witness="李邻居")
    assert answer.status_code == 303, answer.text
    one = order(street.order_id)
    assert (one.state, one.served_at, one.service["refusal"]) == (
        "served", at("2026-11-18 09:30"), {"reason": "不认可", "witness": "李邻居"})
    page = desk.get(answer.headers["Location"]).text
    assert "已办：送达责令文书" in page and "李邻居" in page and "留置送达" in page and "服务器代顾惊蛰签名" in page


def test_an_extension_asked_for_and_granted_keeps_the_first_deadline(street, at_desk, clock):  # noqa: F811
    street.served()
    desk = at_desk("gu")

    early = send(desk, street, "0", "extension.request", wanted="2026-11-20", reason="等吊车")
    assert early.status_code == 422 and "等吊车" in early.text
    assert send(desk, street, "0", "extension.request", wanted="2026-11-25", reason="等吊车").status_code == 303
    page = desk.get(f"/desk/orders/{street.order_id}").text
    assert "想延到 11月25日 周三 24:00" in page and 'value="2026-11-25"' in page

    silent = send(desk, street, "0", "extension.decide", granted="yes", reason="属实")
    assert silent.status_code == 422 and "同意延期就要写新期限。" in silent.text
    clock.forward(HOUR)
    assert send(desk, street, "0", "extension.decide", granted="yes", due_at="2026-11-25", reason="属实").status_code == 303

    one = item(street.items[0])
    assert (one.state, one.original_due_at, one.due_at) == ("served", at("2026-11-24 00:00"), at("2026-11-26 00:00"))
    page = desk.get(f"/desk/orders/{street.order_id}?item={one.id}").text
    assert "<s>11月23日 周一 24:00</s>" in page and "11月23日 周一 24:00 → 11月25日 周三 24:00" in page
    assert "<s>11月23日 周一 24:00</s>" in desk.get("/desk/orders").text


def test_an_extension_refused(street, at_desk):  # noqa: F811
    street.served()
    desk = at_desk("gu")
    send(desk, street, "0", "extension.request", wanted="2026-11-25", reason="等吊车")

    assert send(desk, street, "0", "extension.decide", granted="no", due_at="2026-11-25", reason="不属实").status_code == 303

    assert (item(street.items[0]).state, item(street.items[0]).due_at) == ("served", at("2026-11-24 00:00"))
    assert "不同意延期 第 1 项" in desk.get(f"/desk/orders/{street.order_id}").text


def test_after_the_deadline_the_form_says_why_not(street, at_desk, clock):  # noqa: F811
    street.served()
    clock.now = at("2026-11-25 09:00")

    page = at_desk("gu").get(f"/desk/orders/{street.order_id}").text

    assert "还不能申请延期：期限已过" in page and "extension.request" not in {t for t, _target in offered(page)}
    assert page.count("第 1 项期限已过") == 1 and "起超期" in page


def test_the_second_officer_attests_at_the_desk(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue()
    desk = at_desk("gu")

    answer = send(desk, street, "order", "officer.attest", present="no", text="那天在培训")

    page = desk.get(answer.headers["Location"]).text
    assert "那天在培训" in page and "不在场" in page and "officer.attest" not in {t for t, _target in offered(page)}
    denial = op(answer.headers["Location"].split("said=")[1])
    assert [f.code for f in denial.flags] == ["attest_denied"] and denial.payload["present"] is False


def test_withdrawn_by_the_leader_alone(street, at_desk):  # noqa: F811
    street.served()

    assert "order.withdraw" not in at_desk("gu").get(f"/desk/orders/{street.order_id}").text
    desk = at_desk("lin")
    assert send(desk, street, "order", "order.withdraw", reason="").status_code == 422
    assert send(desk, street, "order", "order.withdraw", reason="认定有误").status_code == 303

    page = desk.get(f"/desk/orders/{street.order_id}").text
    assert "认定有误" in page and "已撤回" in page and offered(page) == []
    assert set(listed(desk.get("/desk/orders?part=withdrawn").text)) == set(street.items)


def test_a_stale_page_loses_nothing(street, at_desk):  # noqa: F811
    street.served()
    desk, other = at_desk("gu"), at_desk("lin")
    send(desk, street, "0", "extension.request", wanted="2026-11-25", reason="等吊车")
    asked = {"state": "ext_requested", "due_was": str(item(street.items[0]).due_at), "request_op": item(street.items[0]).extension["op_id"]}
    send(other, street, "0", "extension.decide", granted="no", reason="不属实")

    answer = send(desk, street, "0", "extension.decide", **asked, granted="yes", due_at="2026-11-25", reason="写了很久的理由")

    assert answer.status_code == 409 and "您刚才写的，没有丢" in answer.text and "写了很久的理由" in answer.text and "同意延期" in answer.text


def test_sending_the_same_form_twice_is_one_act(street, at_desk):  # noqa: F811
    street.served()
    desk = at_desk("gu")
    page = desk.get(f"/desk/orders/{street.order_id}").text
    op_id = re.search(r'name="type" value="item.report_done"><input type="hidden" name="op_id" value="([^"]+)"', page).group(1)

    first, second = (send(desk, street, "0", "item.report_done", op_id=op_id, text="来电", state="served") for _ in range(2))

    assert first.status_code == second.status_code == 303 and first.headers["Location"] == second.headers["Location"]


def test_pages_follow_each_other_by_key(street, at_desk, monkeypatch):  # noqa: F811
    from fieldapp.desk import order_list

    monkeypatch.setattr(order_list, "PAGE", 2)
    street.served()
    first = list(street.items)
    street.inspect()
    street.issue(items=[{"id": i, "finding_id": street.findings[0]["id"], "requirement": f"第 {n} 样", "deadline": WEDNESDAY}
                        for n, i in enumerate(_ids(street, 3))])
    desk = at_desk("gu")
    every = []
    for part in ("open", "all"):
        seen, url = [], f"/desk/orders?part={part}"
        while url:
            page = desk.get(url).text
            assert "offset" not in url and len(listed(page)) <= 2
            seen += listed(page)
            later = re.search(r'href="([^"]+)" rel="next"', page)
            url = later.group(1).replace("&amp;", "&") if later else ""
        assert sorted(seen) == sorted([*first, *street.items]), part
        every.append(seen)
        back = re.search(r'href="([^"]+)" rel="prev"', page).group(1).replace("&amp;", "&")
        assert listed(desk.get(back).text) == seen[2:4], part
    assert set(every[0][:3]) == set(street.items), "the nearest deadline first"
    assert desk.get("/desk/orders?after=nonsense").status_code == 200
    assert db.session.is_active


def _ids(street, n: int) -> list[str]:  # noqa: F811
    return [new_id(street.lu.now()) for _ in range(n)]
