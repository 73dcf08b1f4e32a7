"""The items (整改项) that a desk asks for: what is late, what waits for whom. Page after page from where the last one ended."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from .attestations import Attestation
from .base import db
from .feed import ScopeEntry
from .orders import OWED, Order, OrderItem

OPEN, OVERDUE, TODAY, RECHECK, SERVICE, ATTEST, ENDED, ALL = (
    "open", "overdue", "today", "recheck", "service", "attest", "withdrawn", "all")
PARTS = (OPEN, OVERDUE, TODAY, RECHECK, SERVICE, ATTEST, ENDED, ALL)
#: Listed by their deadline, the most urgent first; the others newest first.
BY_DEADLINE = (OPEN, OVERDUE, TODAY, RECHECK, SERVICE)


@dataclass(frozen=True)
class Days:
    """The moment that is asked about and the local midnight after it, ms."""

    now: int
    day_end: int


@dataclass(frozen=True)
class Page:
    """Items with their orders; `before` and `after` are keys of the pages on either side, None where there is none."""

    items: list[OrderItem]
    before: str | None
    after: str | None


def find_items(scopes, part: str, days: Days, *, unit_id: str | None = None, words: str = "", after: str = "", before: str = "",
               limit: int = 50) -> Page:
    """A page of the items visible in `scopes`, from behind the key `after`, or up to the key `before`; a key is `<due_at>.<id>`.

    `words` searches number and requirement, and the party's name where the order itself is in sight. Costs what it shows: the order of
    the list is that of an index.
    """
    query = _visible(scopes).where(*_part(part, days), *(_says(word, scopes) for word in words.split()))
    if unit_id:
        query = query.where(Order.unit_id == unit_id)
    by_deadline, back = part in BY_DEADLINE, bool(before) and not after
    key = _key(after or before)
    if key is not None:
        query = query.where(_beyond(key, by_deadline, back))
    forward = by_deadline is not back
    columns = (OrderItem.due_at, OrderItem.id) if by_deadline else (OrderItem.id,)
    query = query.order_by(*(c.asc() if forward else c.desc() for c in columns)).limit(limit + 1)
    found = list(db.session.scalars(query.options(contains_eager(OrderItem.order))))
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    first, last = (key_of(found[0]), key_of(found[-1])) if found else (None, None)
    return Page(found, first if key is not None and (not back or more) else None, last if back or more else None)


def key_of(item: OrderItem) -> str:
    return f"{item.due_at}.{item.id}"


def count_items(scopes, days: Days) -> dict[str, int]:
    """How many items each part of the list has, of those that are not over."""
    running = (OPEN, OVERDUE, TODAY, RECHECK, SERVICE)
    counted = [func.coalesce(func.sum(case((and_(*_part(part, days)), 1), else_=0)), 0) for part in running]
    row = db.session.execute(_visible(scopes).where(OrderItem.closed_at.is_(None)).with_only_columns(*counted)).one()
    asked = db.session.scalar(_visible(scopes).where(*_part(ATTEST, days)).with_only_columns(func.count()))
    return dict(zip(running, row, strict=True)) | {ATTEST: asked}


def count_overdue(scopes, days: Days) -> int:
    """Asked for on every page: reads the index of deadlines as far as they have passed."""
    return db.session.scalar(_visible(scopes).where(*_part(OVERDUE, days)).with_only_columns(func.count()))


def is_overdue(now: int) -> ColumnElement[bool]:
    """`domain.deadlines.is_overdue`, asked of the database."""
    in_time = and_(OrderItem.state == "done_claimed", OrderItem.done_claimed_at.is_not(None), OrderItem.done_claimed_at < OrderItem.due_at)
    return and_(OrderItem.closed_at.is_(None), OrderItem.due_at <= now, OrderItem.state.in_(OWED), ~in_time)


def _visible(scopes) -> Select:
    return select(OrderItem).join(OrderItem.order).where(_lies_in("item", OrderItem.id, scopes))


def _lies_in(type_: str, column, scopes) -> ColumnElement[bool]:
    """By one look into ix_scope_entry_record for each row that the other questions leave."""
    return exists().where(ScopeEntry.type == type_, ScopeEntry.record_id == column, ScopeEntry.scope_id.in_(scopes),
                          ScopeEntry.gone.is_(False)).correlate(OrderItem, Order)


def _part(part: str, days: Days) -> tuple[ColumnElement[bool], ...]:
    running, owed = OrderItem.closed_at.is_(None), OrderItem.state.in_(OWED)
    return {
        OPEN: (running,),
        OVERDUE: (is_overdue(days.now),),
        TODAY: (running, owed, OrderItem.due_at > days.now, OrderItem.due_at <= days.day_end),
        RECHECK: (running, or_(OrderItem.state.in_(("done_claimed", "failed")), and_(owed, OrderItem.due_at <= days.now))),
        SERVICE: (running, OrderItem.state == "issued"),
        ATTEST: (_asks(),),
        ENDED: (OrderItem.state.in_(("withdrawn", "superseded")),),
        ALL: (),
    }[part]


def _asks() -> ColumnElement[bool]:
    """Somebody named beside the author of the inspection, of the order or of the recheck has not answered yet."""
    def asked(type_: str):
        return select(Attestation.target_id).where(Attestation.target_type == type_, Attestation.answered_at.is_(None))

    return or_(OrderItem.id.in_(asked("item")), Order.id.in_(asked("order")), Order.inspection_id.in_(asked("inspection")))


def _says(word: str, scopes) -> ColumnElement[bool]:
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    named = Order.party["name"].as_string().ilike(like, escape="\\")
    return or_(Order.number.ilike(like, escape="\\"), OrderItem.requirement.ilike(like, escape="\\"),
               and_(named, _lies_in("order", Order.id, scopes)))


def _key(text: str) -> tuple[int, str] | None:
    """What a key says; None for one that says nothing: an old link still opens, at the first page."""
    due, _dot, id_ = text.partition(".")
    return (int(due), id_) if due.isdecimal() and len(due) < 16 and 0 < len(id_) <= 64 else None


def _beyond(key: tuple[int, str], by_deadline: bool, back: bool) -> ColumnElement[bool]:
    due, id_ = key
    if not by_deadline:
        return OrderItem.id > id_ if back else OrderItem.id < id_
    same = and_(OrderItem.due_at == due, OrderItem.id < id_ if back else OrderItem.id > id_)
    return or_(OrderItem.due_at < due if back else OrderItem.due_at > due, same)
