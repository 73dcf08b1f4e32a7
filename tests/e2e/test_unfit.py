"""Where nothing stays no act is kept, whatever screen it is done from: it is said, and what was written stays on the screen."""

import os
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.test_full_phone import IPHONE

WORDS = "看过了，还堆着"


def test_in_a_plain_tab_of_an_iphone_a_note_is_not_called_kept(new_phone, world, photo):
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.shoot("IMG_0001.jpg", photo)
    phone.choose_category("bllj", "暴露垃圾")
    phone.save_report()
    phone.tap(phone.page.get_by_role("dialog").get_by_role("button", name="看这一件"))
    phone.page.context.new_cdp_session(phone.page).send("Emulation.setUserAgentOverride", {"userAgent": IPHONE})
    phone.page.reload()

    phone.tap(phone.button("补充记录"))
    form = phone.page.get_by_role("dialog")
    form.locator("textarea").fill(WORDS)
    phone.tap(form.get_by_role("button", name="补充记录", exact=True))
    expect(form.get_by_role("alert")).to_contain_text("这一步没有存。这是苹果手机的浏览器标签页")
    expect(form.locator("textarea")).to_have_value(WORDS)
    if folder := os.environ.get("FIELDAPP_SHOTS"):
        phone.page.screenshot(path=Path(folder) / "unfit-note.png", animations="disabled")
    phone.go("/outbox")
    expect(phone.page.get_by_role("main")).not_to_contain_text("补充记录")
