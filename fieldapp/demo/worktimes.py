"""Moments when people in the demo world work: on working days, inside working hours, never after the anchor."""

from bisect import bisect_right
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from fieldapp.domain.worktime import is_working_day
from fieldapp.rulebook.model import Rulebook

MINUTE = 60_000


class Worktimes:
    """The working minutes of the weeks before the anchor, in order."""

    def __init__(self, anchor: int, rules: Rulebook, weeks: int = 5):
        zone = ZoneInfo(rules.clocks["zone"])
        last = datetime.fromtimestamp(anchor / 1000, zone)
        spans = [tuple(time.fromisoformat(edge) for edge in span) for span in rules.clocks["hours"]]
        self.anchor = anchor
        self.minutes: list[int] = []
        for back in range(weeks * 7, -1, -1):
            day = (last - timedelta(days=back)).date()
            if is_working_day(day.isoformat(), rules.calendars):
                for opens, closes in spans:
                    start = round(datetime.combine(day, opens, zone).timestamp() * 1000)
                    end = round(datetime.combine(day, closes, zone).timestamp() * 1000)
                    self.minutes += [m for m in range(start, end, MINUTE) if m <= anchor - 5 * MINUTE]

    def between(self, rand: Random, oldest: float, newest: float) -> int:
        """A moment between two shares of the weeks: 0 is five weeks ago, 1 is just now."""
        last = len(self.minutes) - 1
        return self._scatter(rand, self.minutes[rand.randint(round(oldest * last), round(newest * last))])

    def later(self, rand: Random, start: int, least: int, most: int) -> int | None:
        """A moment so many working minutes after another; None when that is still to come."""
        at = bisect_right(self.minutes, start) + rand.randint(least, most)
        return self._scatter(rand, self.minutes[at]) if at < len(self.minutes) else None

    def _scatter(self, rand: Random, minute: int) -> int:
        return minute + rand.randrange(MINUTE)

