"""When handling of a case is due. Working time is the pure domain's; the limits are rows of the rulebook."""

from fieldapp.domain.worktime import add, due
from fieldapp.rulebook.rows import Category

from .act import Act

#: Working days within which a hand-over or an escalation should bring a receipt (domain 2.3, default).
RECEIPT_DAYS = 5


def handling_due(act: Act, category: Category | None) -> tuple[int | None, bool]:
    """(due in UTC ms, was a day counted in a year without a calendar); (None, False) where the category sets no limit."""
    found = due(act.received, category.limit, act.rules.clocks, act.rules.calendars) if category else None
    return (found.at_ms, found.warned) if found else (None, False)


def receipt_due(act: Act) -> tuple[int, bool]:
    found = add(act.received, RECEIPT_DAYS, "working_day", act.rules.clocks, act.rules.calendars)
    return found.at_ms, found.warned
