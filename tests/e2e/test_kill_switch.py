"""A worker that must go takes the shell with it, and leaves what is unsent; afterwards phones have a worker again."""

from playwright.sync_api import expect

from tests.e2e.complaints import NO_SERVER, SIGNED_OUT
from tests.e2e.phone import COMING_BACK_MS
from tests.e2e.pictures import small_photo

WORDS = "带着坏版本时报的垃圾"
LOADED_WITHOUT = "() => !window.before && caches.keys().then((names) => names.length === 0 && !navigator.serviceWorker.controller)"


def test_the_kill_switch_takes_worker_and_shell_and_nothing_else(new_phone, server, world, complaints):
    complaints.expect(NO_SERVER, SIGNED_OUT, "dynamically imported module")  # of a page that is loaded anew while it still loads
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.wait_for_worker()
    server.stop()
    phone.shoot("IMG_0009.jpg", small_photo(9))
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill(WORDS)
    phone.save_report()

    server.settings["FIELDAPP_KILL_SWITCH"] = "1"
    server.start()
    load_anew(phone, "/#/outbox")
    phone.page.evaluate("() => { window.before = true }")  # whoever withdraws the worker loads the page anew
    phone.page.wait_for_function(LOADED_WITHOUT)
    phone.page.evaluate("() => { window.stays = true }")
    expect(phone.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)
    assert phone.page.evaluate("window.stays"), "the page is loaded once more, not again and again"
    assert [op["type"] for op in server.ops_naming(WORDS)] == ["report.file"]

    server.stop()
    del server.settings["FIELDAPP_KILL_SWITCH"]
    server.start()
    load_anew(phone, "/#/today")
    phone.wait_for_worker()


def load_anew(phone, path: str) -> None:
    phone.page.goto("about:blank")
    phone.page.goto(phone.origin + path)
