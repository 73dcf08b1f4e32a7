"""The ladder of alerts (提醒升级): at which moments who is told that a deadline comes, has passed, or that an answer is owed.

The rungs are rows of the rulebook (ladder.toml) in wire form. A rung's inbox row is written at its moment; only the push waits out
the quiet hours (domain reference 2.4). Twin: static/pwa/domain/ladder.js.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldapp.domain import worktime
from fieldapp.domain.deadlines import last_day_of
from fieldapp.domain.instants import DAY, MINUTE, local_day, midnight

Values = Mapping[str, Any]
HOUR = 60 * MINUTE


def moments(
    rungs: Sequence[Values], from_ms: int, clocks: Values, calendars: worktime.Calendars, anchor: str = "due",
) -> list[tuple[str, int]]:
    """`(code, UTC ms)` of every rung of an anchor, in order of time: `due` with the effective deadline, `asked` with the moment
    at which the other officer was asked to attest. Days count from the last day of the deadline."""
    own = [rung for rung in rungs if rung["when"]["from"] == anchor]
    found = [(rung["code"], _moment(rung["when"], from_ms, clocks, calendars)) for rung in own]
    return sorted(found, key=lambda pair: pair[1])


def due_rungs(
    rungs: Sequence[Values], from_ms: int, since: int, now: int, clocks: Values, calendars: worktime.Calendars, anchor: str = "due",
) -> list[tuple[str, int]]:
    """The rungs whose moment lies after `since` and not after `now`. With the moment of service as `since`, nobody is told of a
    day before a deadline that was not running then."""
    return [(code, at) for code, at in moments(rungs, from_ms, clocks, calendars, anchor) if since < at <= now]


def next_rung(
    rungs: Sequence[Values], from_ms: int, after: int, clocks: Values, calendars: worktime.Calendars, anchor: str = "due",
) -> tuple[str, int] | None:
    """The first rung whose moment lies after `after`; None at the top of the ladder."""
    return next(((code, at) for code, at in moments(rungs, from_ms, clocks, calendars, anchor) if at > after), None)


def push_at(at_ms: int, severity: int, quiet: Values, clocks: Values) -> int:
    """When the push of an alert may leave (UTC ms): at once, or at the end of the quiet hours it falls in. A matter of
    `except_severity` or more waits for nobody's sleep."""
    begins, ends = _minutes(quiet["from"]), _minutes(quiet["to"])
    start = midnight(local_day(at_ms, clocks), clocks) or 0
    minute = (at_ms - start) // MINUTE
    silent = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if severity >= quiet["except_severity"] or not silent:
        return at_ms
    return start + ends * MINUTE + (DAY if minute >= ends else 0)


def _moment(when: Values, from_ms: int, clocks: Values, calendars: worktime.Calendars) -> int:
    if "hours" in when:
        return from_ms + when["hours"] * HOUR
    if "working_days" in when:
        return worktime.add(from_ms, when["working_days"], "working_day", clocks, calendars).at_ms
    last_day = midnight(last_day_of(from_ms, clocks), clocks) or 0
    return last_day + when["days"] * DAY + _minutes(when["at"]) * MINUTE


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
