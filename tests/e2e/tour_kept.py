"""The tour's part on what must not be lost: what needs attention and its ways on, the rescue page, a new version, a full phone."""

import json
from collections.abc import Callable, Iterator
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Page, expect

from fieldapp.demo.photos import photo as drawn
from tests.e2e.wire import Client, now
from tests.phone import Phone

SECOND_WORKER = "/sw.js?tour"


class Kept:
    """`a_case` gives a case of the officer's squadron in a state; `go` and `close_sheet` are the tour's."""

    def __init__(self, server, a_case: Callable[..., str], go, close_sheet):
        self.server, self.a_case, self.go, self.close_sheet = server, a_case, go, close_sheet

    def attention(self, context: BrowserContext, page: Page) -> Iterator[tuple[str, Page]]:
        """A task that a colleague closed meanwhile, and a note with a photo on a case that went to another squadron."""
        dispatcher, wanted = self.dispatcher(), self.a_case("dispatched")
        noted = self.a_case("dispatched", but=wanted)
        self.note(page, noted)
        self.go(page, f"/case/{wanted}")
        page.locator(".act .btn.pri").click()
        expect(page.locator(".timeline .nd.out").first).to_be_visible()
        self.server.change("UPDATE 'case' SET state = 'closed' WHERE id = ?", wanted)
        yield from self.rescue(page)
        home = self.move(dispatcher, noted, "三中队")
        try:
            context.set_offline(False)
            self.go(page, "/outbox")
            expect(page.locator("article.item .st-attention")).to_have_count(2)
            expect(page.locator(".note.kept")).to_have_count(0)
            yield "outbox-attention", page
            yield from self.ways(page)
        finally:
            self.server.change("UPDATE 'case' SET state = 'dispatched' WHERE id = ?", wanted)
            self.move(dispatcher, noted, home)

    def ways(self, page: Page) -> Iterator[tuple[str, Page]]:
        page.locator("article.item a[href^='#/attention/']").first.click()
        page.locator("main.attention").wait_for()
        yield "attention", page
        self.go(page, "/outbox")
        page.locator("article.item a[href^='#/attention/']").last.click()
        page.locator("main.attention .ways").wait_for()
        yield "attention-ways", page
        for name in ("other", "withdraw", "hand"):
            page.locator(f"[data-way={name}]").click()
            page.locator("dialog #said, dialog #which").wait_for()
            yield f"attention-{name}", page
            if name != "hand":
                self.close_sheet(page)
        page.locator("dialog #said").fill("?")
        page.locator("dialog .btn.pri").click()
        expect(page.locator("dialog")).to_be_hidden()
        page.locator("section a.line[href^='#/attention/']").first.click()
        page.locator("main.attention .timeline").wait_for()
        yield "attention-done", page

    def note(self, page: Page, case_id: str) -> None:
        self.go(page, f"/case/{case_id}")
        page.locator(".act .btn").first.click()
        page.locator("dialog #said").fill("Two more bags behind the wall, 墙后还有两袋")
        with page.expect_file_chooser() as asked:
            page.locator("dialog .btns .btn").first.click()
        asked.value.set_files({"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": drawn("rubbish", 3)})
        page.locator("dialog .strip-photos img").wait_for()
        page.locator("dialog .btn.pri").click()
        expect(page.locator("dialog")).to_be_hidden()

    def dispatcher(self) -> Phone:
        with urlopen(f"{self.server.origin}/api/v1/demo/accounts", timeout=60) as answer:  # noqa: S310
            accounts = json.load(answer)
        account = next(a for a in accounts if "dispatcher" in a["role"])
        return Phone(Client(self.server.origin), account["username"], account["password"], now)

    def move(self, dispatcher: Phone, case_id: str, unit: str) -> str:
        """To another squadron; where it was."""
        was = self.server.rows("SELECT unit.name FROM 'case' c JOIN unit ON unit.id = c.unit_id WHERE c.id = ?", case_id)[0]["name"]
        to = self.server.rows("SELECT id FROM unit WHERE name = ?", unit)[0]["id"]
        [told] = dispatcher.sent(dispatcher.op("case.dispatch", case_id, {"to_unit": to}))
        assert told["verdict"] == "applied", told
        return was

    def full(self, page: Page) -> Iterator[tuple[str, Page]]:
        """What is said at the first write that found no room."""
        self.go(page, "/today")
        page.evaluate("import('/pwa/store/bus.js').then(bus => bus.emit('storage', 'quota'))")
        page.locator("dialog[open]").wait_for()
        yield "full", page
        self.close_sheet(page)

    def rescue(self, page: Page) -> Iterator[tuple[str, Page]]:
        """The page that needs nothing of the app."""
        page.goto(f"{self.server.origin}/rescue")
        expect(page.locator("#held")).not_to_be_empty()
        yield "rescue", page
        page.goto(f"{self.server.origin}/#/today")
        page.locator(".bar").wait_for()

    def update(self, page: Page) -> Iterator[tuple[str, Page]]:
        """A worker of another address waits as that of a new build does."""
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.evaluate("path => navigator.serviceWorker.register(path).then(() => null)", SECOND_WORKER)
        page.wait_for_function("navigator.serviceWorker.getRegistration().then(r => Boolean(r.waiting))")
        page.reload()
        self.go(page, "/me")
        page.locator(".note.kept .btn").wait_for()
        yield "update", page
        self.go(page, "/today")
