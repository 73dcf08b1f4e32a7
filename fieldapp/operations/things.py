"""What an op can be about: how each type of thing is found, seen, and read by the pure domain. One row each, no special cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fieldapp.domain.numbering import parse_number_id
from fieldapp.domain.permissions import unit_scope, user_scope
from fieldapp.store import cases, documents, inspections, numbers, orders
from fieldapp.store.attestations import attestations_of
from fieldapp.store.cases import Case
from fieldapp.store.documents import Document
from fieldapp.store.feed import lies_in, touch
from fieldapp.store.inspections import Inspection
from fieldapp.store.numbers import Number
from fieldapp.store.orders import Order, OrderItem, decisions_of
from fieldapp.store.people import User, user
from fieldapp.store.units import platform_of, subdistrict_of

from .follow import item_changed


@dataclass(frozen=True)
class Thing:
    """`load(id, lock)` finds the row, or None; `view(row)` is what domain.cases reads; `case_id(row)` the case behind it, if any.

    `visible(row, id, scopes)` says whether somebody with these scopes may know of it; `changed(id)` puts it on the feed.
    """

    load: Callable[[str, bool], Any]
    view: Callable[[Any], dict]
    case_id: Callable[[Any], str | None]
    visible: Callable[[Any, str, frozenset[str]], bool]
    changed: Callable[[str], None]


def _record(type_: str, load, view, case_id=lambda row: row.case_id) -> Thing:
    """A thing that is a record on the feed: who gets the record may know of it."""
    return Thing(load, view, case_id, lambda row, id_, scopes: lies_in(type_, id_, scopes), lambda id_: touch(type_, id_))


def _of_case(case: Case) -> dict:
    return {"state": case.state, "unit": case.unit_id, "assignee": case.assignee_id, "reporter": case.reporter_id,
            "handler": case.handler_id, "returns": case.returns, "receipt": case.receipt, "lead_unit": case.lead_unit_id}


def _of_paper(paper: Inspection | Order | Document) -> dict:
    return nobody(paper.state) | {"unit": paper.unit_id, "assignee": next(iter(paper.officers), None), "reporter": paper.author_id,
                                   "officers": paper.officers}


def _of_item(item: OrderItem) -> dict:
    """Whose order it is; whoever rechecked it last wrote what the others bear witness to, those of an earlier recheck too."""
    asked = [one.user_id for one in attestations_of("item", [item.id])[item.id]]
    named = list(dict.fromkeys([*item.order.officers, *(item.recheck_officers or ()), *asked]))
    return _of_paper(item.order) | {
        "officers": named, "reporter": item.recheck_by or item.order.author_id, "state": item.state, "due_at": item.due_at,
        "original_due_at": item.original_due_at, "served_at": item.order.served_at,
        "extensions": len(decisions_of([item.id])[item.id])}


def _of_number(number: Number) -> dict:
    holder = _holder(number)
    grants = holder.grants if holder else []
    return nobody(number.state) | {"unit": next((g.unit_id for g in grants if g.unit_id), None), "assignee": holder.id if holder else None,
                                    "reporter": holder.id if holder else None}


def nobody(state: str) -> dict:
    """Something that is no unit's and no person's."""
    return {"state": state, "unit": None, "assignee": None, "reporter": None, "handler": None, "returns": 0, "receipt": None,
            "lead_unit": None}


def _item(item_id: str, lock: bool = False) -> OrderItem | None:
    """Its order is locked before it, as by every act on the order: the two follow each other."""
    one = orders.item(item_id)
    if one is None or not lock:
        return one
    orders.order(one.order_id, lock=True)
    return orders.item(item_id, lock=True)


def _number(target_id: str, lock: bool = False) -> Number | None:
    try:
        return numbers.number(*parse_number_id(target_id), lock=lock)
    except ValueError:
        return None


def _holder(number: Number):
    lent = numbers.lease(number.lease_id) if number.lease_id else None
    return user(lent.user_id) if lent else None


def sees_holder(holder: User | None, scopes: frozenset[str]) -> bool:
    """Of numbers that were lent to somebody know: they, their unit, and the platform, which keeps the registers."""
    units = [g.unit_id for g in holder.grants if g.unit_id] if holder else []
    homes = {home.id for u in units if (home := subdistrict_of(u)) is not None}
    units += [platform.id for home in homes if (platform := platform_of(home)) is not None]
    return holder is not None and not {user_scope(holder.id), *(unit_scope(u) for u in units)}.isdisjoint(scopes)


def _sees_number(number: Number, _id: str, scopes: frozenset[str]) -> bool:
    return numbers.passed_over(number) or sees_holder(_holder(number), scopes)


THINGS: dict[str, Thing] = {
    "case": _record("case", cases.case, _of_case, lambda case: case.id),
    "inspection": _record("inspection", inspections.inspection, _of_paper),
    "order": _record("order", orders.order, _of_paper),
    "item": replace(_record("item", _item, _of_item, lambda item: item.order.case_id), changed=lambda id_: item_changed(orders.item(id_))),
    "document": _record("document", documents.document, _of_paper),
    "number": Thing(_number, _of_number, lambda number: None, _sees_number, lambda id_: None),
}
