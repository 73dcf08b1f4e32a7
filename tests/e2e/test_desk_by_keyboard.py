"""The desk without a mouse: a case found and dispatched, a flag decided."""

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
