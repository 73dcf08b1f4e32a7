"""Deadlines of rectification items (整改期限): worked out from the service, printed as an absolute moment, and past or not.

The day or hour of service is not counted (民诉法 85; domain reference 2.4, 3.1). What the paper says is the deadline: a number of
days is worked out once, when it is given. Wire form (protocol 10): `{kind, given, due_at}`, kind immediate | date | datetime.
Twin: static/pwa/domain/deadlines.js.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.domain import worktime
from fieldapp.domain.instants import DAY, MINUTE, instant, iso, local_day, local_parts, midnight

Values = Mapping[str, Any]

#: Units a deadline may be given in.
UNITS = ("working_hour", "working_day", "day")
UNIT_WORDS = {"working_hour": ("个工作小时", "working hour"), "working_day": ("个工作日", "working day"), "day": ("日", "day")}
#: States of an item in which correcting is still owed.
OWED = ("served", "ext_requested", "done_claimed", "failed")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Deadline:
    """`due_at` in wire form: a day, whose end is meant, for kind date, else an instant to the minute. `due_at_ms` is the first
    UTC millisecond that is too late. `warned` when a day counted lies in a year without calendar."""

    kind: str
    due_at: str
    due_at_ms: int
    warned: bool


def resolve(wanted: Values, served_ms: int, clocks: Values, calendars: worktime.Calendars) -> Deadline:
    """The deadline that a person chose, for a paper served at `served_ms`.

    `wanted` is `{"kind": "immediate"}`, `{"given": {n, unit}}`, or `{"kind": "date" | "datetime", "due_at": …}`; so a deadline in
    wire form may be given again. Hours end on a whole minute, in the party's favour. ValueError for anything else, and for a
    moment that is not after the service.
    """
    given, kind = wanted.get("given"), wanted.get("kind")
    if given is not None:
        if not _counts(given):
            raise ValueError(f"no number of units of a deadline: {given!r}")
        due = worktime.add(served_ms, given["n"], given["unit"], clocks, calendars)
        return _deadline("datetime" if given["unit"] == "working_hour" else "date", due.at_ms, clocks, due.warned)
    if kind == "immediate":
        at_once = clocks["immediate"]
        due = worktime.add(served_ms, at_once["n"], at_once["unit"], clocks, calendars)
        return _deadline(kind, due.at_ms, clocks, due.warned)
    at_ms = due_ms(wanted, clocks)
    if at_ms is None or at_ms <= served_ms:
        raise ValueError(f"no deadline after the service: {wanted.get('due_at')!r}")
    return _deadline(str(kind), at_ms, clocks, False)


def due_ms(deadline: Values, clocks: Values) -> int | None:
    """The first UTC millisecond that is too late for a deadline in wire form; None when its `due_at` does not fit its kind."""
    kind, due_at = deadline.get("kind"), deadline.get("due_at")
    if kind == "date":
        start = midnight(due_at, clocks)
        return None if start is None else start + DAY
    return instant(due_at) if kind in ("datetime", "immediate") else None


def short_notice(deadline: Values, served_ms: int, clocks: Values, calendars: worktime.Calendars) -> bool:
    """Whether a paper leaves less time than it says it gives (flag `short_notice`): it was served later than it was made for."""
    if deadline.get("given") is None and deadline.get("kind") != "immediate":
        return False
    at_ms = due_ms(deadline, clocks)
    full = resolve(deadline, served_ms, clocks, calendars)
    return at_ms is not None and at_ms < full.due_at_ms


def printed(deadline: Values, clocks: Values, lang: str = "zh") -> str:
    """A deadline in wire form as the paper says it: always the absolute moment, with the number of days it came from.

    `2026年11月27日24时前（3个工作日）`, `2026年11月25日9时03分前（4个工作小时）`, `立即（不迟于2026年11月22日17时04分）`. Empty when
    there is none.
    """
    at_ms = due_ms(deadline, clocks)
    if at_ms is None:
        return ""
    english = lang == "en"
    moment = _moment(at_ms, clocks, english)
    if deadline["kind"] == "immediate":
        return f"at once, no later than {moment}" if english else f"立即（不迟于{moment}）"
    text = f"before {moment}" if english else f"{moment}前"
    given: Any = deadline.get("given")
    if not _counts(given):
        return text
    zh, en = UNIT_WORDS[given["unit"]]
    return f"{text} ({given['n']} {en}{'' if given['n'] == 1 else 's'})" if english else f"{text}（{given['n']}{zh}）"


def is_overdue(item: Values, now: int) -> bool:
    """Whether an item (整改项) is past its effective deadline `due_at` (UTC ms) with its correction still owed.

    One that the party said in time was done (`claimed_at`, UTC ms) waits for the recheck and is not.
    """
    due = item.get("due_at")
    if due is None or now < due or item["state"] not in OWED:
        return False
    claimed = item.get("claimed_at")
    return not (item["state"] == "done_claimed" and claimed is not None and claimed < due)


def standing(item: Values, now: int, clocks: Values) -> str:
    """How an item stands by the clock: `settled` (nothing owed), `overdue`, `today` (its last day), `soon` (the day before), `open`."""
    due = item.get("due_at")
    if item["state"] not in OWED or due is None:
        return "settled" if item["state"] not in OWED else "open"
    if is_overdue(item, now):
        return "overdue"
    if now >= due:
        return "open"
    day_before, last_day = _boundaries(due, clocks)
    return "today" if now >= last_day else "soon" if now >= day_before else "open"


def next_moment(item: Values, now: int, clocks: Values) -> int | None:
    """The next moment (UTC ms, after `now`) at which time alone changes how an item stands; None when there is none."""
    due = item.get("due_at")
    if item["state"] not in OWED or due is None:
        return None
    return next((at for at in (*_boundaries(due, clocks), due) if at > now), None)


def last_day_of(due_at_ms: int, clocks: Values) -> str:
    """The day (`YYYY-MM-DD`) on which a deadline runs out: for 24:00 the day that ends then."""
    return local_day(due_at_ms - 1, clocks)


def _counts(given: object) -> bool:
    """Whether `given` is `{n, unit}`."""
    return isinstance(given, Mapping) and given.get("unit") in UNITS and type(given.get("n")) is int


def _deadline(kind: str, at_ms: int, clocks: Values, warned: bool) -> Deadline:
    at_ms = -(-at_ms // MINUTE) * MINUTE
    return Deadline(kind, last_day_of(at_ms, clocks) if kind == "date" else iso(at_ms, clocks), at_ms, warned)


def _boundaries(due_at_ms: int, clocks: Values) -> tuple[int, int]:
    last_day = midnight(last_day_of(due_at_ms, clocks), clocks) or 0
    return last_day - DAY, last_day


def _moment(at_ms: int, clocks: Values, english: bool) -> str:
    """Midnight is 24:00 of the day before, as deadlines are said."""
    year, month, day, hour, minute = local_parts(at_ms, clocks)
    if hour == minute == 0:
        year, month, day, hour = *local_parts(at_ms - MINUTE, clocks)[:3], 24
    if english:
        return f"{hour:02}:{minute:02} on {day} {MONTHS[month - 1]} {year}"
    return f"{year}年{month}月{day}日{hour}时" + (f"{minute:02}分" if minute else "")
