"""The same stories in each of three engines that is there; `make engines` installs them where it may.

Each test gets the phone and the server as they were after one online start.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import ENGINES, find
from tests.e2e import pictures
from tests.e2e.installation import copy_world, seed
from tests.e2e.world import World

from .chromium import Chromium
from .display import Display
from .driver import Browser
from .firefox import Firefox
from .line import Line
from .person import sign_in
from .server import Server
from .webkit import WebKit

FAILED = pytest.StashKey[bool]()
THERE = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[THERE] = [engine for engine in ENGINES if find(engine)]


def pytest_generate_tests(metafunc):
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", metafunc.config.stash[THERE], scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_terminal_summary(terminalreporter, config):
    for engine in ENGINES.keys() - config.stash[THERE]:
        terminalreporter.write_line(f"NOT RUN in {ENGINES[engine][0]}: it is not installed")


@dataclass
class FirstDay:
    """What an online start has left: `profiles` by engine, the server's folder, and the port of the app's address."""

    profiles: dict[str, Path]
    data: Path
    port: int


@pytest.fixture(scope="session")
def photo_file(tmp_path_factory) -> Path:
    """About 3 MB, as a phone makes them."""
    file = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    file.write_bytes(pictures.photo())
    return file


@pytest.fixture
def photo(photo_file) -> bytes:
    return photo_file.read_bytes()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def display():
    screen = Display()
    yield screen
    screen.end()


@pytest.fixture(scope="session")
def make(request):
    """make(engine, profile, origin) is a browser of that engine, not yet started."""
    def of(engine: str, profile: Path, origin: str) -> Browser:
        if engine == "webkit":
            return WebKit(profile, origin, request.getfixturevalue("display"))
        return Firefox(profile, origin) if engine == "firefox" else Chromium(profile, origin, request.getfixturevalue("playwright"))

    return of


@pytest.fixture(scope="session")
def first_day(request, make, tmp_path_factory) -> FirstDay:
    """One online start in every engine that this run wants: signed in, everything pulled, closed as a person does."""
    folder = tmp_path_factory.mktemp("first_day")
    (folder / "data").mkdir()
    world, line = World(folder / "data", seed(folder / "data")), Line()
    server, day = Server(world.folder, line), FirstDay({}, world.folder, line.server_port)
    wanted = [engine for engine in ENGINES if any(item.callspec.params.get("engine") == engine
                                                  for item in request.session.items if hasattr(item, "callspec"))]
    try:
        server.be_there()
        for engine in wanted:
            phone = make(engine, folder / engine, line.origin)
            try:
                phone.open()
                sign_in(phone, world.account("patroller", "二中队"))
                phone.quit()
            finally:
                if phone.running:
                    phone.kill()
            day.profiles[engine] = folder / engine
        server.stop()
    finally:
        server.discard()
        line.end()
    return day


@pytest.fixture
def line(first_day) -> Line:
    """At the one address that the phones know; it leads nowhere yet."""
    line = Line(first_day.port)
    yield line
    line.end()


@pytest.fixture
def server(first_day, line, tmp_path) -> Server:
    """Not started."""
    server = Server(copy_world(first_day.data, tmp_path / "data"), line)
    yield server
    server.discard()


@pytest.fixture
def phone(request, engine, first_day, make, line, server, tmp_path):
    """Closed, with no network."""
    phone = make(engine, shutil.copytree(first_day.profiles[engine], tmp_path / "profile", symlinks=True), line.origin)
    yield phone
    if not phone.running:
        return
    if request.node.stash.get(FAILED, False):
        try:
            phone.screenshot(tmp_path / "failed.png")
            print(f"screenshot: {tmp_path / 'failed.png'}")
        except Exception as no_picture:  # of a page that stands still, or a browser that is gone
            print(f"no screenshot: {no_picture}")
    phone.kill()
