"""Stories of alerts and their moments. The JavaScript twin runs the same file."""

import pytest

from fieldapp.domain.ladder import due_rungs, moments, next_rung, push_at
from fieldapp.rulebook import load
from tests.contract.files import read
from tests.domain.test_worktime import CALENDARS, ms

TOLD = read("ladder.json")
CLOCKS = load().clocks
RUNGS = load().ladder["rungs"]


@pytest.mark.parametrize("story", TOLD["moments"], ids=lambda s: s["say"])
def test_moments(story):
    got = moments(RUNGS, ms(story["from"]), CLOCKS, CALENDARS, story["anchor"])
    assert got == [(code, ms(at)) for code, at in story["expect"]]


@pytest.mark.parametrize("story", TOLD["due"], ids=lambda s: s["say"])
def test_due_rungs(story):
    got = due_rungs(RUNGS, ms(story["from"]), ms(story["since"]), ms(story["now"]), CLOCKS, CALENDARS)
    assert [code for code, _at in got] == story["expect"]


@pytest.mark.parametrize("story", TOLD["next"], ids=lambda s: s["after"])
def test_next_rung(story):
    expect = story["expect"] and (story["expect"][0], ms(story["expect"][1]))
    assert next_rung(RUNGS, ms(story["from"]), ms(story["after"]), CLOCKS, CALENDARS) == expect


@pytest.mark.parametrize("story", TOLD["push"], ids=lambda s: s["say"])
def test_push_at(story):
    quiet = story.get("quiet", load().ladder["quiet"])
    assert push_at(ms(story["at"]), story["severity"], quiet, CLOCKS) == ms(story["expect"])
