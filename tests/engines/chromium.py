"""Chromium, by Playwright."""

import os
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Playwright

from tests.e2e.phone import browser_options, of_a_phone

from .driver import PATIENCE_S, Browser, NotNow
from .processes import kill_9


class Chromium(Browser):
    def __init__(self, profile: Path, origin: str, playwright: Playwright):
        super().__init__(profile, origin)
        self.playwright = playwright

    def start(self) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(str(self.profile), **browser_options(), **of_a_phone())
        self.context.set_default_timeout(PATIENCE_S * 1000)
        self.page = self.context.pages[0]

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def js(self, expression: str):
        try:
            return self.page.evaluate(f"(async () => ({expression}))()")
        except Error as error:
            raise NotNow(error.message) from None

    def point(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)

    def photograph(self, shutter: str, photo: Path) -> None:
        with self.page.expect_file_chooser() as asked:
            self.tap(shutter)
        asked.value.set_files(photo)

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def _quit(self) -> None:
        self.context.close()

    def _kill(self) -> None:
        kill_9(self._processes)
        try:
            self.context.close()
        except Error:
            pass
        for left in self.profile.glob("Singleton*"):
            left.unlink()

    def _processes(self) -> list[int]:
        """Living processes whose command line names this profile; Playwright, not we, has started them."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if int(folder.name) != os.getpid() and str(self.profile).encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                pass
        return found
