"""What was inspected and ordered in a case, as far as this person gets the records; and what became of that without anybody's act."""

from dataclasses import dataclass

from fieldapp.store.cases import Case
from fieldapp.store.documents import Document, documents_of_case
from fieldapp.store.inspections import Inspection, inspections_of_case
from fieldapp.store.orders import Order, OrderItem, decisions_of, orders_of_cases

from .due import Due
from .item_due import item_due
from .moments import passed, tellings, told_moments
from .sight import sees
from .timeline import Moment


@dataclass(frozen=True)
class Ordered:
    """An order with the items that are in sight, each with its deadline."""

    order: Order
    items: list[tuple[OrderItem, Due]]


@dataclass(frozen=True)
class CasePapers:
    inspections: list[Inspection]
    orders: list[Ordered]
    documents: list[Document]
    moments: list[Moment]

    def __bool__(self) -> bool:
        return bool(self.inspections or self.orders or self.documents)

    @property
    def owed(self) -> int:
        return sum(item.closed_at is None for one in self.orders for item, _due in one.items)

    @property
    def next(self) -> tuple[OrderItem, Due] | None:
        """Of what is still owed the item with the nearest deadline."""
        running = [pair for one in self.orders for pair in one.items if pair[0].closed_at is None and pair[0].state != "issued"]
        return min(running, key=lambda pair: pair[0].due_at, default=None)


def case_papers(case: Case, now: int) -> CasePapers:
    orders = [Ordered(one, [(i, item_due(i, now)) for i in one.items if sees("item", i.id)]) for one in orders_of_cases([case.id])[case.id]
              if sees("order", one.id) or any(sees("item", i.id) for i in one.items)]
    items = [item for one in orders for item, _due in one.items]
    told = tellings([case.id, *(i.id for i in items), *(one.order.id for one in orders)])
    moments = told_moments(told, {i.id: i for i in items}) + passed(items, decisions_of([i.id for i in items]), now)
    return CasePapers([i for i in inspections_of_case(case.id) if sees("inspection", i.id)], orders,
                      [d for d in documents_of_case(case.id) if sees("document", d.id)], moments)
