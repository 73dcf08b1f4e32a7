"""The deadline of an item (整改期限) as the lists say it: how late, how soon, or how it ended; and the first deadline where it was moved."""

from flask_babel import gettext as _

from fieldapp.domain.deadlines import OWED, is_overdue, standing
from fieldapp.domain.items import awaits_recheck
from fieldapp.domain.overdue import HANDLED_IN_TIME, HANDLED_LATE, LATER, NONE, OVERDUE, TODAY
from fieldapp.edges.clock import now_ms
from fieldapp.rulebook import load
from fieldapp.store.orders import OrderItem

from . import bp
from .due import BAR, Due, soon
from .rows import Look
from .words import age, deadline, named


def item_due(item: OrderItem, now: int) -> Due:
    full, at = deadline(item.due_at), item.due_at
    if item.state == "closed":
        in_time = min(t for t in (item.done_claimed_at, item.rechecked_at, item.closed_at) if t is not None) < at
        return Due(HANDLED_IN_TIME, _("按期改正"), full, 0) if in_time else Due(HANDLED_LATE, _("超期改正"), full, 0)
    if item.state not in (*OWED, "issued"):
        return Due(NONE, "–", full, 0)
    how = standing(plain(item), now, load().clocks)
    if how == "overdue":
        return Due(OVERDUE, _("超 %(age)s", age=age(now - at)), full, BAR)
    begun = item.order.served_at or item.order.issued_at
    used = min(BAR, max(1, round(BAR * (now - begun) / max(1, at - begun)))) if item.state != "issued" else 0
    if how == "today":
        return Due(TODAY, soon(at, now, True), full, used)
    return Due(LATER, soon(at, now, False), full, used)


def overdue_since(item: OrderItem, now: int) -> int | None:
    """Since when it is overdue (ms); None when it is not."""
    return item.due_at if is_overdue(plain(item), now) else None


def plain(item: OrderItem) -> dict:
    """An item as `domain.deadlines` reads it."""
    return {"state": item.state, "due_at": item.due_at, "claimed_at": item.done_claimed_at}


@bp.app_template_filter()
def paper_look(state: str, thing: str) -> Look:
    """The status of an order, item, inspection or other paper: word, shape and colour."""
    row = load().states_of(thing).get(state)
    return Look(named(row), row.look) if row else Look(state, "off")


@bp.app_template_filter()
def item_look(item: OrderItem) -> Look:
    """The status of an item, as on the phone: when its deadline has passed somebody must go and look (待复查), whatever it was before."""
    waits = item.state != "failed" and awaits_recheck(plain(item), now_ms())
    return paper_look("done_claimed" if waits else item.state, "item")
