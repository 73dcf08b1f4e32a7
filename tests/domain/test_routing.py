"""Whose is it: every category from every source. The JavaScript twin runs the same file."""

import pytest

from fieldapp.domain.routing import route
from fieldapp.rulebook import load
from tests.contract.files import read

TOLD = read("routing.json")


def categories(ours: bool):
    for squadron, codes in TOLD["in_power" if ours else "others"].items():
        for code in codes:
            yield code, None if squadron == "nobody" else squadron


@pytest.mark.parametrize("told", TOLD["routes"], ids=lambda r: r["say"])
def test_route(told):
    for source in told["sources"]:
        for code, squadron in categories(told["ours"]):
            got = route(load().categories[code], source, told["complex"])
            unit = squadron if told["unit"] == "squadron" else told["unit"]
            co = squadron if told["co"] else None
            assert (got.rule, got.unit, got.state, got.queue, got.co) == (told["rule"], unit, told["state"], told["queue"], co), code


def test_the_table_covers_every_category():
    told = sorted(code for ours in (True, False) for code, _ in categories(ours))
    assert told == sorted(load().categories)


@pytest.mark.parametrize("source", TOLD["unknown_sources"])
def test_an_unknown_source_is_refused(source):
    with pytest.raises(ValueError):
        route(load().categories["HW04"], source)
