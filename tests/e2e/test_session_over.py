"""The session ends while something is unsent: sign in over the screen, and it goes."""

from playwright.sync_api import expect

from tests.e2e.complaints import SIGNED_OUT
from tests.e2e.pictures import small_photo


def test_a_session_that_ended_is_renewed_over_the_screen_and_the_unsent_report_goes(new_phone, server, world, complaints):
    complaints.expect(SIGNED_OUT)
    account = world.account("patroller", "二中队")
    phone = new_phone("patroller").open().sign_in(account)
    assert server.change("UPDATE sign_in SET ended_at = made_at WHERE ended_at IS NULL") == 1

    phone.shoot("IMG_0006.jpg", small_photo(6))
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("登录过期以后报的垃圾")
    phone.save_report()
    phone.tap(phone.button("回今日"))

    dialog = phone.page.get_by_role("dialog")
    phone.tap(phone.page.locator("button.strip").filter(has_text="登录已过期"))
    expect(dialog).to_contain_text("1 件未上传，都在手机里")
    expect(dialog.locator("#username")).to_have_value(account["username"])
    assert server.ops_naming("登录过期以后报的垃圾") == []

    dialog.locator("#password").fill(account["password"])
    phone.tap(dialog.get_by_role("button", name="登录", exact=True))
    expect(dialog).to_be_hidden()
    phone.tab("待传")
    expect(phone.page.get_by_text("都已上传")).to_be_visible()
    assert [op["verdict"] for op in server.ops_naming("登录过期以后报的垃圾")] == ["applied"]
