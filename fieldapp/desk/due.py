"""The deadline column: how much of the time is used, and in words how late or how soon."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.store.cases import Case

from .words import DAY, age, clock, day, deadline, local, midnight

LATE, TODAY, LATER, NONE = "late", "today", "later", "none"
BAR = 40


@dataclass(frozen=True)
class Due:
    """`used` is the used part of the bar, 0 to BAR. `label` is short, `full` is the date, weekday and time."""

    kind: str
    label: str
    full: str
    used: int


def due(case: Case, now: int) -> Due:
    at = case.due_at
    if at is None or case.closed_at is not None:
        return Due(NONE, "–", "", 0)
    span = max(1, at - case.reported_at)
    used = min(BAR, max(1, round(BAR * (now - case.reported_at) / span)))
    full = deadline(at)
    if at <= now:
        return Due(LATE, _("超 %(age)s", age=age(now - at)), full, BAR)
    last = at == midnight(at)
    hour, seen = "24:00" if last else clock(at), at - 1 if last else at
    if seen < midnight(now, 1):
        return Due(TODAY, hour, full, used)
    if seen < midnight(now, 2):
        return Due(LATER, _("明天 %(time)s", time=hour), full, used)
    return Due(LATER, day(seen), full, used)


@dataclass(frozen=True)
class Tick:
    """A deadline on today's axis: `x` in the picture's units, `y` its row when several fall together."""

    x: int
    y: int
    case: Case


def axis(cases: list[Case], now: int) -> dict:
    """Today at one look: how many are overdue, and the deadlines still to come from 8:00 to 24:00.

    `cases` are the open ones due before midnight, the most urgent first.
    """
    start, left, right = midnight(now) + 8 * DAY // 24, 150, 690
    scale = (right - left) / (16 * DAY / 24)

    def place(ms: int) -> int:
        return round(left + (min(max(ms, start), start + 16 * DAY // 24) - start) * scale)

    ticks, at = [], {}
    for case in (c for c in cases if c.due_at > now):
        x = place(case.due_at) // 20 * 20
        at[x] = at.get(x, 0) + 1
        if at[x] <= 2:
            ticks.append(Tick(x, 28 if at[x] == 1 else 6, case))
    overdue = sum(c.due_at <= now for c in cases)
    return {"overdue": overdue, "today": len(cases) - overdue, "ticks": ticks, "now": place(now), "now_label": f"{local(now):%H:%M}",
            "hours": [(place(start + h * DAY // 24), f"{8 + h}:00") for h in range(0, 17, 2)]}
