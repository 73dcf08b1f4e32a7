"""Stories of who had authority. The JavaScript twin runs the same file."""

import pytest

from fieldapp.domain.authority import check, persons, valid_on
from fieldapp.rulebook import load
from tests.contract.files import read

TOLD = read("authority.json")


@pytest.mark.parametrize("story", TOLD["check"], ids=lambda s: s["say"])
def test_check(story):
    one = TOLD["base"] | story
    assert check(one["officers"], one["certificates"], one["power"], one["category"], one["day"]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["persons"], ids=lambda s: s["say"])
def test_persons(story):
    assert persons(["ou", "lin"], story["certificates"], story["groups"], TOLD["base"]["day"]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["valid_on"], ids=lambda s: str(s["number"]))
def test_the_certificate_to_print(story):
    found = valid_on(story["certificates"], story["user"], TOLD["base"]["day"])
    assert (found and found["number"]) == story["number"]


def test_the_rulebooks_own_rows_fit():
    rules = load()
    category, certificates = rules.categories["HW04"].as_wire(), TOLD["base"]["certificates"]
    power = rules.power_on(category["power"], "2026-11-24").as_wire()
    assert check(["ou", "lin"], certificates, power, category, "2026-11-24") == []
