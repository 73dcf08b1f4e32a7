"""What becomes of an order on the street: rechecked off line, late by the phone's own clock, attested to by the second officer."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from fieldapp.demo.photos import photo as drawn
from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import COMING_BACK_MS

HOUR = timedelta(hours=1)
#: The order of the demo world that was served today: its second officer has not answered yet, both its items are owed.
FRESH = """SELECT o.id, o.number, o.case_id FROM "order" o JOIN attestation a ON a.target_id = o.id AND a.answered_at IS NULL
           WHERE o.state = 'served' AND (SELECT count(*) FROM order_item i WHERE i.order_id = o.id AND i.state = 'served') = 2"""
ASKED_OF_QIN = "SELECT target_id, present, answered_at FROM attestation WHERE user_id = (SELECT id FROM user WHERE name = '秦立夏')"
ITEMS = "SELECT id, n, requirement, due_at, state FROM order_item WHERE order_id = ? ORDER BY n"


@pytest.fixture
def order(server) -> dict:
    """With its two items, the most urgent first."""
    [found] = server.rows(FRESH)
    return {**dict(found), "items": sorted(map(dict, server.rows(ITEMS, found["id"])), key=lambda i: i["due_at"])}


@pytest.fixture
def lu(new_phone, world):
    """The phone of the officer who wrote the order, after its first sync."""
    phone = new_phone("lu").open().sign_in(named(world, "陆谷雨"))
    phone.wait_for_worker()
    return phone


@pytest.fixture
def qin(new_phone, world):
    """The phone of the second officer."""
    phone = new_phone("qin").open().sign_in(named(world, "秦立夏"))
    phone.wait_for_worker()
    return phone


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def named(world, name: str) -> dict:
    return next(a for a in world.accounts if a["name"] == name)


def item_of(server, item_id: str) -> dict:
    [found] = server.rows("SELECT * FROM order_item WHERE id = ?", item_id)
    return dict(found)


def sent(phone) -> None:
    """Everything this phone has kept is on the server."""
    phone.go("/outbox")
    expect(phone.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)


def test_one_of_two_items_is_rechecked_off_line_and_closed(lu, new_desk, server, world, order, complaints):
    complaints.expect(NO_SERVER)
    first, second = order["items"]
    lu.close()  # so that the browser has its session on disk before it is killed
    server.stop()

    lu.open(f"/#/recheck/{first['id']}")
    block = block_of(lu, first)
    expect(block).to_contain_text(first["requirement"])
    # Nothing is a dead end: the one button leads to what is missing.
    lu.tap(lu.button("选第二名执法人员"))
    lu.tap(lu.page.get_by_role("dialog").get_by_role("button").filter(has_text="秦立夏"))
    expect(lu.page.get_by_role("main")).to_contain_text("两人证件今天有效")
    lu.tap(block.get_by_role("radio", name="已改正"))
    expect(lu.button(f"去拍第 {first['n']} 项")).to_be_visible()
    with lu.page.expect_file_chooser() as camera:
        lu.tap(block.get_by_role("button", name="拍现在的样子"))
    camera.value.set_files({"name": "now.jpg", "mimeType": "image/jpeg", "buffer": drawn("tidy", 3)})
    expect(block.get_by_role("img", name=f"第 {first['n']} 项现在的照片")).to_be_visible()
    expect(lu.page.get_by_role("status").filter(has_text="已存")).to_be_visible()

    # What is said to be kept outlives the browser.
    lu.kill()
    lu.open()
    strip = lu.page.get_by_role("link").filter(has_text="没写完的复查")
    lu.tap(strip)
    block = block_of(lu, first)
    expect(block.get_by_role("radio", name="已改正")).to_be_checked()
    lu.tap(lu.button("保存复查（1 项）"))
    expect(lu.page.get_by_role("dialog")).to_contain_text("已保存到手机")
    lu.tap(lu.page.get_by_role("dialog").get_by_role("button", name="回今日"))
    expect(strip).to_have_count(0)

    # Shown as done and as not yet sent; the other item is still owed.
    lu.go(f"/order/{order['id']}")
    rows = lu.page.get_by_role("region", name="整改项").get_by_role("listitem")
    expect(rows.filter(has_text=first["requirement"])).to_contain_text("已改正")
    expect(rows.filter(has_text=first["requirement"])).to_contain_text("未上传")
    expect(rows.filter(has_text=second["requirement"])).to_contain_text("整改中")
    assert item_of(server, first["id"])["state"] == "served"

    server.start()
    sent(lu)
    done = item_of(server, first["id"])
    assert (done["state"], done["result"]) == ("closed", "pass")
    assert item_of(server, second["id"])["state"] == "served"
    [photo] = server.rows("SELECT filled_at FROM claim WHERE record_id = ? AND role = 'evidence'", first["id"])
    assert photo["filled_at"] is not None
    desk = new_desk(world.account("squad_leader", "二中队"))
    desk.go(f"/desk/orders/{order['id']}")
    expect(desk.page.get_by_role("main")).to_contain_text("已改正")


def block_of(phone, item: dict):
    """The part of the recheck's screen about one item: it is named by its number."""
    return phone.page.get_by_role("region", name=re.compile(rf"^{item['n']}\s"))


def test_what_falls_due_turns_red_without_a_network(lu, order, complaints):
    complaints.expect(NO_SERVER)
    late = order["items"][-1]
    lu.context.set_offline(True)
    lu.go("/orders")
    mine = lu.page.get_by_role("region", name="我的")
    row = mine.get_by_role("listitem").filter(has_text=late["requirement"])
    expect(row).to_contain_text("还剩")
    expect(row.locator(".st-overdue")).to_have_count(0)

    lu.page.clock.set_fixed_time(moment(late["due_at"]) + 3 * HOUR)
    lu.go("/today")
    expect(lu.page.get_by_role("region", name="超期").get_by_role("listitem").filter(has_text=late["requirement"])).to_contain_text("3 小时")
    lu.go("/orders")
    expect(row).to_contain_text("超期")
    expect(row).to_contain_text("待复查")
    badge = row.locator(".st.solid")
    expect(badge).to_have_css("background-color", "rgb(163, 25, 18)")


def test_an_item_and_its_case_are_one_alarm(lu, order, complaints):
    complaints.expect(NO_SERVER)
    lu.context.set_offline(True)
    lu.page.clock.set_fixed_time(moment(order["items"][-1]["due_at"]) + HOUR)
    lu.go("/orders")
    lu.go("/today")
    expect(lu.page.locator(f"a[href='#/order/{order['id']}'], a[href='#/item/{order['items'][0]['id']}']").first).to_be_visible()
    expect(lu.page.locator(f"a[href='#/case/{order['case_id']}']")).to_have_count(0)


def test_the_second_officer_answers_off_line(qin, server, order, complaints):
    complaints.expect(NO_SERVER)
    asked = [row for row in server.rows(ASKED_OF_QIN) if row["answered_at"] is None]
    strip = qin.page.get_by_role("button").filter(has_text=f"{len(asked)} 件请你确认在场")
    qin.context.set_offline(True)

    # The one about the order, from its own screen: there.
    qin.go(f"/order/{order['id']}")
    qin.tap(qin.page.get_by_role("button").filter(has_text="请你确认在场"))
    sheet = qin.page.get_by_role("dialog")
    expect(sheet).to_contain_text(order["number"].split("〔")[0])
    expect(sheet).to_contain_text("陆谷雨 记录时写了你在场")
    qin.tap(sheet.get_by_role("button", name="我在场"))
    expect(sheet).to_be_hidden()
    expect(qin.page.get_by_role("button").filter(has_text="请你确认在场")).to_have_count(0)

    # Another, from Today: not there, which wants words.
    qin.go("/today")
    expect(strip).to_have_count(0)
    qin.tap(qin.page.get_by_role("button").filter(has_text="件请你确认在场"))
    qin.tap(sheet.get_by_role("button", name="我不在场"))
    qin.tap(sheet.get_by_role("button", name="确认我不在场"))
    expect(sheet.get_by_role("alert")).to_contain_text("写一句")
    sheet.get_by_label("当时的情况").fill("那时我在另一条街。")
    qin.tap(sheet.get_by_role("button", name="确认我不在场"))
    expect(sheet).to_contain_text("请你确认在场")
    qin.tap(sheet.get_by_role("button", name="关闭"))

    qin.context.set_offline(False)
    sent(qin)
    given = {row["target_id"]: row["present"] for row in server.rows(ASKED_OF_QIN)}
    answers = {one["target_id"]: given[one["target_id"]] for one in asked}
    assert answers.pop(order["id"]) == 1
    assert sorted(answers.values(), key=str) == [0, None]
    [flag] = server.rows("SELECT code FROM flag WHERE code = 'attest_denied' ORDER BY rowid DESC LIMIT 1")
    assert flag["code"] == "attest_denied"


def test_who_has_no_certificate_looks_but_closes_nothing(new_phone, server, world, order):
    shen = new_phone("shen").open().sign_in(named(world, "沈白露"))
    first = order["items"][0]
    shen.go(f"/item/{first['id']}")
    expect(shen.page.get_by_role("link", name="复查", exact=True)).to_have_count(0)
    shen.tap(shen.page.get_by_role("link", name="预查"))
    expect(shen.page.get_by_role("main")).to_contain_text("预查不是复查")
    shen.page.get_by_label("看到的情况").fill("沙子还在，砖搬走了")
    shen.tap(shen.button("保存预查"))
    expect(shen.page.get_by_role("heading", level=1)).to_contain_text(f"第 {first['n']} 项")
    sent(shen)
    [note] = server.ops_naming("沙子还在，砖搬走了")
    assert (note["type"], note["verdict"], note["case_id"]) == ("case.note", "applied", order["case_id"])
    assert item_of(server, first["id"])["state"] == "served"
