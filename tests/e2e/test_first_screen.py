"""The first screen of a new phone: what comes over the wire before anybody can sign in."""

from urllib.parse import urlsplit

import pytest

from tests.e2e.first_screen import load
from tests.e2e.phone import of_a_phone

MOST_BYTES, MOST_MODULES = 60_000, 24


@pytest.fixture
def first(browser, shared_server, windows):
    return load(windows(browser.new_context(**of_a_phone())), shared_server.origin)


def test_the_first_screen_is_small(first):
    listed = "\n".join(f"{size:7} {url}" for url, size in first.items())
    modules = [url for url in first if urlsplit(url).path.endswith(".js")]
    assert sum(first.values()) <= MOST_BYTES, f"{sum(first.values())} bytes\n{listed}"
    assert len(modules) <= MOST_MODULES, f"{len(modules)} modules\n{listed}"
    assert not [url for url in first if "leaflet" in url.lower()]
    assert len(modules) > 5, listed  # the count counts


def test_everything_was_packed_for_the_way(first, shared_server):
    plain = sum(len(body) for body in bodies(first, shared_server))
    assert sum(first.values()) < plain / 2


def bodies(first, server):
    import urllib.request

    for url in first:
        with urllib.request.urlopen(url) as answer:
            yield answer.read()
