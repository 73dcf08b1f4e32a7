"""A page of HTML that is called a photo is refused where it is chosen; what was made before stays."""

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.e2e.pictures import HTML, small_photo

TEXT = "桥洞下面有人倒建筑垃圾"


def test_html_named_jpg_is_refused_in_clear_words_and_the_draft_stays(new_phone, server, world):
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.shoot("IMG_0005.jpg", small_photo(5))
    expect(phone.page.locator(".shot-area img")).to_be_visible()
    phone.page.locator("#text").fill(TEXT)

    choose(phone, "invoice.jpg", HTML)

    expect(phone.page.get_by_role("alert")).to_contain_text("「invoice.jpg」没有放进来：这不是照片。只收 JPEG、PNG、WebP。其余都还在。")
    expect(phone.page.locator(".shot-area img")).to_have_count(1)
    expect(phone.page.locator("#text")).to_have_value(TEXT)

    # Opened cold, the draft is as it was, and nothing of the page has left the phone.
    expect(phone.page.locator(".saved")).to_contain_text("草稿已存")
    phone.page.goto("about:blank")
    phone.page.goto(server.origin)
    phone.tap(phone.page.get_by_role("link", name="一份没写完的上报"))
    expect(phone.page.locator("#text")).to_have_value(TEXT)
    expect(phone.page.locator(".shot-area img")).to_have_count(1)
    assert server.ops_naming(TEXT) == []


def choose(phone: Phone, name: str, content: bytes) -> None:
    """A file from the phone's folders."""
    with phone.page.expect_file_chooser() as asked:
        phone.tap(phone.button("从文件"))
    asked.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
