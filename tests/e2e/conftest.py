"""Real browsers against a real server process. Every test gets an installation of its own: a copy of one seeded demo world."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.e2e import pictures
from tests.e2e.complaints import Complaints
from tests.e2e.desk import Desk
from tests.e2e.installation import Installation, cells_of, copy_world, seeded_once
from tests.e2e.phone import Phone, browser_options
from tests.e2e.points import middle_of_a_cell
from tests.e2e.wire import strange_things
from tests.e2e.world import World

FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """One for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return World(*seeded_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own))


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright) -> Browser:
    """One browser for desks and for looking; phones have their own."""
    browser = playwright.chromium.launch(**browser_options())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def photo() -> bytes:
    """About 3 MB, as a phone makes them."""
    return pictures.photo()


@pytest.fixture
def server(world, tmp_path):
    """A running installation of this test's own."""
    installation = Installation(copy_world(world.folder, tmp_path / "data")).start()
    yield installation
    installation.discard()


@pytest.fixture(scope="session")
def shared_server(world, tmp_path_factory):
    """One installation for tests that only look, with something on the attention page."""
    installation = Installation(copy_world(world.folder, tmp_path_factory.mktemp("shared") / "data")).start()
    strange_things(installation.origin, world.account("patroller", "二中队"))
    yield installation
    installation.discard()


@pytest.fixture
def complaints():
    heard = Complaints()
    yield heard
    heard.check()


@pytest.fixture
def windows(complaints, request, tmp_path):
    """Every browser window of a test: listened to, photographed when the test fails, closed at the end. Who needs a server too asks
    for it first: then the windows close before it goes."""
    contexts: list[BrowserContext] = []

    def listen(context: BrowserContext) -> BrowserContext:
        contexts.append(context)
        complaints.listen(context)
        return context

    yield listen
    if request.node.stash.get(FAILED, False):
        photograph([page for context in contexts for page in pages_of(context)], tmp_path)
    for context in contexts:
        try:
            context.close()
        except Error:
            pass  # killed in the story


def pages_of(context: BrowserContext) -> list[Page]:
    try:
        return context.pages
    except Error:
        return []


def photograph(pages: list[Page], folder: Path) -> None:
    for n, page in enumerate(pages, 1):
        try:
            page.screenshot(path=folder / f"failed-{n}.png", timeout=5000)
            print(f"screenshot: {folder / f'failed-{n}.png'}  {page.url}")
        except Error:
            pass


@pytest.fixture
def new_phone(playwright, server, windows, tmp_path):
    """new_phone("沈", place=…) is a phone with an empty profile, not yet open."""
    def make(name: str, place=None) -> Phone:
        profile = tmp_path / f"phone-{name}"
        profile.mkdir()
        return Phone(playwright, profile, server.origin, windows, place)

    return make


@pytest.fixture
def new_desk(browser, server, windows):
    """new_desk(account) is a signed-in desk."""
    def make(account: dict, **more) -> Desk:
        return Desk(browser, server.origin, windows, **more).sign_in(account)

    return make


@pytest.fixture
def cells(server) -> list[dict]:
    """The grid as the pure geometry reads it."""
    return cells_of(server)


@pytest.fixture(scope="session")
def middle(shared_server) -> tuple[float, float, float]:
    """A place well inside a cell."""
    return middle_of_a_cell(cells_of(shared_server), 12)
