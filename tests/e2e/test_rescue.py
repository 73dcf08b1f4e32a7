"""A phone that cannot reach the server: its work is exported, loaded by somebody else at the desk, and not doubled when it is back."""

from playwright.sync_api import expect

from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import COMING_BACK_MS
from tests.e2e.pictures import small_photo

TEXTS = ("断网时报的第一处", "断网时报的第二处")


def test_two_reports_with_photos_go_by_file_and_nothing_is_doubled(new_phone, new_desk, server, world, complaints, tmp_path):
    complaints.expect(NO_SERVER)
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.wait_for_worker()
    phone.context.set_offline(True)
    for n, text in enumerate(TEXTS):
        phone.shoot(f"IMG_00{n}.jpg", small_photo(20 + n))
        phone.choose_category("bllj", "暴露垃圾")
        phone.page.locator("#text").fill(text)
        phone.save_report()
        phone.tap(phone.button("回今日"))

    # Off line, the page comes from the phone itself.
    phone.tab("待传")
    phone.tap(phone.page.get_by_role("link", name="导出没传的"))
    expect(phone.page.locator("#held")).to_contain_text("没传的：2 条记录、2 张照片")
    with phone.page.expect_download() as saved:
        phone.tap(phone.button("存成文件"))
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    expect(phone.page.locator("#said")).to_contain_text("已存到下载")
    assert server.ops_naming(TEXTS[0]) == []

    # A colleague loads it.
    desk = new_desk(world.account("squad_leader", "二中队")).go("/desk/rescue")
    desk.page.locator("#file").set_input_files(file)
    desk.page.get_by_role("button", name="导入", exact=True).click()
    expect(desk.page.get_by_role("main")).to_contain_text("导入 2 条新的，0 条早就有了。")
    ops = [op for text in TEXTS for op in server.ops_naming(text)]
    assert [op["verdict"] for op in ops] == ["applied", "applied"]
    desk.page.locator(f'a[href$="{ops[0]["case_id"]}"]').click()
    expect(desk.page.get_by_role("main")).to_contain_text(TEXTS[0])
    shown = desk.page.locator("main img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0

    # The phone comes back: it learns that all is there.
    phone.context.set_offline(False)
    phone.tap(phone.page.locator("#back"))
    expect(phone.page.get_by_text("都已上传")).to_be_visible(timeout=COMING_BACK_MS)
    assert [len(server.ops_naming(text)) for text in TEXTS] == [1, 1]
    phone.page.goto(server.origin + "/rescue")
    expect(phone.page.locator("#held")).to_contain_text("没有没传的内容")
