"""The deadline column: how much of the time is used, and in words how late or how soon, or how it was handled."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.domain.overdue import HANDLED_IN_TIME, HANDLED_LATE, LATER, NONE, OVERDUE, TODAY, standing
from fieldapp.store.cases import Case

from .words import DAY, age, clock, day, deadline, local, midnight

BAR = 40


@dataclass(frozen=True)
class Due:
    """`kind` is a word of `domain.overdue`, `used` the used part of the bar, 0 to BAR. `label` is short, `full` is the date, weekday
    and time."""

    kind: str
    label: str
    full: str
    used: int


def due(case: Case, now: int) -> Due:
    kind, at = stands(case, now), case.due_at
    if kind == NONE or at is None:
        return Due(NONE, "–", "", 0)
    full = deadline(at)
    if kind in (HANDLED_IN_TIME, HANDLED_LATE):
        return Due(kind, _("按期办理") if kind == HANDLED_IN_TIME else _("超期办理"), full, 0)
    span = max(1, at - case.reported_at)
    used = min(BAR, max(1, round(BAR * (now - case.reported_at) / span)))
    if kind == OVERDUE:
        return Due(OVERDUE, _("超 %(age)s", age=age(now - at)), full, BAR)
    return Due(TODAY if kind == TODAY else LATER, soon(at, now, kind == TODAY), full, used)


def soon(at: int, now: int, today: bool) -> str:
    """A deadline to come, as short as it can be said: 18:00, tomorrow 24:00, the day."""
    last = at == midnight(at)
    hour, seen = "24:00" if last else clock(at), at - 1 if last else at
    if today:
        return hour
    return _("明天 %(time)s", time=hour) if seen < midnight(now, 2) else day(seen)


def stands(case: Case, now: int) -> str:
    """The word of `domain.overdue` for a case at an instant."""
    times = {"due_at": case.due_at, "handled_at": case.handled_at, "closed_at": case.closed_at}
    return standing(times, now, midnight(now, 1))


@dataclass(frozen=True)
class Tick:
    """A deadline on today's axis: `x` in the picture's units, `y` its row when several fall together."""

    x: int
    y: int
    case: Case


def axis(cases: list[Case], now: int) -> dict:
    """Today at one look: how many are overdue, and the deadlines still to come from 8:00 to 24:00.

    `cases` are those whose clock runs and ends before midnight, the most urgent first.
    """
    start, left, right = midnight(now) + 8 * DAY // 24, 150, 690
    scale = (right - left) / (16 * DAY / 24)

    def place(ms: int) -> int:
        return round(left + (min(max(ms, start), start + 16 * DAY // 24) - start) * scale)

    ticks, at = [], {}
    late = [c for c in cases if stands(c, now) == OVERDUE]
    for case in (c for c in cases if c not in late):
        x = place(case.due_at) // 20 * 20
        at[x] = at.get(x, 0) + 1
        if at[x] <= 2:
            ticks.append(Tick(x, 28 if at[x] == 1 else 6, case))
    return {"overdue": len(late), "today": len(cases) - len(late), "ticks": ticks, "now": place(now), "now_label": f"{local(now):%H:%M}",
            "hours": [(place(start + h * DAY // 24), f"{8 + h}:00") for h in range(0, 17, 2)]}
