"""What follows by itself: from its items the state of an order, from its orders that of a case, from the clock that an item is overdue.

Nobody sets these states (protocol 6). Pure rules: domain/items.py and domain/deadlines.py.
"""

from collections.abc import Iterable

from fieldapp.domain import deadlines, items
from fieldapp.store import cases
from fieldapp.store import orders as store
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.feed import touch
from fieldapp.store.orders import Order, OrderItem

OUTCOME = "fixed"


def of_order(order: Order, now: int) -> None:
    """After an act on an order."""
    _follow(order.id, now)


def of_item(item: OrderItem, now: int) -> None:
    """After an act on an item. Corrected, or said to be in time, it is late no more."""
    item.overdue = item.overdue and deadlines.is_overdue(plain(item), now)
    item.order.version += 1
    item_changed(item)
    _follow(item.order_id, now)


def just_overdue(now: int) -> list[str]:
    """Ids of items that have become overdue since somebody last looked. A plain read; `time_passed` makes it so."""
    return [item.id for item in store.items_due(now) if _newly_late(item, now)]


def time_passed(item_id: str, now: int) -> bool:
    """Say of an item that its deadline has passed: on the feed, and its case awaits a recheck. Run by the worker, inside a transaction
    of the item's own; False when another act or another worker was first, so running it twice changes nothing more."""
    item = store.item(item_id)
    if item is not None:
        store.order(item.order_id, lock=True)
        item = store.item(item_id, lock=True)
    if item is None or not _newly_late(item, now):
        return False
    item.overdue = True
    item.version += 1
    item_changed(item)
    of_item(item, now)
    return True


def end_items(some: Iterable[OrderItem], state: str, now: int) -> None:
    """Items that nothing more is asked of: withdrawn or superseded. What was corrected stays corrected."""
    for item in some:
        if item.closed_at is None:
            item.state, item.state_at, item.closed_at, item.extension, item.overdue = state, now, now, None, False
            item.version += 1
            item_changed(item)


def item_changed(item: OrderItem) -> None:
    """The order's record carries its items, files and all: it has changed with them."""
    touch("item", item.id)
    touch("order", item.order_id)


def case_of(order: Order) -> Case | None:
    return cases.case(order.case_id, lock=True) if order.case_id else None


def plain(item: OrderItem) -> dict:
    """An item as the pure domain reads it."""
    return {"id": item.id, "finding_id": item.finding_id, "state": item.state, "due_at": item.due_at, "claimed_at": item.done_claimed_at}


def _newly_late(item: OrderItem, now: int) -> bool:
    return not item.overdue and deadlines.is_overdue(plain(item), now)


def _follow(order_id: str, now: int) -> None:
    """The order is locked from here to the commit, then its items are read anew: of two rechecks at once the later one sees both."""
    db.session.flush()
    order = store.order(order_id, lock=True)
    state = items.order_state(order.state, [item.state for item in store.items_of([order_id], anew=True)[order_id]])
    if state != order.state:
        order.state, order.state_at = state, now
    case = case_of(order)
    if case is not None:
        _case_follows(case, now)


def _case_follows(case: Case, now: int) -> None:
    found = [{"state": o.state, "items": [plain(i) for i in o.items]} for o in store.orders_of_cases([case.id])[case.id]]
    state, owed = items.case_state(case.state, found, now), items.case_due(found)
    if state in items.BY_ORDERS and owed is not None:
        if case.state not in items.BY_ORDERS:
            case.limit_due_at = case.due_at
        case.due_at = owed
    elif state == "in_progress" and case.state in items.BY_ORDERS:  # no order is left: it is to be handled as before
        case.due_at = case.limit_due_at
    if state != case.state:
        case.state, case.state_at = state, now
        case.outcome, case.handled_at = (OUTCOME, now) if state == "feedback" else (None, None)
    case.version += 1
    touch("case", case.id)
