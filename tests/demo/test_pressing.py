"""So much is overdue and so much due today whenever the demo world is made: any weekday, any hour, in long holidays and after them."""

from collections import Counter

import pytest

from fieldapp.demo.incidents import incidents
from fieldapp.demo.plan import plan
from fieldapp.demo.pressing import stands
from fieldapp.demo.street import street
from fieldapp.demo.worktimes import Worktimes
from fieldapp.rulebook import load
from tests.clock import HOUR, at

MOMENTS = ("2026-11-18 10:00", "2026-11-20 18:30", "2026-11-21 08:15", "2026-11-22 00:02", "2026-11-22 15:00", "2026-11-22 23:58",
           "2026-11-23 00:01", "2026-11-23 07:30", "2026-10-05 12:00", "2026-10-08 09:00", "2027-03-07 20:00")


@pytest.mark.parametrize("moment", MOMENTS)
def test_eight_overdue_and_seven_due_today(moment):
    anchor, rules = at(moment), load()
    stories = plan(anchor, rules)

    pressing = [(stands(s, rules), s) for s in stories]
    today = [s for how, s in pressing if how == "today"]

    counted = Counter(how for how, _ in pressing)
    assert (counted["overdue"], counted["today"]) == (8, 7)
    assert sum(s.reporter == "shen.bailu" for s in today) >= 2 and sum(s.handler == "lu.guyu" for s in today) >= 2
    assert all(step.at <= anchor for s in stories for step in s.steps)
    assert len(incidents(stories, Worktimes(anchor, rules), None, None)) == 8


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_on_the_street_is_still_to_come(moment):
    anchor = at(moment)

    found = [at_ for at_, _act in street(Worktimes(anchor, load()), None, None)]

    assert len(found) > 80 and max(found) == anchor
    assert min(found) > anchor - 35 * 24 * HOUR


def test_on_a_rest_day_what_is_due_today_came_in_within_the_last_two_hours():
    anchor, rules = at("2026-11-22 15:00"), load()

    today = [s for s in plan(anchor, rules) if stands(s, rules) == "today"]

    assert all(anchor - 2 * HOUR < s.start <= anchor for s in today)
    assert {s.category.limit["unit"] for s in today} == {"immediate"}
