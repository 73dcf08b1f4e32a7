"""How a case (案卷) stands by its handling deadline: the one rule of what is overdue, due today, handled in time or late.

The clock stops when the result is reported (`handled_at`), not when somebody has found time to check and close. Twin:
static/pwa/domain/overdue.js; `store.cases.find_cases` asks the same of the database.
"""

from collections.abc import Mapping
from typing import Any

NONE, OVERDUE, TODAY, LATER = "none", "overdue", "today", "later"
#: 按期办理, 超期办理.
HANDLED_IN_TIME, HANDLED_LATE = "handled_in_time", "handled_late"


def standing(case: Mapping[str, Any], now: int, day_end: int) -> str:
    """One of the words above for a case `{due_at, handled_at, closed_at}` (UTC ms or None).

    `due_at` is the first moment that is too late; `day_end` is the local midnight after `now`. A case without a deadline, and one
    that ended without having been handled (rejected, merged, passed on), stands at `none`.
    """
    due, handled = case.get("due_at"), case.get("handled_at")
    if due is None:
        return NONE
    if handled is not None:
        return HANDLED_IN_TIME if handled < due else HANDLED_LATE
    if case.get("closed_at") is not None:
        return NONE
    if due <= now:
        return OVERDUE
    return TODAY if due <= day_end else LATER
