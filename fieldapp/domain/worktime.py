"""Deadlines in hours, working hours (工作时), working days (工作日) and days.

The hour or day of the start is not counted (民诉法 85); a working day is Monday to Friday without holidays, and the make-up
days of 调休 (domain reference 3.1 C6). Instants are UTC milliseconds; `clocks` and `calendars` are the rulebook's, in wire form.
Twin: static/pwa/domain/worktime.js.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: Instants and counts beyond these are mistakes, not deadlines: 2100-01-01 UTC, ten thousand units.
LATEST_START = 4_102_444_800_000
MOST = 10_000

EPOCH = date(1970, 1, 1).toordinal()
Calendars = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Due:
    """A deadline: `at_ms` UTC milliseconds. `warned` when it rests on a year without a calendar."""

    at_ms: int
    warned: bool


def add(start_ms: int, n: int, unit: str, clocks: Mapping[str, Any], calendars: Calendars) -> Due:
    """The moment `n` units after `start_ms`. ValueError for n < 1, a start out of range, an unknown unit.

    hour: round the clock (紧急工作时). working_hour: inside `clocks.hours` of working days, to the minute.
    working_day, day: ends at 24:00 of the last day; a `day` that would end on a rest day ends on the next working day
    (民诉法 85; domain reference 3.1 C1 to C6).
    """
    _whole("n", n, 1, MOST)
    _whole("start_ms", start_ms, 0, LATEST_START)
    offset = clocks["utc_offset_min"] * MINUTE
    days = _Days(calendars)
    local = start_ms + offset
    if unit == "hour":
        end = local + n * HOUR
    elif unit == "working_hour":
        end = _working_hours(local, n * HOUR, clocks["hours"], days)
    elif unit == "working_day":
        end = _working_days(local // DAY, n, days)
    elif unit == "day":
        last = local // DAY + n
        while not days.working(last):
            last += 1
        end = (last + 1) * DAY
    else:
        raise ValueError(f"unknown unit of time: {unit}")
    return Due(end - offset, days.warned)


def due(start_ms: int, limit: Mapping[str, Any], clocks: Mapping[str, Any], calendars: Calendars) -> Due | None:
    """The deadline of a category's `limit` or `stop`; None when it has none of its own (report, by_item)."""
    if limit["unit"] in ("report", "by_item"):
        return None
    if limit["unit"] == "immediate":
        limit = clocks["immediate"]
    return add(start_ms, limit["n"], limit["unit"], clocks, calendars)


def is_working_day(day: str, calendars: Calendars) -> bool:
    """Whether `day` (`YYYY-MM-DD`) is a working day; Monday to Friday in a year without a calendar."""
    return _Days(calendars).working(date.fromisoformat(day).toordinal() - EPOCH)


class _Days:
    """Working days by number since 1970-01-01; remembers whether a year without a calendar was asked for."""

    def __init__(self, calendars: Calendars):
        self.calendars, self.warned = calendars, False

    def working(self, number: int) -> bool:
        day = date.fromordinal(EPOCH + number).isoformat()
        calendar = self.calendars.get(day[:4])
        weekday = (number + 3) % 7 < 5  # day 0 was a Thursday
        if calendar is None:
            self.warned = True
            return weekday
        return day in calendar["work"] or (weekday and day not in calendar["off"])


def _working_hours(local: int, left: int, hours: Any, days: _Days) -> int:
    spans = [(_minutes(opens) * MINUTE, _minutes(closes) * MINUTE) for opens, closes in hours]
    number = local // DAY
    while True:
        rest = [(max(local, number * DAY + opens), number * DAY + closes) for opens, closes in spans if local < number * DAY + closes]
        if rest and days.working(number):
            for begin, end in rest:
                if left <= end - begin:
                    return begin + left
                left -= end - begin
        number += 1


def _working_days(number: int, n: int, days: _Days) -> int:
    while n:
        number += 1
        n -= days.working(number)
    return (number + 1) * DAY


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, is {value!r}")
