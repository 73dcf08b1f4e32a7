"""A phone without room says what is not kept and what still works; a browser that would not keep the work lets none begin."""

import os
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.phone import COMING_BACK_MS, Phone, of_a_phone

#: Enough for the app, its records and words, too little for a photo as phones make them.
ROOM = 2_500_000
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"


def test_no_room_for_a_photo_what_is_small_is_kept_and_all_of_it_arrives(new_phone, world, photo, complaints):
    complaints.expect("favicon.ico")  # which Chromium looks for beside a page that names none
    phone = new_phone("patroller").open("/manifest.webmanifest")  # Chromium asks for the quota once in half a minute: so before any use
    leave_room(phone, ROOM)
    phone.page.goto(phone.origin)
    phone.sign_in(world.account("patroller", "二中队"))

    phone.shoot("IMG_0001.jpg", photo)
    said = phone.page.get_by_role("dialog")
    expect(said).to_contain_text("手机空间不够")
    expect(said).to_contain_text("不带照片的上报")
    picture(phone.page, "full")
    phone.tap(phone.button("回去，再保存一次"))
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("照片存不下，先报文字")
    expect(phone.page.get_by_role("alert")).to_contain_text("这一步没有存")
    picture(phone.page, "full-form")

    phone.tap(phone.button("移除"))
    expect(phone.page.get_by_role("alert")).to_have_count(0)
    phone.save_report()
    leave_room(phone, None)
    phone.tap(phone.page.get_by_role("dialog").get_by_role("button", name="回今日"))
    phone.shoot("IMG_0002.jpg", photo)
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("有空间了，照片也存下了")
    phone.save_report()
    phone.go("/outbox")
    expect(phone.page.get_by_role("main")).to_contain_text("都已上传", timeout=COMING_BACK_MS)


def leave_room(phone: Phone, quota: int | None) -> None:
    """What the browser lets this origin store, in bytes; None lifts the limit."""
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.origin} | ({} if quota is None else {"quotaSize": quota}))


def test_in_a_plain_tab_of_an_iphone_no_work_is_begun(browser, shared_server, world):
    context = browser.new_context(**of_a_phone(user_agent=IPHONE))
    page = context.new_page()
    page.goto(shared_server.origin)
    account = world.account("patroller", "二中队")
    page.locator("#username").fill(account["username"])
    page.locator("#password").fill(account["password"])
    page.get_by_role("button", name="登录", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("今日")

    page.get_by_role("button", name="拍照上报").tap()
    said = page.get_by_role("dialog")
    expect(said).to_contain_text("先不能在这里办件")
    expect(said).to_contain_text("添加到主屏幕")
    picture(page, "iphone-tab")
    said.get_by_role("button", name="看怎么装到桌面").tap()
    expect(page.get_by_role("main")).to_contain_text("7 天不用")
    picture(page, "iphone-install")
    context.close()


def picture(page, name: str) -> None:
    """For looking at, where somebody wants it."""
    if folder := os.environ.get("FIELDAPP_SHOTS"):
        page.screenshot(path=Path(folder) / f"storage-{name}.png", animations="disabled")
