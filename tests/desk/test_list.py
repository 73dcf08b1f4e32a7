"""Queues and the list: who sees what, how it is found, and that everything is a link."""

import re

from fieldapp.store.devices import lane
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR
from tests.phone import Phone
from tests.world import PASSWORD

PLACE = {"lat_e7": 358010000, "lon_e7": 1129210000, "acc_cm": 1200, "source": "gps", "datum": "WGS84", "fix_at": None}


def queue_counts(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="/desk/cases\?q=(\w+)"[^>]*><span>[^<]*</span> <b[^>]*>(\d+)</b>', page)
    return dict(found)


def test_every_state_stands_in_its_queue_with_the_age_of_the_oldest(at_desk, report, do, clock):
    dispatched = report("shen")
    hotline = report("bai", source="hotline")
    report("bai", category="JT01", source="public")
    accepted = report("bai", source="hotline")
    do("bai", "case.accept", accepted)
    clock.forward(3 * HOUR)

    page = at_desk("bai").get("/desk/cases").text

    assert queue_counts(page) | {"new": "1", "city": "1", "assign": "1", "all": "4", "returned": "0", "closed": "0"} == queue_counts(page)
    assert "3 小时" in page and dispatched in page and hotline in page


def test_a_returned_case_waits_in_a_queue_of_its_own(at_desk, report, do, world):
    case = report("bai", source="hotline")
    do("bai", "case.accept", case)
    do("bai", "case.dispatch", case, {"to_unit": world.units["squadron2"]})
    do("gu", "task.return", case, {"reason": "不在辖区"})

    counts = queue_counts(at_desk("bai").get("/desk/cases").text)

    assert (counts["assign"], counts["returned"]) == ("0", "1")


def test_overdue_and_due_today_are_told_apart(at_desk, report, clock):
    report("shen")
    desk = at_desk("bai")
    before = queue_counts(desk.get("/desk/cases").text)
    clock.forward(3 * DAY)
    after = queue_counts(desk.get("/desk/cases").text)

    assert (before["overdue"], before["today"]) == ("0", "1")
    assert (after["overdue"], after["today"]) == ("1", "0")
    assert "超 " in desk.get("/desk/cases?q=overdue").text


def test_what_is_handled_in_time_is_neither_overdue_nor_due_today(at_desk, report, do, clock, world):
    late, in_time = report("shen"), report("shen")
    desk = at_desk("bai")
    for case_id, waits in ((in_time, 0), (late, 3 * DAY)):
        clock.forward(waits)
        do("gu", "task.accept", case_id)
        do("gu", "task.report_done", case_id, {"result": "fixed", "text": "已清走"})

    counts, rows = queue_counts(desk.get("/desk/cases").text), desk.get("/desk/cases?q=check").text

    assert (counts["overdue"], counts["today"], counts["check"]) == ("0", "0", "2")
    assert rows.count("按期办理") >= 1 and rows.count("超期办理") >= 1
    do("bai", "case.close", in_time)
    for case_id, words in ((in_time, "按期办理"), (late, "超期办理")):
        head = desk.get(f"/desk/cases/{case_id}").text.split("crumb-facts")[1].split("</p>")[0]
        assert words in head


def test_each_role_sees_what_its_scopes_hold(at_desk, report, do, world):
    second, third = report("shen", text="二中队的"), report("qin", category="TD01", text="三中队的")
    upper = report("bai", source="hotline", text="给市里的")
    do("bai", "case.accept", upper)
    do("bai", "case.escalate", upper, {"to_unit": world.units["city"]})

    seen = {name: {c for c in (second, third, upper) if c in at_desk(name).get("/desk/cases").text} for name in ("bai", "lin", "gu", "cheng", "huan")}

    assert seen["bai"] == seen["lin"] == {second, third, upper}
    assert seen["gu"] == {second} and seen["cheng"] == {upper} and seen["huan"] == set()


def test_people_of_the_field_are_sent_to_the_phone(at_desk):
    for name in ("shen", "lu", "wang"):
        answer = at_desk(name).get("/desk/cases")
        assert answer.status_code == 403 and "手机版" in answer.text and 'href="/"' in answer.text


def test_filters_and_words_narrow_the_list(at_desk, report, world):
    one = report("shen", text="云雀小吃店门口", grid_id=world.grids["west"])
    two = report("bai", category="HW01", source="hotline", text="百分号 100% 的事", grid_id=world.grids["east"])
    desk = at_desk("bai")

    def found(query: str) -> set[str]:
        page = desk.get(f"/desk/cases?{query}").text
        return set(re.findall(r'<tr role="row" id="row-([^"]+)"', page))

    assert found("") == {one, two}
    assert found("words=小吃店") == {one}
    assert found("words=100%25") == {two} and found("words=%25%25%25") == set()
    assert found("source=hotline") == {two} and found("category=HW04") == {one}
    assert found(f"unit={world.units['squadron2']}") == {one}
    assert found(f"grid={world.grids['L2']}") == {one, two} and found(f"grid={world.grids['west']}") == {one}
    assert found("state=reported") == {two} and found("overdue=1") == set()
    assert found("q=nothing&state=nothing&page=-3&order=x&unit=x") == {one, two}


def test_the_list_is_cut_into_pages(at_desk, report):
    for n in range(51):
        report("bai", source="hotline", text=f"第 {n} 件")
    desk = at_desk("bai")

    first, second = desk.get("/desk/cases?order=new").text, desk.get("/desk/cases?order=new&page=2").text

    assert (first.count('<tr role="row" id='), second.count('<tr role="row" id=')) == (50, 1)
    assert 'rel="next"' in first and 'rel="prev"' in second


def test_a_picked_row_is_shown_beside_the_list_without_scripts(at_desk, report):
    report("shen", text="第一件")
    picked = report("shen", text="第二件", place=PLACE)

    page = at_desk("bai").get(f"/desk/cases?pick={picked}").text

    pane = page[page.index('id="pane"'):]
    assert "第二件" in pane and f"/desk/cases/{picked}" in pane and 'class="pick"' in pane and "±12 米" in pane


def test_a_preview_of_what_one_may_not_see_is_not_there(at_desk, report):
    case = report("qin", category="TD01")

    assert at_desk("gu").get(f"/desk/cases/{case}/preview").status_code == 404
    assert at_desk("bai").get(f"/desk/cases/{case}/preview").status_code == 200


def test_what_phones_hold_is_listed_with_its_age(at_desk, app, world, clock):
    phone = Phone(app.test_client(), "lu", PASSWORD, clock)
    with transaction():
        held = lane(phone.lane_id)
        held.pending_ops, held.pending_blobs, held.oldest_pending_at = 3, 1, clock() - 9 * HOUR

    seen = {name: at_desk(name).get("/desk/cases").text for name in ("bai", "gu", "cheng")}

    assert "陆谷雨" in seen["bai"] and "9 小时" in seen["bai"] and "陆谷雨" in seen["gu"]
    assert "陆谷雨" not in seen["cheng"]
