"""拒签: the party will not sign. Witnessed, photographed and left; and when the order turns out wrong, withdrawn, for everybody to see."""

import hashlib

import pytest
from playwright.sync_api import expect

from fieldapp.demo.photos import photo as drawn_photo
from tests.e2e.officer import Officer
from tests.e2e.test_paper import begin, sign

REASON, WITNESS, WRONG = "认为自己没有占道", "苗小满", "当事人认定有误，另行调查"
PARTY = "云雀小吃店"


@pytest.fixture
def officers(world) -> list[dict]:
    return [a for a in world.accounts if "officer" in a["role"] and a["unit"] == "二中队"][:2]


def test_refused_with_a_witness_then_withdrawn_by_the_leader(new_phone, new_desk, browser, windows, server, world, officers):
    lu, scene = Officer(new_phone("lu").open().sign_in(officers[0])), drawn_photo("rubbish", 5)
    paper = begin(lu.phone, officers)

    # Who will not sign: a reason, a witness, a photo; the officers sign under a text that says so.
    sign(lu.phone, 1)
    lu.phone.tap(lu.phone.button("当事人拒签"))
    lu.dialog.get_by_label("为什么拒签").fill(REASON)
    lu.dialog.get_by_label("见证人姓名").fill(WITNESS)
    with lu.page.expect_file_chooser() as camera:
        lu.phone.tap(lu.phone.button("拍现场"))
    camera.value.set_files({"name": "IMG_0009.jpg", "mimeType": "image/jpeg", "buffer": scene})
    expect(lu.dialog.locator("img")).to_be_visible()
    lu.phone.tap(lu.phone.button("记为拒签"))
    expect(lu.page.get_by_text(f"见证人 {WITNESS}").first).to_be_visible()
    for seed in (1, 2):
        sign(lu.phone, seed)
    lu.phone.tap(lu.phone.button("都签好了"))
    frozen = lu.draft(paper)["frozen"]
    assert f"受送达人拒绝签收，理由：{REASON}。见证人：{WITNESS}。" in frozen["text"]
    order_id = lu.issue_and_serve()
    lu.all_sent()
    [issued, *_] = server.ops_naming(frozen["text_hash"])
    assert (issued["type"], issued["verdict"]) == ("order.issue", "applied")

    # What a reviewer reads at the desk: left, refused why, who saw it, and the picture.
    desk = new_desk(named(world, "江初雪"))
    desk.go(f"/desk/orders/{order_id}")
    story = desk.page.locator(".story")
    for words in ("留置送达", REASON, WITNESS):
        expect(story).to_contain_text(words)
    fingerprint = hashlib.sha256(scene).hexdigest()
    expect(desk.page.locator(f"img[src*='{fingerprint}']").first).to_be_visible()

    # The leader withdraws it.
    desk.act("order.withdraw", reason=WRONG)
    expect(story).to_contain_text("撤回")
    expect(story).to_contain_text(WRONG)
    lu.phone.pull()
    lu.phone.go(f"/order/{order_id}")
    expect(lu.page.get_by_role("main")).to_contain_text("已撤回")
    expect(lu.page.get_by_role("main")).to_contain_text(WRONG)
    expect(lu.page.get_by_role("link", name="复查", exact=True)).to_have_count(0)

    public = windows(browser.new_context(locale="zh-CN")).new_page()
    public.goto(f"{server.origin}/v/{frozen['verify_code']}")
    expect(public.get_by_role("heading", level=1)).to_have_text("这份文书已撤回")
    assert [word for word in (PARTY, REASON, WITNESS, WRONG, officers[0]["name"], officers[1]["name"]) if word in public.content()] == []


def named(world, name: str) -> dict:
    return next(a for a in world.accounts if a["name"] == name)
