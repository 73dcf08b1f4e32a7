"""A new build waits until somebody taps; what is unsent stays as it was."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.complaints import NO_SERVER, SIGNED_OUT
from tests.e2e.installation import Installation, copy_program, copy_world
from tests.e2e.pictures import small_photo


@pytest.fixture
def server(world, tmp_path):
    """An installation whose program can be changed."""
    installation = Installation(copy_world(world.folder, tmp_path / "data"), copy_program(tmp_path / "tree")).start()
    yield installation
    installation.discard()


def test_a_new_build_waits_is_offered_and_leaves_the_outbox_untouched(new_phone, server, world, complaints):
    complaints.expect(NO_SERVER, SIGNED_OUT)
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.wait_for_worker()
    old = build_on(phone)
    server.stop()
    phone.shoot("IMG_0008.jpg", small_photo(8))
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("换版本以前报的垃圾")
    phone.save_report()

    # The server comes back with a new build, and without the phone's session: the report has to wait.
    server.change("UPDATE sign_in SET ended_at = made_at WHERE ended_at IS NULL")
    with (server.tree / "static/pwa/look.js").open("a") as script:
        script.write("// a newer build\n")
    server.start()
    phone.page.goto("about:blank")
    phone.page.goto(server.origin + "/#/me")
    offer = phone.button("现在换上")
    expect(offer).to_be_visible()
    assert build_on(phone) == old

    close_sheet(phone)
    phone.context.set_offline(True)
    phone.tap(offer)
    warning = phone.page.get_by_role("dialog")
    expect(warning).to_contain_text("现在连不上服务器")
    if folder := os.environ.get("FIELDAPP_SHOTS"):
        phone.page.screenshot(path=Path(folder) / "update-offline.png", animations="disabled")
    phone.tap(warning.get_by_role("button", name="有网再换"))
    phone.context.set_offline(False)
    phone.tap(offer)
    expect(phone.page.locator(".build")).not_to_contain_text(old)
    expect(phone.button("现在换上")).to_have_count(0)
    close_sheet(phone)
    phone.tab("待传")
    expect(phone.page.get_by_role("article")).to_have_count(1)
    expect(phone.page.get_by_role("article")).to_contain_text("换版本以前报的垃圾")


def build_on(phone) -> str:
    """The build's name as the phone shows it."""
    phone.go("/me")
    expect(phone.page.locator(".build")).to_be_visible()
    return phone.page.locator(".build").inner_text().split()[-1]


def close_sheet(phone) -> None:
    """The phone asks to sign in; not now."""
    dialog = phone.page.get_by_role("dialog")
    expect(dialog).to_contain_text("登录已过期")
    phone.tap(dialog.get_by_role("button", name="关闭"))
    expect(dialog).to_be_hidden()
