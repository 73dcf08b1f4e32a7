"""What an officer (执法人员) does on a phone: inspects, writes the order, has it signed by finger, issues, serves, rechecks, attests."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.phone import COMING_BACK_MS, Phone
from tests.e2e.test_inspection import Inspecting
from tests.e2e.test_paper import ledger, sign_all

OFFICE_PHONE = "0356-0000000"


class Officer:
    """`phone` is open and signed in."""

    def __init__(self, phone: Phone):
        self.phone = phone

    @property
    def page(self):
        return self.phone.page

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    # ---- the inspection
    def inspect(self, case_id: str) -> Inspecting:
        """Begin an inspection on a case; its first finding is what was reported."""
        self.phone.go(f"/case/{case_id}")
        self.phone.tap(self.phone.button("现场检查"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("现场检查")
        return Inspecting(self.phone)

    def photograph(self, finding: Locator, name: str, content: bytes) -> None:
        with self.page.expect_file_chooser() as asked:
            self.phone.tap(finding.get_by_role("button", name="拍照"))
        asked.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
        expect(finding.get_by_role("listitem").locator("img")).to_be_visible()

    # ---- the order
    def write_order(self) -> str:
        """From the complete inspection to the order; the draft's id."""
        expect(self.page.get_by_role("heading", name="都齐了")).to_be_visible()
        self.phone.tap(self.phone.button("写责令改正通知书"))
        self.page.wait_for_url("**/#/paper/*")
        expect(self.page.locator("article.paper")).to_be_visible()
        return self.page.url.rsplit("/", 1)[1]

    def tell_office_phone(self) -> None:
        """The one value that no record holds."""
        self.phone.tap(self.page.locator(".act .btn.pri"))
        self.dialog.get_by_role("textbox", name="办公电话").fill(OFFICE_PHONE)
        self.phone.tap(self.phone.button("填好了"))
        expect(self.page.locator("article.paper")).to_contain_text(OFFICE_PHONE)

    def sign_all(self) -> None:
        """Both officers and the party, each with strokes of a finger."""
        sign_all(self.phone)

    def draft(self, paper: str) -> dict | None:
        return next((d for d in ledger(self.phone)["drafts"] if d["id"] == paper), None)

    def issue_and_serve(self) -> str:
        """Hand it over; the order's id."""
        self.phone.tap(self.phone.button("签发并送达"))
        self.phone.tap(self.dialog.get_by_role("button", name="签发并送达"))
        expect(self.dialog).to_contain_text("已保存到手机")
        self.phone.tap(self.dialog.get_by_role("button", name="看这一份"))
        self.page.wait_for_url("**/#/order/*")
        return self.page.url.rsplit("/", 1)[1]

    # ---- what comes after
    def recheck(self, items: list[dict], second: str, photos: list[bytes]) -> None:
        """All of them corrected (已改正), in one go, each with a photo."""
        self.phone.go(f"/recheck/{items[0]['id']}")
        self.phone.tap(self.phone.button("选第二名执法人员"))
        self.phone.tap(self.dialog.get_by_role("button").filter(has_text=second))
        for item, photo in zip(items, photos, strict=True):
            block = self.page.get_by_role("region", name=re.compile(rf"^{item['n']}\s"))
            self.phone.tap(block.get_by_role("radio", name="已改正"))
            with self.page.expect_file_chooser() as camera:
                self.phone.tap(block.get_by_role("button", name="拍现在的样子"))
            camera.value.set_files({"name": "now.jpg", "mimeType": "image/jpeg", "buffer": photo})
            expect(block.get_by_role("img", name=f"第 {item['n']} 项现在的照片")).to_be_visible()
        self.phone.tap(self.phone.button(f"保存复查（{len(items)} 项）"))
        expect(self.dialog).to_contain_text("已保存到手机")
        self.phone.tap(self.dialog.get_by_role("button", name="回今日"))

    def asked_to_attest(self) -> Locator:
        """The strip on Today."""
        self.phone.go("/today")
        return self.page.get_by_role("button").filter(has_text="件请你确认在场")

    def was_there(self) -> None:
        """Say so to each thing that is asked, from the strip on."""
        self.phone.tap(self.asked_to_attest())
        while True:
            yes = self.dialog.get_by_role("button", name="我在场")
            expect(yes).to_be_visible()
            left = self.dialog.get_by_text("答完这一件，还有").count()
            about = self.dialog.locator(".lead").inner_text()
            self.phone.tap(yes)
            if not left:
                break
            expect(self.dialog.locator(".lead")).not_to_have_text(about)
        expect(self.dialog).to_be_hidden()

    def all_sent(self) -> None:
        """Without a tap: everything this phone has kept is on the server."""
        self.phone.go("/outbox")
        expect(self.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)
