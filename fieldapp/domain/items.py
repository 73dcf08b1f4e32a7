"""What follows from the states of rectification items (整改项): the state of their order, and of the case behind it.

An order is `{state, items: [item]}`, an item `{id, finding_id, state, due_at, claimed_at}` (UTC ms or None). Nobody sets these states:
they follow (protocol 6). Twin: static/pwa/domain/items.js.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fieldapp.domain.deadlines import OWED

Values = Mapping[str, Any]

#: States of a case that its orders move; from the others only a person does.
MOVED = ("dispatched", "in_progress", "joint", "fixed_on_spot", "educated", "ordered", "pending_recheck", "feedback")
#: States in which a case is only because of its orders.
BY_ORDERS = ("ordered", "pending_recheck")


def order_state(state: str, items: Iterable[str]) -> str:
    """The state of an order with items in these states: a served one is closed when nothing is owed and something was corrected,
    and served again if that changes. Withdrawn and superseded stay."""
    if state not in ("served", "closed"):
        return state
    states = list(items)
    return "closed" if "closed" in states and not any(one in OWED for one in states) else "served"


def awaits_recheck(item: Values, now: int) -> bool:
    """Whether somebody must go and look: the party says it is done, the deadline has passed, or the last recheck failed."""
    due = item.get("due_at")
    return item["state"] in ("done_claimed", "failed") or (item["state"] in OWED and due is not None and now >= due)


def case_state(state: str, orders: Iterable[Values], now: int) -> str:
    """The state of a case with these orders: `ordered` while something is owed, `pending_recheck` when an item awaits a look,
    `feedback` when all that was ordered is corrected; back to `in_progress` when no order is left."""
    if state not in MOVED:
        return state
    standing = _standing(orders)
    owed = [item for item in standing if item["state"] in OWED]
    if any(awaits_recheck(item, now) for item in owed):
        return "pending_recheck"
    if owed:
        return "ordered"
    if state not in BY_ORDERS:
        return state
    return "feedback" if any(item["state"] == "closed" for item in standing) else "in_progress"


def case_due(orders: Iterable[Values]) -> int | None:
    """The deadline of a case (UTC ms) while its orders are being followed: the earliest at which something is owed; None when nothing
    is. The limit for handling it was kept, or not, when the order was served."""
    owed = (item for item in _standing(orders) if item["state"] in OWED)
    return min((item["due_at"] for item in owed if item.get("due_at") is not None), default=None)


def _standing(orders: Iterable[Values]) -> list[Values]:
    """The items of orders that were served and stand."""
    return [item for order in orders if order["state"] in ("served", "closed") for item in order["items"]]


def taken_up(new: Iterable[Values], old: Iterable[Values]) -> list[str]:
    """Ids of failed items whose finding a further order takes up again: they are superseded by it."""
    findings = {item["finding_id"] for item in new} - {None}
    return [item["id"] for item in old if item["state"] == "failed" and item["finding_id"] in findings]
