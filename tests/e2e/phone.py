"""A person's phone: Chromium with a profile on disk, which can be killed and opened again, and what a person does with it."""

import os
import signal
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Locator, Page, Playwright, expect

from tests.browser import launch_options

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)  # a busy machine is no defect
#: An unreachable server is asked again after 30 s at the latest, then everything has to be sent.
COMING_BACK_MS = 120_000
SCREEN = {"width": 390, "height": 844}
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-features=Translate"]
#: Inside the camera: its own shutter, then "use this photo".
CAMERA_TAPS = 2


def browser_options() -> dict:
    found = launch_options()
    return found | {"args": [*found["args"], *QUIET]}


def of_a_phone(locale: str = "zh-CN", screen: dict = SCREEN, **more) -> dict:
    """Playwright's context options."""
    return {"viewport": screen, "device_scale_factor": 2, "is_mobile": True, "has_touch": True, "locale": locale,
            "timezone_id": "Asia/Shanghai", "color_scheme": "light", **more}


class Phone:
    """`place` is (latitude, longitude, accuracy in m), or None when the person has given no permission."""

    def __init__(self, playwright: Playwright, profile: Path, origin: str, listen, place: tuple[float, float, float] | None = None):
        self.playwright, self.profile, self.origin, self.listen, self.place = playwright, profile, origin, listen, place
        self.context: BrowserContext | None = None
        self.taps = 0

    # ---- the browser
    def open(self, path: str = "/") -> "Phone":
        """Start the browser on its profile and open the app."""
        given = {}
        if self.place:
            latitude, longitude, accuracy = self.place
            given = {"permissions": ["geolocation"], "geolocation": {"latitude": latitude, "longitude": longitude, "accuracy": accuracy}}
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), **browser_options(), **of_a_phone(), **given)
        self.context.set_default_timeout(PATIENCE_MS)
        self.listen(self.context)
        self.page.goto(self.origin + path)
        return self

    @property
    def page(self) -> Page:
        return self.context.pages[0]

    def close(self) -> None:
        """As a person closes it."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """kill -9 of every process of this browser: nothing gets a chance to tidy up."""
        while processes := self._processes():
            for process in processes:
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)
        try:
            self.context.close()
        except Error:
            pass
        self.context = None
        for left in self.profile.glob("Singleton*"):
            left.unlink()

    def _processes(self) -> list[int]:
        """Living processes whose command line names this phone's profile."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if str(self.profile).encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                pass
        return found

    # ---- the person
    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def tab(self, name: str) -> None:
        self.tap(self.page.get_by_role("navigation").get_by_role("link", name=name))

    def sign_in(self, account: dict) -> "Phone":
        """Sign in, and wait until the first sync is through."""
        self.page.locator("#username").fill(account["username"])
        self.page.locator("#password").fill(account["password"])
        self.tap(self.button("登录"))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("今日")
        self.wait_for_first_sync()
        return self

    def wait_for_first_sync(self) -> None:
        expect(self.page.locator(".ghost")).to_have_count(0, timeout=COMING_BACK_MS)
        expect(self.page.locator(".net")).to_contain_text("在线", timeout=COMING_BACK_MS)

    def wait_for_worker(self) -> None:
        """Until the service worker has everything and answers for this page."""
        self.page.evaluate("""navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
            new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))).then(() => null)""")

    def shoot(self, name: str, content: bytes, mime: str = "image/jpeg") -> None:
        """The shutter on the bar, the camera, and back with a photo."""
        with self.page.expect_file_chooser() as asked:
            self.tap(self.button("拍照上报"))
        self.taps += CAMERA_TAPS
        asked.value.set_files({"name": name, "mimeType": mime, "buffer": content})

    def choose_category(self, typed: str, name: str) -> None:
        self.page.locator("#category-query").fill(typed)
        self.tap(self.page.get_by_role("list", name="搜到的类别").get_by_role("button").filter(has_text=name).first)

    def save_report(self) -> None:
        """Save, and see it said that it is kept."""
        self.tap(self.button("保存"))
        expect(self.page.get_by_role("dialog")).to_contain_text("已保存到手机")

    def pull(self) -> None:
        """One round of sync, as when the app comes to the front again."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/sync/pull") and answer.ok):
            self.page.evaluate("dispatchEvent(new Event('pageshow'))")

    def go(self, path: str) -> None:
        """Follow a link of the app, until its screen is there: what is tapped next is no longer the old one's."""
        self.page.evaluate("path => { location.hash = path }", path)
        self.page.wait_for_function("() => document.getElementById('app').dataset.path === location.hash.slice(1)")
