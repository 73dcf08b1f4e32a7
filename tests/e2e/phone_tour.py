"""Every screen of the phone, one after another, in any language: what axe, large text and the camera look at.

Screens are found by their structure, not by their words. What the tour does on the server: a report, an inspection with its order,
one task taken and one note, which the attention screens need: somebody closed the one case and moved the other meanwhile.
"""

import json
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page, expect

from fieldapp.demo.photos import photo as drawn
from tests.e2e.complaints import NO_SERVER, SIGNED_OUT
from tests.e2e.phone import SCREEN, of_a_phone
from tests.e2e.tour_kept import Kept
from tests.e2e.tour_papers import Papers

#: What belongs to the story of the tour: it goes off the network, and its session is ended.
EXPECTED = (NO_SERVER, SIGNED_OUT)
PATIENCE_MS = 60_000


class PhoneTour:
    """`look` is what the person has chosen under 我的: lang, theme, scale. `officer` is an account of a squadron."""

    def __init__(self, browser, server, listen, officer: dict, place: tuple[float, float, float], look: dict,
                 screen: dict = SCREEN):
        self.browser, self.server, self.listen, self.officer, self.place, self.look, self.screen = (
            browser, server, listen, officer, place, look, screen)

    def __iter__(self) -> Iterator[tuple[str, Page]]:
        context, papers = self.phone(), Papers(self.server, go, close_sheet)
        papers.fall_due()
        page = context.new_page()
        page.goto(self.server.origin)
        page.locator("#username").wait_for()
        yield "sign-in", page
        page.locator("details.demo summary").click()
        yield "sign-in-demo", page
        sign_in(page, self.officer)
        yield "today", page
        for name, path in (("cases", "/cases"), ("me", "/me"), ("privacy", "/me/privacy"), ("feedback", "/me/feedback"), ("install", "/me/install")):
            go(page, path)
            yield name, page
        yield from self.case(page)
        yield from papers.on_record(page)
        yield from self.capture(context, page)
        yield from papers.made(page)
        kept = Kept(self.server, self.a_case, go, close_sheet)
        yield from kept.attention(context, page)
        yield from kept.full(page)
        yield from kept.update(page)
        yield from self.session_over(context, page)
        context.close()

    def phone(self) -> BrowserContext:
        latitude, longitude, accuracy = self.place
        context = self.browser.new_context(**of_a_phone(
            "en-GB" if self.look.get("lang") == "en" else "zh-CN", self.screen, reduced_motion="reduce", permissions=["geolocation"],
            geolocation={"latitude": latitude, "longitude": longitude, "accuracy": accuracy}))
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(f"if (location.protocol === 'http:') localStorage.setItem('fieldapp.look', {json.dumps(json.dumps(self.look))})")
        self.listen(context)
        return context

    def case(self, page: Page) -> Iterator[tuple[str, Page]]:
        """One with photos and a history, and the sheets by which one acts on it."""
        go(page, f"/case/{self.a_case('in_progress', with_photo=True)}")
        page.locator(".thumbs img").first.evaluate("img => img.decode()")
        yield "case", page
        note, plain = page.locator(".act .btn").first, page.locator(".act .btn:not(:has(use))")
        for name, button in (("case-note", note), ("case-done", plain.first), ("case-return", plain.last)):
            button.click()
            page.locator("dialog #said").wait_for()
            yield name, page
            close_sheet(page)

    def a_case(self, state: str, with_photo: bool = False, but: str = "") -> str:
        """A case of the officer's squadron in this state; the newest. With `but` not that one, and none that the officer reported."""
        photo_there = "AND EXISTS (SELECT 1 FROM claim WHERE claim.record_id = c.id AND claim.filled_at IS NOT NULL)" if with_photo else ""
        found = self.server.rows(
            f"SELECT c.id FROM 'case' c JOIN unit ON unit.id = c.unit_id WHERE unit.name = ? AND c.state = ? {photo_there} "  # noqa: S608
            "AND (? = '' OR c.id <> ? AND c.reporter_id <> (SELECT id FROM user WHERE username = ?)) "
            "ORDER BY (c.handler_id = (SELECT id FROM user WHERE username = ?)) DESC, c.reported_at DESC",
            self.officer["unit"], state, but, but, self.officer["username"], self.officer["username"])
        return found[0]["id"]

    def capture(self, context: BrowserContext, page: Page) -> Iterator[tuple[str, Page]]:
        """A report made without a network, from the empty draft to the outbox."""
        go(page, "/today")
        context.set_offline(True)
        with page.expect_file_chooser() as asked:
            page.locator(".shutter").click()
        page.locator(".shot-none").wait_for()
        yield "capture-empty", page
        asked.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": drawn("rubbish", 9)})
        page.locator(".shot-area img").evaluate("img => img.decode()")
        page.locator(".act .btn.pri").click()
        page.locator(".err-text").wait_for()
        yield "capture-missing", page
        page.locator("#category-query").fill("lj")
        page.locator(".hits button").first.wait_for()
        yield "capture-search", page
        page.locator(".hits button").first.click()
        page.locator("#text").fill("楼道口堆了两袋垃圾" if self.look.get("lang") != "en" else "Two bags of rubbish at the stairs")
        yield "capture", page
        page.locator(".over.x").click()
        page.locator("dialog .btn.danger").wait_for()
        yield "capture-leave", page
        close_sheet(page)
        page.locator(".act .btn.pri").click()
        page.locator("dialog .steps").wait_for()
        yield "kept", page
        close_sheet(page)
        page.locator(".strip.pending").wait_for()
        yield "today-offline", page
        go(page, "/outbox")
        page.locator("article.item").first.wait_for()
        yield "outbox", page

    def session_over(self, context: BrowserContext, page: Page) -> Iterator[tuple[str, Page]]:
        go(page, "/me")
        self.server.change("UPDATE sign_in SET ended_at = made_at WHERE ended_at IS NULL AND user_id = "
                           "(SELECT id FROM user WHERE username = ?)", self.officer["username"])
        page.evaluate("dispatchEvent(new Event('pageshow'))")
        page.locator("dialog #password").wait_for()
        yield "session-over", page
        close_sheet(page)
        page.locator("section button.line").last.click()
        page.locator("dialog .stack").wait_for()
        yield "sign-out", page


def sign_in(page: Page, account: dict) -> None:
    page.locator("#username").fill(account["username"])
    page.locator("#password").fill(account["password"])
    page.locator("button[type=submit]").click()
    page.locator(".bar").wait_for()
    expect(page.locator(".ghost")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator(".net use[href$='s-online']")).to_have_count(1, timeout=PATIENCE_MS)


def go(page: Page, path: str) -> None:
    """Follow a link of the app, until its screen stands there."""
    page.evaluate("path => { location.hash = path }", path)
    page.wait_for_function("() => document.getElementById('app').dataset.path === location.hash.slice(1)")
    page.locator("main").wait_for()


def close_sheet(page: Page) -> None:
    page.locator("dialog .sheet-top .icon-btn").click()
    expect(page.locator("dialog")).to_be_hidden()
