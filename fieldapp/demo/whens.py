"""Moments of the demo world as rows say them, counted back from the anchor, so that a row holds on any day of the year."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from fieldapp.rulebook.model import Rulebook

from .worktimes import MINUTE, Worktimes


class Whens:
    """`-6 10:20` is 10:20 on the sixth working day before the anchor's day, `40m` is forty minutes before the anchor."""

    def __init__(self, times: Worktimes, rules: Rulebook):
        self.anchor, self._zone = times.anchor, ZoneInfo(rules.clocks["zone"])
        self._today = datetime.fromtimestamp(times.anchor / 1000, self._zone)
        days = sorted({datetime.fromtimestamp(minute / 1000, self._zone).date() for minute in times.minutes[::30]})
        self._days = [day for day in days if day < self._today.date()]

    def at(self, said: str) -> int:
        """UTC ms."""
        if said.endswith("m"):
            return (self.anchor - int(said[:-1]) * MINUTE) // MINUTE * MINUTE
        back, clock = said.split()
        moment = datetime.combine(self._days[int(back)], time.fromisoformat(clock), self._zone)
        return round(moment.timestamp() * 1000)

    def day(self, ahead: int) -> str:
        """The day so many days after the anchor's, as `YYYY-MM-DD`."""
        return (self._today + timedelta(days=ahead)).date().isoformat()
