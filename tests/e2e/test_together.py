"""Two phones and a desk see each other's work within one pull, and what is no longer theirs leaves the phone."""

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.e2e.pictures import small_photo
from tests.e2e.points import middle_of_a_cell

TEXT = "河堤步道上一堆垃圾"


def test_phones_and_desk_see_each_other_and_a_case_that_goes_away_leaves(new_phone, new_desk, server, world, cells):
    place = middle_of_a_cell(cells, 10)
    patroller = new_phone("patroller", place).open().sign_in(world.account("patroller", "二中队"))
    officer = new_phone("officer", place).open().sign_in(world.account("officer", "二中队"))
    patroller.shoot("IMG_0007.jpg", small_photo(7))
    patroller.choose_category("bllj", "暴露垃圾")
    patroller.page.locator("#text").fill(TEXT)
    patroller.save_report()
    patroller.tap(patroller.button("看这一件"))
    everything_sent(patroller)
    [filed] = server.ops_naming(TEXT)

    # The colleague has it after one pull, and takes it.
    officer.pull()
    officer.go(f"/case/{filed['case_id']}")
    expect(officer.page.get_by_role("main")).to_contain_text(TEXT)
    officer.tap(officer.button("接单"))
    everything_sent(officer)

    # The reporter sees that after one pull.
    patroller.go(f"/case/{filed['case_id']}")
    expect(patroller.page.locator(".case-head")).to_contain_text("已派遣")
    patroller.pull()
    expect(patroller.page.locator(".case-head")).to_contain_text("处置中")
    expect(patroller.page.locator(".timeline")).to_contain_text(world.account("officer", "二中队")["name"])

    # The desk sees both, and what the desk writes is on both phones after one pull.
    desk = new_desk(world.account("squad_leader", "二中队")).go(f"/desk/cases/{filed['case_id']}")
    expect(desk.page.get_by_role("main")).to_contain_text("处置中")
    desk.act("case.note", text="请带扫帚和铁锹")
    for phone in (patroller, officer):
        phone.go(f"/case/{filed['case_id']}")
        phone.pull()
        expect(phone.page.locator(".timeline")).to_contain_text("请带扫帚和铁锹")

    # Sent back and dispatched to another squadron, it leaves the colleague's phone and stays with its reporter.
    officer.tap(officer.button("退回"))
    officer.page.locator("#said").fill("在三中队的地段")
    officer.tap(officer.page.get_by_role("dialog").get_by_role("button", name="退回", exact=True))
    everything_sent(officer)
    dispatcher = new_desk(world.account("dispatcher", "一中队")).go(f"/desk/cases/{filed['case_id']}")
    dispatcher.act("case.dispatch", to_unit="三中队")
    officer.pull()
    officer.go("/cases")
    officer.page.locator("#case-query").fill(TEXT)
    expect(officer.page.get_by_text("没有找到")).to_be_visible()
    expect(officer.page.locator("ul.rows a.row")).to_have_count(0)
    patroller.pull()
    expect(patroller.page.locator(".case-head")).to_contain_text("已派遣")
    expect(patroller.page.locator("dl.facts")).to_contain_text("三中队")


def everything_sent(phone: Phone) -> None:
    """The phone has nothing left to send."""
    phone.go("/outbox")
    expect(phone.page.get_by_text("都已上传")).to_be_visible()
