"""Stories of deadlines as papers give them, and of what is past. The JavaScript twin runs the same files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import instants
from fieldapp.domain.deadlines import UNITS, Deadline, due_ms, is_overdue, last_day_of, next_moment, printed, resolve, short_notice, standing
from fieldapp.rulebook import load
from tests.contract.files import read
from tests.domain.test_worktime import CALENDARS, ms

TOLD = read("deadlines.json")
CLOCKS = load().clocks


def item(told):
    due, claimed = told["due"], told.get("claimed")
    return {"state": told["state"], "due_at": due and ms(due), "claimed_at": claimed and ms(claimed)}


@pytest.mark.parametrize("story", TOLD["resolve"], ids=lambda s: s["say"])
def test_resolve_and_print(story):
    got = resolve(story["wanted"], ms(story["served"]), CLOCKS, CALENDARS)
    assert got == Deadline(story["kind"], story["due_at"], ms(story["at"]), story.get("warned", False))
    wire = {"kind": got.kind, "given": story["wanted"].get("given"), "due_at": got.due_at}
    assert (printed(wire, CLOCKS), printed(wire, CLOCKS, "en")) == (story["zh"], story["en"])
    assert due_ms(wire, CLOCKS) == got.due_at_ms


@pytest.mark.parametrize("wanted", TOLD["refused"], ids=str)
def test_refused(wanted):
    with pytest.raises(ValueError):
        resolve(wanted, ms("2026-11-22T10:00"), CLOCKS, CALENDARS)


@pytest.mark.parametrize("story", TOLD["standing"], ids=lambda s: s["say"])
def test_standing(story):
    one, now = item(story["item"]), ms(story["now"])
    assert is_overdue(one, now) is story["overdue"]
    assert standing(one, now, CLOCKS) == story["standing"]
    assert next_moment(one, now, CLOCKS) == (story["next"] and ms(story["next"]))


@pytest.mark.parametrize("story", TOLD["short_notice"], ids=lambda s: s["say"])
def test_short_notice(story):
    assert short_notice(story["deadline"], ms(story["served"]), CLOCKS, CALENDARS) is story["short"]


@pytest.mark.parametrize(("text", "at"), TOLD["instant"], ids=str)
def test_instant(text, at):
    assert instants.instant(text) == at


def test_a_deadline_that_fits_no_kind_prints_nothing():
    assert [printed(wire, CLOCKS) for wire in ({}, {"kind": "date", "due_at": "soon"}, {"kind": "never", "due_at": "2026-11-30"})] == [""] * 3


def test_deadlines_counted_and_printed_by_another_way():
    for story in read("deadlines_random.json")["resolve"]:
        got = resolve({"given": story["given"]}, story["served_ms"], CLOCKS, CALENDARS)
        assert (got.due_at_ms, got.warned) == (story["due_at_ms"], False), story
        assert printed({"kind": got.kind, "given": story["given"], "due_at": got.due_at}, CLOCKS) == story["zh"], story


@given(st.integers(0, 4_000_000_000_000), st.integers(1, 30), st.sampled_from(UNITS))
def test_what_is_printed_is_what_is_kept(served, n, unit):
    got = resolve({"given": {"n": n, "unit": unit}}, served, CLOCKS, CALENDARS)
    again = resolve({"kind": got.kind, "due_at": got.due_at}, served, CLOCKS, CALENDARS)
    assert (again.due_at, again.due_at_ms) == (got.due_at, got.due_at_ms)
    assert got.due_at_ms > served and got.due_at_ms % 60_000 == 0


@given(st.integers(0, 4_000_000_000_000), st.integers(0, 4_000_000_000_000))
def test_moments_lead_to_the_deadline_and_end_there(due, now):
    one = {"state": "served", "due_at": due}
    seen = []
    while (after := next_moment(one, now, CLOCKS)) is not None:
        assert after > now
        seen, now = [*seen, standing(one, after, CLOCKS)], after
    assert seen == ["soon", "today", "overdue"][3 - len(seen) :]
    assert instants.midnight(last_day_of(due, CLOCKS), CLOCKS) < due
