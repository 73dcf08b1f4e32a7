"""axe finds nothing wrong with any screen of the phone or page of the desk, in both languages; nor with the dark phone's colours."""

import pytest

from tests.e2e.desk_tour import DeskTour
from tests.e2e.phone_tour import EXPECTED, PhoneTour
from tests.e2e.seeing import CONTRAST, violations


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_phone(lang, browser, shared_server, windows, world, middle, complaints):
    complaints.expect(*EXPECTED)
    found = {}
    for name, page in PhoneTour(browser, shared_server, windows, world.account("officer", "二中队"), middle, {"lang": lang, "theme": "light"}):
        found[name] = violations(page)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found[f"{name} dark"] = violations(page, CONTRAST)
        page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert len(found) > 120
    assert not any(found.values()), listed(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_desk(lang, browser, shared_server, windows, world, complaints):
    complaints.expect("status of 40[34]")
    found = {name: violations(page) for name, page in DeskTour(browser, shared_server, windows, world, lang)}
    assert len(found) > 30
    assert not any(found.values()), listed(found)


def listed(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {one}" for name, all_of_it in found.items() for one in all_of_it)
