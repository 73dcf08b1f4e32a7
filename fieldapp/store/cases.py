"""Case (案卷): one reported problem from filing to closing; and the reads that the desk and the phones ask for."""

from sqlalchemy import ForeignKey, Index, Select, exists, func, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import JSON, Base, Code, Id, Millis, Text, db, id_key
from .feed import ScopeEntry
from .people import User


def _some(name: str, *columns: str, where: str) -> Index:
    """An index of some rows. `closed_at` stands at its end, so that counting reads the index alone."""
    return Index(name, *columns, "closed_at", sqlite_where=text(where), postgresql_where=text(where))


class Case(Base):
    """`state` is never set by hand: only operations move it, along the rulebook's transitions.

    `unit_id` has the case now, `handler_id` last worked on it, `platform_id` is the desk that follows it, `co_unit_id` a
    possible co-handler. `place` is the op's, as measured. `due_at` is when handling is due (ms), None while nobody has it;
    while its orders are followed it is the earliest of their items', and `limit_due_at` keeps what it was;
    `handled_at` when the result was reported, None again when the case goes back to work.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_state", "state", "unit_id"),
        _some("ix_case_due", "due_at", "id", "handled_at", where="closed_at IS NULL"),
        _some("ix_case_open", "state", "queue", "unit_id", "state_at", "id", where="closed_at IS NULL"),
        _some("ix_case_closed", "reported_at", "id", where="closed_at IS NOT NULL"),
    )
    id: Mapped[str] = id_key()
    number: Mapped[str] = mapped_column(Code, unique=True)
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[str] = mapped_column(Code)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    queue: Mapped[str] = mapped_column(Code)
    rule: Mapped[str] = mapped_column(Code)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    platform_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    co_unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    lead_unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    assignee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("user.id"))
    handler_id: Mapped[str | None] = mapped_column(Id, ForeignKey("user.id"))
    reporter_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    grid_id: Mapped[str | None] = mapped_column(Id, ForeignKey("grid.id"), index=True)
    place: Mapped[dict | None] = mapped_column(JSON)
    fixed_on_spot: Mapped[bool] = mapped_column(default=False)
    claimed_at: Mapped[int] = mapped_column(Millis)
    reported_at: Mapped[int] = mapped_column(Millis)
    state_at: Mapped[int] = mapped_column(Millis)
    due_at: Mapped[int | None] = mapped_column(Millis)
    limit_due_at: Mapped[int | None] = mapped_column(Millis)
    due_warned: Mapped[bool] = mapped_column(default=False)
    handled_at: Mapped[int | None] = mapped_column(Millis)
    returns: Mapped[int] = mapped_column(default=0)
    reworks: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(Code)
    receipt: Mapped[str | None] = mapped_column(Text)
    review_on: Mapped[str | None] = mapped_column(Code)
    merged_into: Mapped[str | None] = mapped_column(Id)
    closed_at: Mapped[int | None] = mapped_column(Millis)


#: Orders of the list, by name; each ends with the id so that pages do not tear.
ORDERS = {
    "due": (Case.due_at.asc().nulls_last(), Case.id),
    "new": (Case.reported_at.desc(), Case.id.desc()),
    "age": (Case.state_at, Case.id),
    "number": (Case.number.desc(), Case.id),
}


def case(case_id: str, lock: bool = False) -> Case | None:
    return db.session.get(Case, case_id, with_for_update=lock or None, populate_existing=lock)


def case_for(scopes, case_id: str) -> Case | None:
    """The case if it lies in one of these scopes, else None: a stranger cannot tell it from one that does not exist."""
    return db.session.scalar(_visible(scopes).where(Case.id == case_id))


def _visible(scopes) -> Select:
    """Asked of each case that the other questions leave, by one look into ix_scope_entry_record; never of all there ever were."""
    return select(Case).select_from(Case).where(exists().where(
        ScopeEntry.type == "case", ScopeEntry.record_id == Case.id, ScopeEntry.scope_id.in_(scopes),
        ScopeEntry.gone.is_(False)).correlate(Case))


def find_cases(
    scopes, *, states=None, queue=None, unit_id=None, grid_ids=None, category=None, source=None, overdue_at=None,
    due_after=None, due_before=None, returned=None, open_only=False, closed=False, words="", order="due", limit=50, offset=0,
) -> tuple[list[Case], int]:
    """A page of the cases visible in `scopes`, and how many there are in all. Times in ms; `words` searches number, title, text;
    `returned` asks for cases that somebody gave back, or that nobody did. What is asked of the deadline is asked of cases whose clock
    runs, as `domain.overdue` has it: open and not handled. A page far down costs as much as all before it together, which the count
    costs anyway."""
    query = _visible(scopes)
    if states:
        query = query.where(Case.state.in_(states))
    if queue:
        query = query.where(Case.queue == queue)
    if unit_id:
        query = query.where(Case.unit_id == unit_id)
    if grid_ids:
        query = query.where(Case.grid_id.in_(grid_ids))
    if category:
        query = query.where(Case.category == category)
    if source:
        query = query.where(Case.source == source)
    running = overdue_at is not None or due_after is not None or due_before is not None
    if open_only or running:
        query = query.where(Case.closed_at.is_(None))
    if closed:
        query = query.where(Case.closed_at.is_not(None))
    if running:
        query = query.where(Case.handled_at.is_(None))
    if overdue_at is not None:
        query = query.where(Case.due_at <= overdue_at)
    if due_after is not None:
        query = query.where(Case.due_at > due_after)
    if due_before is not None:
        query = query.where(Case.due_at <= due_before)
    if returned is not None:
        query = query.where(Case.returns > 0 if returned else Case.returns == 0)
    for word in words.split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(or_(*(column.ilike(like, escape="\\") for column in (Case.number, Case.title, Case.text))))
    total = db.session.scalar(query.with_only_columns(func.count()))
    return list(db.session.scalars(query.order_by(*ORDERS[order]).limit(limit).offset(offset))), total


def cases_due(before: int, states) -> list[Case]:
    """Cases in these states whose clock runs to a deadline before a moment (ms), the most urgent first."""
    return list(db.session.scalars(select(Case).where(
        Case.closed_at.is_(None), Case.handled_at.is_(None), Case.due_at < before, Case.state.in_(states)).order_by(Case.due_at, Case.id)))


def counts_by_state(scopes) -> list[tuple[str, str, str | None, int, int]]:
    """(state, queue, unit id, how many, since when the oldest, ms) over the open cases visible in `scopes`."""
    rows = db.session.execute(_visible(scopes).where(Case.closed_at.is_(None)).with_only_columns(
        Case.state, Case.queue, Case.unit_id, func.count(), func.min(Case.state_at)).group_by(Case.state, Case.queue, Case.unit_id))
    return [tuple(r) for r in rows]


def names_of(user_ids) -> dict[str, str]:
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(set(user_ids) - {None}))).all())
