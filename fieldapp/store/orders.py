"""Orders to correct (责令改正文书), their items with a deadline each (整改项), and the list of decisions on those deadlines."""

from sqlalchemy import ForeignKey, Index, Select, func, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from .base import JSON, Base, Code, Id, Millis, Text, db, id_key
from .feed import ScopeEntry
from .ledger import Op
from .paper import Paper

#: States of an item in which correcting is still owed (domain.deadlines.OWED).
OWED = ("served", "ext_requested", "done_claimed", "failed")


class Order(Paper, Base):
    """A paper that orders something. Its items say what, and until when."""

    __tablename__ = "order"
    __table_args__ = (Index("ix_order_number", "register_id", "n"),)
    state: Mapped[str] = mapped_column(Code, index=True)
    inspection_id: Mapped[str] = mapped_column(Id, ForeignKey("inspection.id"), index=True)
    party: Mapped[dict] = mapped_column(JSON)
    items: Mapped[list["OrderItem"]] = relationship(back_populates="order", order_by="(OrderItem.n, OrderItem.id)")


class OrderItem(Base):
    """One thing to be put right. `due_at` is the deadline in effect, `original_due_at` the one on the paper (ms, the first that is
    too late); `given` is {n, unit} that it came from. `overdue` is what was last told to phones; pages reckon it from `due_at`.

    `extension` is {op_id, wanted, reason} while somebody asks for more time. A child (`parent_id`) is what a recheck left over.
    """

    __tablename__ = "order_item"
    __table_args__ = (Index("ix_order_item_due", "due_at", sqlite_where=text("closed_at IS NULL"),
                            postgresql_where=text("closed_at IS NULL")),)
    id: Mapped[str] = id_key()
    version: Mapped[int] = mapped_column(default=1)
    order_id: Mapped[str] = mapped_column(Id, ForeignKey("order.id"), index=True)
    n: Mapped[int]
    finding_id: Mapped[str | None] = mapped_column(Id)
    category: Mapped[str | None] = mapped_column(Code)
    requirement: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Code)
    given: Mapped[dict | None] = mapped_column(JSON)
    original_due_at: Mapped[int] = mapped_column(Millis)
    due_at: Mapped[int] = mapped_column(Millis)
    state: Mapped[str] = mapped_column(Code)
    state_at: Mapped[int] = mapped_column(Millis)
    overdue: Mapped[bool] = mapped_column(default=False)
    extension: Mapped[dict | None] = mapped_column(JSON)
    done_claimed_at: Mapped[int | None] = mapped_column(Millis)
    rechecked_at: Mapped[int | None] = mapped_column(Millis)
    recheck_by: Mapped[str | None] = mapped_column(Id, ForeignKey("user.id"))
    recheck_officers: Mapped[list | None] = mapped_column(JSON)
    result: Mapped[str | None] = mapped_column(Code)
    closed_at: Mapped[int | None] = mapped_column(Millis)
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("order_item.id"))
    order: Mapped[Order] = relationship(back_populates="items")


class DeadlineDecision(Base):
    """An extension that was granted. Rows are only ever added: the first deadline and each later one can be told apart for ever."""

    __tablename__ = "deadline_decision"
    op_id: Mapped[str] = mapped_column(Id, primary_key=True)
    item_id: Mapped[str] = mapped_column(Id, ForeignKey("order_item.id"), index=True)
    from_due_at: Mapped[int] = mapped_column(Millis)
    to_due_at: Mapped[int] = mapped_column(Millis)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    at: Mapped[int] = mapped_column(Millis)


def order(order_id: str, lock: bool = False) -> Order | None:
    return db.session.get(Order, order_id, with_for_update=lock or None, populate_existing=lock)


def item(item_id: str, lock: bool = False) -> OrderItem | None:
    return db.session.get(OrderItem, item_id, with_for_update=lock or None, populate_existing=lock)


def order_for(scopes, order_id: str) -> Order | None:
    """The order if it lies in one of these scopes, else None."""
    return db.session.scalar(_visible(scopes).where(Order.id == order_id))


def _visible(scopes) -> Select:
    entries = select(ScopeEntry.record_id).where(
        ScopeEntry.type == "order", ScopeEntry.scope_id.in_(scopes), ScopeEntry.gone.is_(False))
    return select(Order).where(Order.id.in_(entries))


def find_orders(scopes, *, states=None, unit_id=None, case_id=None, overdue_at=None, words="", limit=50, offset=0) -> tuple[list[Order], int]:
    """A page of the orders visible in `scopes`, the newest first, and how many there are in all. `overdue_at` (ms) asks for those with
    an item past its deadline then; `words` searches number and text."""
    query = _visible(scopes)
    if states:
        query = query.where(Order.state.in_(states))
    if unit_id:
        query = query.where(Order.unit_id == unit_id)
    if case_id:
        query = query.where(Order.case_id == case_id)
    if overdue_at is not None:
        query = query.where(Order.id.in_(select(OrderItem.order_id).where(OrderItem.state.in_(OWED), OrderItem.due_at <= overdue_at)))
    for word in words.split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(or_(*(column.ilike(like, escape="\\") for column in (Order.number, Order.text))))
    total = db.session.scalar(select(func.count()).select_from(query.subquery()))
    return list(db.session.scalars(query.order_by(Order.issued_at.desc(), Order.id).limit(limit).offset(offset))), total


def orders_of_cases(case_ids) -> dict[str, list[Order]]:
    found: dict[str, list[Order]] = {c: [] for c in case_ids}
    for one in db.session.scalars(select(Order).where(Order.case_id.in_(case_ids)).order_by(Order.issued_at, Order.id)):
        found[one.case_id].append(one)
    return found


def orders_of_inspection(inspection_id: str) -> list[Order]:
    return list(db.session.scalars(select(Order).where(Order.inspection_id == inspection_id).order_by(Order.issued_at, Order.id)))


def items_of(order_ids, anew: bool = False) -> dict[str, list[OrderItem]]:
    """The items of several orders; `anew` reads them from the database even where this session knows them."""
    found: dict[str, list[OrderItem]] = {o: [] for o in order_ids}
    rows = select(OrderItem).where(OrderItem.order_id.in_(order_ids)).order_by(OrderItem.n, OrderItem.id)
    for one in db.session.scalars(rows.execution_options(populate_existing=anew)):
        found[one.order_id].append(one)
    return found


def items_due(now: int) -> list[OrderItem]:
    """Items still owed whose deadline has passed at `now` (ms), with their orders, the longest overdue first."""
    return list(db.session.scalars(select(OrderItem).where(
        OrderItem.closed_at.is_(None), OrderItem.due_at <= now, OrderItem.state.in_(OWED)).order_by(OrderItem.due_at, OrderItem.id).options(
        selectinload(OrderItem.order))))


def decisions_of(item_ids) -> dict[str, list[DeadlineDecision]]:
    """What was decided on the deadlines of several items, in the order of the ledger."""
    found: dict[str, list[DeadlineDecision]] = {i: [] for i in item_ids}
    rows = select(DeadlineDecision).join(Op, Op.op_id == DeadlineDecision.op_id, isouter=True).where(
        DeadlineDecision.item_id.in_(item_ids)).order_by(Op.n)
    for one in db.session.scalars(rows):
        found[one.item_id].append(one)
    return found
