"""The desk without a mouse: a case found and dispatched, an order found and withdrawn, a number settled, a flag decided."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.wire import strange_things


@pytest.fixture
def keyboard(browser, server, windows):
    """keyboard(account) has signed in by typing."""
    def sit_down(account: dict) -> Desk:
        desk = Desk(browser, server.origin, windows).go("/desk/")
        expect(desk.page.locator("#username")).to_be_focused()
        desk.type(account["username"])
        desk.press("Tab")
        desk.type(account["password"])
        desk.press("Enter")
        expect(desk.page.get_by_role("navigation", name="队列")).to_be_visible()
        return desk

    return sit_down


def test_a_case_is_found_and_dispatched(keyboard, server, world):
    desk = keyboard(world.account("dispatcher", "一中队"))
    desk.tab_to(desk.page.get_by_role("navigation", name="队列").get_by_role("link", name="待派遣"))
    desk.press("Enter")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("待派遣")
    rows = desk.page.locator("table.cases tbody tr")
    expect(rows.first).to_have_attribute("aria-current", "true")
    desk.page.wait_for_load_state()  # keys work from then on
    desk.press("j", "k")
    case_id = rows.first.get_attribute("data-id")
    desk.press("Enter")
    expect(desk.page).to_have_url(f"{server.origin}/desk/cases/{case_id}")
    desk.page.wait_for_load_state()

    desk.press("d")
    squadron = desk.page.locator("select[name=to_unit]:focus")
    expect(squadron).to_be_visible()
    squadron.evaluate("select => { select.value = '' }")
    desk.press("ArrowDown")
    desk.tab_to(desk.page.locator("details[open] form button"))
    desk.press("Enter")
    expect(desk.page.locator("#said")).to_be_focused()
    expect(desk.page.locator("#said.notice-good")).to_be_visible()
    assert server.rows("SELECT state FROM 'case' WHERE id = ?", case_id)[0]["state"] == "dispatched"


def test_an_order_is_found_and_withdrawn(keyboard, server, world):
    desk = keyboard(world.account("leader", "东城街街道"))
    desk.tab_to(desk.page.get_by_role("navigation", name="主导航").get_by_role("link", name="责令与整改"))
    desk.press("Enter")
    rows = desk.page.locator("main table tbody tr")
    expect(rows.first).to_have_attribute("aria-current", "true")
    desk.page.wait_for_load_state()  # keys work from then on
    desk.press("j", "k", "Enter")
    expect(desk.page).to_have_url(re.compile(r"/desk/orders/[0-9a-f-]{36}"))
    desk.page.wait_for_load_state()
    order_id = re.search(r"[0-9a-f-]{36}", desk.page.url).group()

    desk.press("w")
    expect(desk.page.locator("details[open] textarea:focus")).to_be_visible()
    desk.type("当事人提交了有效的许可")
    desk.tab_to(desk.page.locator("details[open] form button"))
    desk.press("Enter")
    expect(desk.page.locator("#said.notice-good")).to_be_visible()
    assert server.rows("SELECT state FROM 'order' WHERE id = ?", order_id)[0]["state"] == "withdrawn"


def test_a_number_outside_every_lease_is_settled(keyboard, world):
    desk = keyboard(world.account("leader", "东城街街道"))
    desk.tab_to(desk.page.get_by_role("navigation", name="主导航").get_by_role("link", name="文书编号"))
    desk.press("Enter")
    asks = desk.page.locator("section.decide .ask")
    expect(asks).to_have_count(1)
    desk.tab_to(desk.page.locator("#r-1"))
    desk.type("预印文书上的号，当天补录")
    desk.tab_to(desk.page.get_by_role("button", name="纳入登记簿"))
    desk.press("Enter")
    expect(desk.page.locator(".notice-good")).to_be_visible()
    expect(asks).to_have_count(0)


def test_a_flag_is_decided(keyboard, server, world):
    strange_things(server.origin, world.account("patroller", "二中队"))
    desk = keyboard(world.account("leader", "东城街街道"))
    undecided = "SELECT count(*) AS n FROM flag WHERE state = 'open'"
    before = server.rows(undecided)[0]["n"]
    desk.tab_to(desk.page.get_by_role("navigation", name="主导航").get_by_role("link", name="需处理"))
    desk.press("Enter")
    expect(desk.page).to_have_title("需处理 · 调度台")
    first = desk.page.get_by_role("navigation", name="需处理的").get_by_role("link").first
    desk.tab_to(first)
    desk.press("Enter")
    expect(first).to_have_attribute("aria-current", "true")

    desk.tab_to(desk.page.locator("#reason"))
    desk.type("与本人核对过，手机没有自动对时")
    desk.tab_to(desk.page.get_by_role("button", name="认可", exact=True))
    desk.press("Enter")
    expect(desk.page.locator("#said.notice-good")).to_be_visible()
    assert server.rows(undecided)[0]["n"] < before
