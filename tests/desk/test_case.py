"""The case page: what is known of a case, and what may be done with it. Rules are asked, nothing typed is lost."""

import re

import pytest

from fieldapp.store.cases import case
from fieldapp.store.ledger import ops_of_cases
from tests.desk.conftest import op_id_of
from tests.phone import Phone
from tests.world import PASSWORD


@pytest.fixture
def hotline(report):
    return report("bai", source="hotline", text="热线：人行道堆木箱")


def send(desk, case_id: str, type_: str, state: str = "reported", op_id: str = "", **fields):
    return desk.post(f"/desk/cases/{case_id}/act", data={"type": type_, "state": state, "op_id": op_id, **fields})


def offered(page: str) -> list[str]:
    return re.findall(r'name="type" value="([^"]+)"', page)


def test_a_dispatcher_is_offered_what_the_rulebook_allows(at_desk, hotline):
    assert offered(at_desk("bai").get(f"/desk/cases/{hotline}").text) == [
        "case.accept", "case.verify", "case.escalate", "case.handover", "case.merge", "case.reject", "case.note"]


def test_from_hotline_to_closed_by_forms_alone(at_desk, hotline, world, app):
    dispatcher, leader = at_desk("bai"), at_desk("gu")

    def state():
        return case(hotline).state

    steps = [
        (dispatcher, "case.accept", {}, "accepted"),
        (dispatcher, "case.dispatch", {"to_unit": world.units["squadron2"], "to_user": world.people["gu"], "note": "先看现场"}, "dispatched"),
        (leader, "task.accept", {}, "in_progress"),
        (leader, "task.report_done", {"result": "fixed", "text": "已清走"}, "feedback"),
        (dispatcher, "case.close", {}, "closed"),
    ]
    for who, type_, fields, then in steps:
        answer = send(who, hotline, type_, state(), **fields)
        assert answer.status_code == 303, answer.text
        assert state() == then
        assert "已办：" in who.get(answer.headers["Location"]).text

    page = dispatcher.get(f"/desk/cases/{hotline}").text
    assert "派遣 → 二中队、顾惊蛰" in page and "先看现场" in page and "6 条，签名与链全部有效" in page
    assert case(hotline).assignee_id == world.people["gu"]


@pytest.mark.parametrize("type_, fields, then", [
    ("case.reject", {"reason": "不属实"}, "rejected"), ("case.escalate", {"to_unit": "city"}, "escalated_city"),
    ("case.handover", {"to_unit": "department", "reason": "不在权限内"}, "handed_over"), ("case.verify", {"to_unit": "squadron2"}, "verifying"),
])
def test_other_ways_out_of_the_new_queue(at_desk, hotline, world, type_, fields, then):
    fields = fields | ({"to_unit": world.units[fields["to_unit"]]} if "to_unit" in fields else {})

    assert send(at_desk("bai"), hotline, type_, **fields).status_code == 303
    assert case(hotline).state == then


def test_a_handover_is_closed_only_with_its_receipt(at_desk, hotline, world):
    desk = at_desk("bai")
    send(desk, hotline, "case.handover", to_unit=world.units["department"], reason="不在权限内")
    page = desk.get(f"/desk/cases/{hotline}").text
    assert "还不能结案：" in page and "case.close" not in offered(page)

    assert send(desk, hotline, "case.receipt", "handed_over", text="收文 35 号").status_code == 303
    assert send(desk, hotline, "case.close", "handed_over").status_code == 303
    assert case(hotline).state == "closed" and "收文 35 号" in desk.get(f"/desk/cases/{hotline}").text


def test_the_leader_suspends_and_reopens(at_desk, hotline, do):
    leader = at_desk("lin")
    do("bai", "case.accept", hotline)
    assert send(leader, hotline, "case.suspend", "accepted", reason="等规划", review_on="2026-10-01").status_code == 422
    assert send(leader, hotline, "case.suspend", "accepted", reason="等规划", review_on="2027-03-01").status_code == 303
    assert send(leader, hotline, "case.note", "suspended", text="三月再看").status_code == 303
    assert case(hotline).state == "suspended" and case(hotline).review_on == "2027-03-01"


def test_merging_takes_a_near_case_or_a_number(at_desk, report, world):
    kept, near, numbered = (report("bai", source="hotline", grid_id=world.grids["west"]) for _ in range(3))
    desk = at_desk("bai")
    page = desk.get(f"/desk/cases/{near}").text
    assert f'type="radio" name="into" value="{kept}"' in page

    assert send(desk, near, "case.merge", into=kept).status_code == 303
    assert send(desk, numbered, "case.merge", into_number="99-9999").status_code == 422
    assert send(desk, numbered, "case.merge", into_number=case(kept).number).status_code == 303
    assert case(near).merged_into == case(numbered).merged_into == kept


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(at_desk, hotline, do):
    do("bai", "case.accept", hotline)

    answer = send(at_desk("bai"), hotline, "case.dispatch", "accepted", note="带上卷尺 <b>")

    assert answer.status_code == 422
    assert re.search(r'<select id="([^"]+)" name="to_unit" [^>]*aria-invalid="true" aria-describedby="\1-e"', answer.text)
    assert ">带上卷尺 &lt;b&gt;</textarea>" in answer.text and case(hotline).state == "accepted"


def test_a_stale_page_is_told_the_new_state_and_loses_nothing(at_desk, hotline, do):
    desk = at_desk("bai")
    do("bai", "case.accept", hotline)

    answer = send(desk, hotline, "case.reject", "reported", reason="写了很久的理由")

    assert answer.status_code == 409
    assert "现在是「已受理」" in answer.text and "您刚才写的，没有丢" in answer.text and "写了很久的理由" in answer.text
    assert case(hotline).state == "accepted"
    assert "不予受理没有办成" in desk.get(f"/desk/cases/{hotline}").text, "a refused op stands in the history too"


def test_what_was_typed_on_a_stale_page_waits_in_its_form_when_that_is_still_offered(at_desk, hotline, do):
    do("bai", "case.accept", hotline)

    answer = send(at_desk("bai"), hotline, "case.note", "reported", text="还是要补充一句")

    assert answer.status_code == 303, "a note is a fact: it is never refused"
    assert "还是要补充一句" in at_desk("bai").get(f"/desk/cases/{hotline}").text


def test_sending_the_same_form_twice_is_one_act(at_desk, hotline):
    desk = at_desk("bai")
    op_id = op_id_of(desk.get(f"/desk/cases/{hotline}").text, "case.note")

    first, second = (send(desk, hotline, "case.note", op_id=op_id, text="一次") for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert [o.type for o in ops_of_cases([hotline])[hotline]].count("case.note") == 1


def test_going_back_and_changing_the_text_is_another_act(at_desk, hotline):
    desk = at_desk("bai")
    op_id = op_id_of(desk.get(f"/desk/cases/{hotline}").text, "case.note")

    for text in ("第一句", "第二句"):
        assert send(desk, hotline, "case.note", op_id=op_id, text=text).status_code == 303

    assert [o.payload["text"] for o in ops_of_cases([hotline])[hotline] if o.type == "case.note"] == ["第一句", "第二句"]


def test_who_has_no_right_is_refused_and_a_stranger_finds_nothing(at_desk, report, world):
    case_id = report("shen")

    assert send(at_desk("gu"), case_id, "case.close", "dispatched").status_code in (403, 409)
    assert at_desk("cheng").get(f"/desk/cases/{case_id}").status_code == 404
    assert send(at_desk("cheng"), case_id, "case.note", text="x").status_code == 404
    assert send(at_desk("bai"), case_id, "order.issue").status_code == 422


def test_another_sites_form_is_refused(at_desk, hotline):
    answer = at_desk("bai").post(f"/desk/cases/{hotline}/act", data={"type": "case.accept"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403 and case(hotline).state == "reported"


def test_the_case_leaves_ones_sight_with_the_act_and_the_list_says_what_was_done(at_desk, hotline, do, world):
    do("bai", "case.accept", hotline)
    do("bai", "case.escalate", hotline, {"to_unit": world.units["city"]})

    answer = send(at_desk("cheng"), hotline, "case.handover", "escalated_city", to_unit=world.units["department"], reason="归环保")

    assert answer.headers["Location"].startswith("/desk/cases?said=")
    assert "已办：移送" in at_desk("cheng").get(answer.headers["Location"]).text


def test_the_history_begins_with_the_report_though_a_note_came_before_it(at_desk, app, world, clock):
    shen, lu = Phone(app.test_client(), "shen", PASSWORD, clock), Phone(app.test_client(), "lu", PASSWORD, clock)
    case_id, filed = shen.report()
    early, late = (lu.op("case.note", case_id, {"text": text}, "fact") for text in ("先到的补充", "后到的补充"))
    lu.sent(early)
    shen.sent(filed)
    lu.sent(late)

    assert [o.type for o in ops_of_cases([case_id])[case_id]] == ["report.file", "case.note", "case.note"]
    history = at_desk("gu").get(f"/desk/cases/{case_id}").text.split('id="history"')[1]
    assert history.index("后到的补充") < history.index("先到的补充") < history.index("<h3>上报")


def test_the_history_tells_phone_from_desk_and_claimed_from_received(at_desk, app, world, clock):
    phone = Phone(app.test_client(), "shen", PASSWORD, lambda: clock() + 2 * 3_600_000, name="巡查 07 号")
    case_id, filed = phone.report()
    phone.sent(filed)
    desk = at_desk("gu")
    send(desk, case_id, "case.note", "dispatched", text="知道了")

    page = desk.get(f"/desk/cases/{case_id}").text

    assert "巡查 07 号" in page and "手机时间 2026-11-18 12:00:00" in page and "收到 2026-11-18 10:00:00" in page
    assert "服务器代顾惊蛰签名" in page and "服务器代沈白露签名" not in page
    assert "手机时间比收到的时间还晚" in page and "二中队 巡查员" in page
