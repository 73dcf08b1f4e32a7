"""The facts: what has a deadline that runs, or an answer that is owed. Each kind of thing is one `Source`.

A subject is read from its row alone, so that one row that cannot be read stands in nobody's way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fieldapp.rulebook import Rulebook
from fieldapp.store import attestations, cases, orders
from fieldapp.store.attestations import Attestation
from fieldapp.store.cases import Case
from fieldapp.store.documents import document
from fieldapp.store.inspections import inspection
from fieldapp.store.orders import OrderItem

DAY = 86_400_000
#: How far ahead a deadline may lie for a rung to fall due: more than the longest holiday.
LOOK_AHEAD = 15 * DAY
#: States of a case in which its unit is to act. In the others it waits: for a check, for its orders' items, for a review date.
AT_WORK = ("reported", "verifying", "accepted", "dispatched", "in_progress", "joint", "escalated_city", "handed_over")
USUAL_SEVERITY = 2


@dataclass(frozen=True)
class Subject:
    """Something to be told of. `at` is its deadline (`anchor` due) or the moment of asking (`asked`); of moments before the deadline
    only those after `since` count. `handlers` are user ids, the first one meant; `unit` is who has it. Times in ms.
    """

    type: str
    id: str
    anchor: str
    at: int
    since: int
    severity: int
    unit: str | None
    handlers: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, int]:
        return self.type, self.id, self.at


@dataclass(frozen=True)
class Source:
    """`find(now)` gives rows that may have a rung due, `again(type, id)` the rows of one thing, locked; `read` makes the subject."""

    find: Callable[[int], list[Any]]
    again: Callable[[str, str], list[Any]]
    read: Callable[[Any, Rulebook], Subject | None]


def _case(row: Case, rules: Rulebook) -> Subject | None:
    """办理期限: the handling of a case, while its unit has it."""
    if row.due_at is None or row.closed_at is not None or row.handled_at is not None or row.state not in AT_WORK:
        return None
    return Subject("case", row.id, "due", row.due_at, row.state_at, rules.categories[row.category].severity,
                   row.unit_id, tuple(u for u in (row.assignee_id,) if u))


def _item(row: OrderItem, rules: Rulebook) -> Subject | None:
    """整改期限: an item of an order that was served, until somebody has looked and closed it."""
    order = row.order
    if row.state not in orders.OWED or row.closed_at is not None or order.state != "served":
        return None
    decided = orders.decisions_of([row.id])[row.id] if row.due_at != row.original_due_at else []
    since = max([order.served_at or order.issued_at, *(d.at for d in decided)])
    severity = rules.categories[row.category].severity if row.category else USUAL_SEVERITY
    return Subject("item", row.id, "due", row.due_at, since, severity, order.unit_id, tuple(order.officers))


def _asked(row: Attestation, _rules: Rulebook) -> Subject | None:
    """The other officer, asked whether they were there (protocol 6)."""
    if row.answered_at is not None:
        return None
    return Subject(row.target_type, row.target_id, "asked", row.asked_at, row.asked_at, USUAL_SEVERITY,
                   _unit_of(row.target_type, row.target_id), (row.user_id,))


def _unit_of(type_: str, id_: str) -> str | None:
    if type_ == "item":
        return orders.item(id_).order.unit_id
    return {"inspection": inspection, "order": orders.order, "document": document}[type_](id_).unit_id


SOURCES = (
    Source(lambda now: cases.cases_due(now + LOOK_AHEAD, AT_WORK),
           lambda type_, id_: [row for row in [cases.case(id_, lock=True)] if row] if type_ == "case" else [], _case),
    Source(lambda now: orders.items_due(now + LOOK_AHEAD),
           lambda type_, id_: [row for row in [orders.item(id_, lock=True)] if row] if type_ == "item" else [], _item),
    Source(lambda now: attestations.unanswered(now + 1),
           lambda type_, id_: attestations.attestations_of(type_, [id_])[id_], _asked),
)
