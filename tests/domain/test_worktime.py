"""Stories of deadlines. The JavaScript twin runs the same files."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.worktime import LATEST_START, Due, add, due, is_working_day
from fieldapp.rulebook import load
from tests.contract.files import read

TOLD = read("worktime.json")
SHANGHAI = timezone(timedelta(hours=8))
#: The wire's calendars, so that both languages know the same years.
CALENDARS = load().as_wire()["calendars"]
STARTS = st.integers(0, LATEST_START)


def ms(local: str) -> int:
    moment = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize("story", TOLD["add"], ids=lambda s: s["say"])
def test_add(story):
    got = add(ms(story["start"]), story["n"], story["unit"], load().clocks, CALENDARS)
    assert got == Due(ms(story["at"]), story["warned"])


@pytest.mark.parametrize("story", TOLD["due"], ids=lambda s: s["say"])
def test_due_by_a_limit(story):
    got = due(ms(story["start"]), story["limit"], load().clocks, CALENDARS)
    assert got == (Due(ms(story["at"]), story["warned"]) if story["at"] else None)


@pytest.mark.parametrize("story", TOLD["refused"], ids=str)
def test_refused(story):
    with pytest.raises(ValueError):
        add(story.get("start_ms", ms("2026-11-24T09:00")), story["n"], story["unit"], load().clocks, CALENDARS)


def test_working_days():
    assert all(is_working_day(day, CALENDARS) for day in TOLD["working_days"]["yes"])
    assert not any(is_working_day(day, CALENDARS) for day in TOLD["working_days"]["no"])


def test_deadlines_counted_by_another_way():
    for story in read("worktime_random.json")["add"]:
        got = add(story["start_ms"], story["n"], story["unit"], load().clocks, CALENDARS)
        assert got == Due(story["at_ms"], False), story


@given(STARTS, st.integers(1, 60), st.sampled_from(["hour", "working_hour", "working_day", "day"]))
def test_a_deadline_lies_ahead_and_one_more_is_never_earlier(start, n, unit):
    first, second = (add(start, k, unit, load().clocks, CALENDARS).at_ms for k in (n, n + 1))
    assert start < first <= second


@given(STARTS, st.integers(1, 40))
def test_working_hours_end_in_working_hours(start, n):
    end = datetime.fromtimestamp(add(start, n, "working_hour", load().clocks, CALENDARS).at_ms / 1000, SHANGHAI)
    last = end - timedelta(milliseconds=1)
    assert is_working_day(last.date().isoformat(), CALENDARS)
    assert any(opens <= last.strftime("%H:%M") < closes for opens, closes in load().clocks["hours"])
