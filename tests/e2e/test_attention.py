"""需处理: what the server would not take as it stands is handed over, put on another case and withdrawn, off line; and nothing is lost."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import Phone
from tests.e2e.pictures import small_photo
from tests.e2e.wire import Client, now
from tests.phone import Phone as Wire

TAKEN, MOVED, GONE, RIGHT = "花坛边堆着木板", "墙角一堆旧家具", "巷口摆着广告牌", "楼后堆着纸箱"
SEEN, WRONG, WHY, HELP = "旧家具旁边还有一桶油漆", "广告牌今天已经收走", "写错了地方", "两个人都去了，请定一下由谁办"


@pytest.fixture
def street(server, world):
    """A colleague and the dispatcher, each with a phone of their own: (colleague, dispatcher, {text: case id})."""
    colleague, dispatcher = (Wire(Client(server.origin), a["username"], a["password"], now)
                             for a in (world.account("patroller", "二中队"), world.account("dispatcher", "一中队")))
    reports = {text: colleague.report("HW01", text=text) for text in (TAKEN, MOVED, GONE, RIGHT)}
    assert [one["verdict"] for one in colleague.sent(*(op for _, op in reports.values()))] == ["applied"] * 4
    return colleague, dispatcher, {text: case_id for text, (case_id, _) in reports.items()}


def test_refused_and_flagged_ops_find_their_way_on_without_a_network(new_phone, new_desk, server, world, complaints, street):
    complaints.expect(NO_SERVER)
    colleague, dispatcher, cases = street
    lu, photo = new_phone("lu").open().sign_in(world.account("officer", "二中队")), small_photo(11)
    lu.wait_for_worker()

    # Off line: a task is taken, and two notes are made; meanwhile the task is another's, and two cases go to another squadron.
    lu.context.set_offline(True)
    lu.go(f"/case/{cases[TAKEN]}")
    lu.tap(lu.button("接单"))
    note(lu, cases[MOVED], SEEN, photo)
    note(lu, cases[GONE], WRONG)
    colleague.sent(colleague.op("task.accept", cases[TAKEN], {}))
    elsewhere = server.rows("SELECT id FROM unit WHERE name = '三中队'")[0]["id"]
    moves = [dispatcher.op("case.dispatch", cases[text], {"to_unit": elsewhere}) for text in (MOVED, GONE)]
    assert [one["verdict"] for one in dispatcher.sent(*moves)] == ["applied"] * 2

    back_on_line(lu)
    expect(lu.page.locator("section[aria-label='需处理'] article")).to_have_count(3)
    lu.context.set_offline(True)

    # What happened, who did what meanwhile, and what was captured; then a way on for each, still without a network.
    look_into(lu, "接单")
    main = lu.page.get_by_role("main")
    expect(main).to_contain_text("这一步没有办成")
    expect(main.locator(".timeline")).to_contain_text(colleague_name(world))
    expect(main).to_contain_text("处置中")
    choose(lu, "转交负责人")
    lu.page.locator("#said").fill(HELP)
    lu.tap(lu.page.get_by_role("dialog").get_by_role("button", name="转交", exact=True))

    look_into(lu, SEEN)
    expect(main.locator(".thumbs img")).to_have_count(1)
    expect(main.locator("dl.facts")).to_contain_text(SEEN)
    choose(lu, "放到另一件")
    lu.page.locator("#which").fill(RIGHT)
    lu.tap(lu.page.get_by_role("list", name="放到另一件").get_by_role("button"))

    look_into(lu, WRONG)
    choose(lu, "撤回")
    lu.tap(lu.page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True))
    expect(lu.page.get_by_role("dialog")).to_contain_text("请写明理由")
    lu.page.locator("#said").fill(WHY)
    lu.tap(lu.page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True))

    expect(lu.page.locator("section[aria-label='需处理']")).to_have_count(0)
    expect(lu.page.locator("section[aria-label='处理过的'] li")).to_have_count(3)
    back_on_line(lu)

    # The desk has only what was handed over, with its words and its content, and decides.
    desk = new_desk(world.account("squad_leader", "二中队")).go("/desk/attention")
    handed = desk.page.get_by_role("link", name=re.compile("转交负责人"))
    expect(handed).to_have_count(1)
    expect(desk.page.locator("nav.alist")).not_to_contain_text("补充记录")
    handed.click()
    expect(desk.page.get_by_role("main")).to_contain_text(HELP)
    expect(desk.page.locator("#detail ol.ops").first).to_contain_text("接单")
    desk.page.locator("#reason").fill("由先到的办")
    desk.page.get_by_role("button", name="认可", exact=True).click()
    expect(desk.page.get_by_role("link", name=re.compile("转交负责人"))).to_have_count(0)

    # The phone's list is empty, and what became of it can be read; nothing was lost.
    lu.pull()
    lu.go("/outbox")
    expect(lu.page.locator("section[aria-label='需处理']")).to_have_count(0)
    lu.tap(lu.page.locator("section[aria-label='处理过的'] a", has_text="接单"))
    expect(main).to_contain_text("由先到的办")
    [kept] = [op for op in server.ops_naming(SEEN) if op["case_id"] == cases[RIGHT]]
    assert (kept["type"], kept["verdict"], kept["in_effect"]) == ("case.note", "applied", 1)
    assert server.file(hashlib.sha256(photo).hexdigest()).read_bytes() == photo
    assert [op["type"] for op in server.ops_naming(WRONG)] == ["case.note"] and len(server.ops_naming(WHY)) == 1
    assert server.rows("SELECT op_id FROM flag WHERE state = 'open' AND op_id IN (SELECT op_id FROM op WHERE user_id = "
                       "(SELECT id FROM user WHERE username = ?))", world.account("officer", "二中队")["username"]) == []


def note(phone: Phone, case_id: str, words: str, photo: bytes | None = None) -> None:
    phone.go(f"/case/{case_id}")
    phone.tap(phone.button("补充记录"))
    phone.page.locator("#said").fill(words)
    dialog = phone.page.get_by_role("dialog")
    if photo:
        with phone.page.expect_file_chooser() as asked:
            phone.tap(dialog.get_by_role("button", name="拍照"))
        asked.value.set_files({"name": "IMG_0011.jpg", "mimeType": "image/jpeg", "buffer": photo})
        expect(dialog.locator(".strip-photos img")).to_be_visible()
    phone.tap(dialog.get_by_role("button", name="补充记录", exact=True))
    expect(dialog).to_be_hidden()


def back_on_line(phone: Phone) -> None:
    """Everything that waits is sent, and what the server says of it is here."""
    phone.context.set_offline(False)
    phone.go("/outbox")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.locator("article.item progress, .note.kept")).to_have_count(0)
    phone.pull()


def look_into(phone: Phone, words: str) -> None:
    phone.go("/outbox")
    phone.tap(phone.page.locator("article.item", has_text=words).get_by_role("link", name="看怎么办"))
    expect(phone.page.locator("main.attention")).to_be_visible()


def choose(phone: Phone, way: str) -> None:
    phone.tap(phone.page.locator(".ways").get_by_role("button", name=way))
    expect(phone.page.get_by_role("dialog")).to_be_visible()


def colleague_name(world) -> str:
    return world.account("patroller", "二中队")["name"]
