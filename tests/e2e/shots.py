"""Screenshots of every screen, to be looked at: `make shots`.

phone-zh, phone-en: 390 × 844, light · phone-zh-dark: what is most used · phone-320-200: 320 px wide with text twice as large
desk-zh, desk-en: 1366 × 768.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.desk_tour import DeskTour
from tests.e2e.installation import ROOT, Installation, cells_of, seed
from tests.e2e.phone import SCREEN, browser_options
from tests.e2e.phone_tour import PhoneTour
from tests.e2e.points import middle_of_a_cell
from tests.e2e.seeing import at_rest
from tests.e2e.wire import strange_things
from tests.e2e.world import World

SHOTS = ROOT / "test-results" / "shots"
NARROW = {"width": 320, "height": 640}
DARK = ("today-drafts", "capture", "kept", "inbox", "order", "item-late", "inspect-missing", "paper-missing", "pad", "signing", "recheck-pass",
        "recheck-lacking")


def main() -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        print("demo world …", flush=True)
        world = World(data, seed(data))
        server = Installation(data).start()
        try:
            strange_things(server.origin, world.account("patroller", "二中队"))
            browser = playwright.chromium.launch(**browser_options())
            photograph(browser, server, world)
            browser.close()
        finally:
            server.stop()
    print(f"{len(list(SHOTS.rglob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}")
    return 0


def photograph(browser, server: Installation, world: World) -> None:
    officer, place = world.account("officer", "二中队"), middle_of_a_cell(cells_of(server), 12)

    def phone(look: dict, screen: dict = SCREEN) -> PhoneTour:
        return PhoneTour(browser, server, unheard, officer, place, look, screen)

    for lang in ("zh", "en"):
        keep(f"phone-{lang}", phone({"lang": lang, "theme": "light"}))
        keep(f"phone-320-200-{lang}", phone({"lang": lang, "scale": "200"}, NARROW))
        keep(f"desk-{lang}", DeskTour(browser, server, unheard, world, lang))
    keep("phone-zh-dark", phone({"lang": "zh", "theme": "dark"}), DARK)


def unheard(context):
    """Shots are looked at by people; errors are the tests' business."""
    return context


def keep(folder: str, tour, only: tuple[str, ...] = ()) -> None:
    """A picture of the window, and one of the whole page where that is longer."""
    for n, (name, page) in enumerate(tour, 1):
        if only and name not in only:
            continue
        save(page, SHOTS / folder / f"{n:02}-{name}.png")
        if page.evaluate("document.documentElement.scrollHeight > innerHeight + 40 && !document.querySelector('dialog[open]')"):
            save(page, SHOTS / folder / f"{n:02}-{name}-whole.png", full_page=True)
    print(folder, flush=True)


def save(page: Page, path: Path, **how) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    at_rest(page)
    page.screenshot(path=path, **how)


if __name__ == "__main__":
    sys.exit(main())
