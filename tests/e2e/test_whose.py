"""Whose is it: two cells at a border, no position at all, and straight to the squadron without a dispatcher."""

from playwright.sync_api import expect

from tests.e2e.pictures import small_photo
from tests.e2e.points import border_of_two, middle_of_a_cell

PATROLLER, COLLEAGUE = ("patroller", "二中队"), ("officer", "二中队")


def test_at_a_border_both_cells_are_offered_and_the_person_chooses(new_phone, server, world, cells):
    phone = new_phone("patroller", border_of_two(cells, 60)).open().sign_in(world.account(*PATROLLER))
    phone.shoot("IMG_0002.jpg", small_photo(2))
    expect(phone.page.locator(".pos")).to_contain_text("±60")
    expect(phone.page.get_by_text("可能属于 2 个网格")).to_be_visible()
    offered = phone.page.get_by_role("group", name="网格").get_by_role("radio")
    expect(offered).to_have_count(2)
    expect(offered.first).to_be_checked()

    phone.tap(phone.page.get_by_role("group", name="网格").locator("label").nth(1))
    expect(offered.nth(1)).to_be_checked()
    other = phone.page.get_by_role("group", name="网格").locator("label").nth(1).inner_text()
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("两个网格中间的垃圾")
    phone.save_report()

    phone.tap(phone.button("回今日"))
    phone.tab("待传")
    expect(phone.page.get_by_text("都已上传")).to_be_visible()
    [op] = server.ops_naming("两个网格中间的垃圾")
    chosen = next(c for c in cells if c["id"] == op["payload"]["grid_id"])
    assert chosen["name"] in other


def test_without_permission_for_a_position_the_report_is_filed_all_the_same(new_phone, server, world):
    phone = new_phone("patroller", None).open().sign_in(world.account(*PATROLLER))
    phone.shoot("IMG_0003.jpg", small_photo(3))
    expect(phone.page.locator(".pos")).to_contain_text("照样能保存")
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("不知道在哪里的垃圾")
    phone.save_report()
    phone.tap(phone.button("回今日"))
    phone.tab("待传")
    expect(phone.page.get_by_text("都已上传")).to_be_visible()
    [op] = server.ops_naming("不知道在哪里的垃圾")
    assert op["verdict"] == "applied" and op["payload"]["grid_id"] is None
    assert op["body"]["place"] is None or op["body"]["place"]["source"] == "none"


def test_a_report_within_the_street_powers_reaches_the_squadron_without_a_dispatcher(new_phone, world, cells):
    place = middle_of_a_cell(cells, 10)
    patroller = new_phone("patroller", place).open().sign_in(world.account(*PATROLLER))
    colleague = new_phone("colleague", place).open().sign_in(world.account(*COLLEAGUE))
    patroller.shoot("IMG_0004.jpg", small_photo(4))
    patroller.choose_category("bllj", "暴露垃圾")
    patroller.page.locator("#text").fill("菜市场北门外的垃圾堆")
    expect(patroller.page.locator("#category-route")).to_contain_text("直接派给二中队")
    patroller.save_report()
    patroller.tap(patroller.button("回今日"))
    patroller.tab("待传")
    expect(patroller.page.get_by_text("都已上传")).to_be_visible()

    colleague.pull()
    colleague.tab("案件")
    colleague.page.locator("#case-query").fill("菜市场北门外")
    expect(colleague.page.locator("ul.rows a.row")).to_have_count(1)
    colleague.tap(colleague.page.locator("ul.rows a.row"))
    expect(colleague.page.get_by_role("main")).to_contain_text("菜市场北门外的垃圾堆")
    expect(colleague.button("接单")).to_be_visible()

