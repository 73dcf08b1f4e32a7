"""A person at a desk: with the mouse, and with the keyboard alone."""

from playwright.sync_api import Browser, Locator, Page, expect

SCREEN = {"width": 1366, "height": 768}
MOST_TABS = 150


class Desk:
    def __init__(self, browser: Browser, origin: str, listen, locale: str = "zh-CN", screen: dict = SCREEN, **more):
        self.origin = origin
        self.context = listen(browser.new_context(viewport=screen, locale=locale, timezone_id="Asia/Shanghai", **more))
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> "Desk":
        self.page.goto(self.origin + path)
        return self

    def sign_in(self, account: dict) -> "Desk":
        self.go("/desk/sign-in")
        self.page.locator("#username").fill(account["username"])
        self.page.locator("#password").fill(account["password"])
        self.page.locator("#password").press("Enter")
        expect(self.page.locator("#username")).to_have_count(0)
        return self

    def act(self, type_: str, **fields: str) -> None:
        """Fill in and send the form of one action; a choice is named by its word."""
        form = self.page.locator(f"form:has(input[name=type][value='{type_}'])")
        drawer = self.page.locator("details.act", has=form)
        if drawer.count():
            drawer.locator("summary").click()
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        form.get_by_role("button").click()
        expect(self.page.locator("#said.notice-good")).to_be_visible()

    # ---- without a mouse
    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def tab_to(self, what: Locator) -> None:
        """Tab until it has the focus, and see that the focus can be seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if what.evaluate("element => element === document.activeElement"):
                assert what.evaluate("e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }")
                return
        raise AssertionError(f"the keyboard does not reach {what}")
