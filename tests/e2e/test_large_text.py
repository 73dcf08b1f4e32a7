"""320 px wide with text twice as large: nothing is cut off, nothing has to be scrolled sideways to be read."""

import pytest

from tests.e2e.desk_tour import DeskTour
from tests.e2e.phone_tour import EXPECTED, PhoneTour
from tests.e2e.seeing import cut_off
from tests.e2e.test_accessible import listed

NARROW = {"width": 320, "height": 640}
TWICE = "document.documentElement.style.fontSize = '200%'"  # what a browser does whose owner asks for text twice as large


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_phone(lang, browser, shared_server, windows, world, middle, complaints):
    complaints.expect(*EXPECTED)
    tour = PhoneTour(browser, shared_server, windows, world.account("officer", "二中队"), middle, {"lang": lang, "scale": "200"}, NARROW)
    found = {name: cut_off(page) for name, page in tour}
    assert len(found) > 60
    assert not any(found.values()), listed(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_desk(lang, browser, shared_server, windows, world, complaints):
    complaints.expect("status of 40[34]")
    found = {}
    for name, page in DeskTour(browser, shared_server, windows, world, lang, NARROW):
        page.evaluate(TWICE)
        found[name] = cut_off(page)
    assert len(found) > 30
    assert not any(found.values()), listed(found)
