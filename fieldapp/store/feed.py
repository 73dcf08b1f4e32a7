"""The feed (protocol 6): per scope, the order in which its records changed.

Counters are bumped last in the transaction and in sorted scope order, so commit order is sequence order on SQLite and
on PostgreSQL alike; a plain sequence as cursor loses rows under concurrent writers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Index, UniqueConstraint, bindparam, case, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, db, id_key
from .counters import insert_if_absent


class Scope(Base):
    """A named set of records; `head` is the sequence number of its last change. A new epoch makes phones sweep it."""

    __tablename__ = "scope"
    id: Mapped[str] = id_key()
    epoch: Mapped[int] = mapped_column(default=1)
    head: Mapped[int] = mapped_column(Millis, default=0)


class ScopeEntry(Base):
    """A record's place in a scope, once per scope; `gone` when it has left."""

    __tablename__ = "scope_entry"
    __table_args__ = (UniqueConstraint("scope_id", "seq"), Index("ix_scope_entry_record", "type", "record_id", "scope_id", "gone"))
    scope_id: Mapped[str] = mapped_column(Id, primary_key=True)
    type: Mapped[str] = mapped_column(Code, primary_key=True)
    record_id: Mapped[str] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(Millis)
    gone: Mapped[bool] = mapped_column(default=False)


class Place(NamedTuple):
    """An entry as a reader needs it."""

    seq: int
    type: str
    record_id: str
    gone: bool


@dataclass(frozen=True)
class RecordKind:
    """How a type of record is shown: `scopes(id)` where it lies now, `wire(ids)` → {id: (version, data)}."""

    scopes: Callable[[str], frozenset[str]]
    wire: Callable[[list[str]], dict[str, tuple[int, dict]]]


KINDS: dict[str, RecordKind] = {}


def touch(type_: str, record_id: str) -> None:
    """Say that a record changed, or that its scopes may have; the transaction writes it to the feed at its end."""
    db.session.info.setdefault("touched", set()).add((type_, record_id))


def forget(session) -> None:
    session.info.pop("touched", None)


def flush(session) -> None:
    """Write the touched records to their scopes. Called by `transaction()` only, last of all."""
    touched = session.info.get("touched")
    if not touched:
        return
    session.flush()
    connection = session.connection()
    by_scope: dict[str, list[dict]] = {}
    known = set()
    for type_, record_id in sorted(touched):
        where = KINDS[type_].scopes(record_id)
        rows = connection.execute(_PLACES, {"t": type_, "r": record_id}).all()
        known |= {(r.scope_id, type_, record_id) for r in rows}
        leaving = {r.scope_id for r in rows if not r.gone} - where
        for scope_id in where | leaving:
            by_scope.setdefault(scope_id, []).append({"s": scope_id, "t": type_, "r": record_id, "g": scope_id in leaving})
    heads = _advance(connection, {scope_id: len(entries) for scope_id, entries in by_scope.items()})
    for scope_id, entries in by_scope.items():
        for n, entry in enumerate(entries, 1):
            entry["q"] = heads[scope_id] - len(entries) + n
    written = [e for entries in by_scope.values() for e in entries]
    fresh = [e for e in written if (e["s"], e["t"], e["r"]) not in known]
    moved = [e for e in written if (e["s"], e["t"], e["r"]) in known]
    if fresh:
        connection.execute(_ENTER, fresh)
    if moved:
        connection.execute(_MOVE, moved)


def _advance(connection, steps: dict[str, int]) -> dict[str, int]:
    """Move the heads of several scopes on by so many; {scope: new head}. Rows are locked in the order of their ids, so that two
    writers never wait for each other."""
    for scope_id in sorted(steps.keys() - set(connection.scalars(_LOCK, {"s": list(steps)}))):
        insert_if_absent(Scope, id=scope_id, epoch=1, head=0)
    heads = {}
    for k in set(steps.values()):
        heads |= dict(connection.execute(_STEP, {"s": [s for s, n in steps.items() if n == k], "k": k}).all())
    return heads


#: Built once: they run several times in every transaction.
_SCOPES, _ENTRIES = Scope.__table__, ScopeEntry.__table__
_OF_RECORD = (_ENTRIES.c.type == bindparam("t"), _ENTRIES.c.record_id == bindparam("r"))
_PLACES = select(_ENTRIES.c.scope_id, _ENTRIES.c.gone).where(*_OF_RECORD)
_OF_THESE = _SCOPES.c.id.in_(bindparam("s", expanding=True))
_LOCK = select(_SCOPES.c.id).where(_OF_THESE).order_by(_SCOPES.c.id).with_for_update()
_STEP = update(_SCOPES).where(_OF_THESE).values(head=_SCOPES.c.head + bindparam("k")).returning(_SCOPES.c.id, _SCOPES.c.head)
_VALUES = {"seq": bindparam("q"), "gone": bindparam("g")}
_CHANGES = select(_ENTRIES.c.seq, _ENTRIES.c.type, _ENTRIES.c.record_id, _ENTRIES.c.gone).where(
    _ENTRIES.c.scope_id == bindparam("s"), _ENTRIES.c.seq > bindparam("a")).order_by(_ENTRIES.c.seq).limit(bindparam("n"))
_MOVE = update(_ENTRIES).where(_ENTRIES.c.scope_id == bindparam("s"), *_OF_RECORD).values(_VALUES)
_ENTER = insert(_ENTRIES).values({"scope_id": bindparam("s"), "type": bindparam("t"), "record_id": bindparam("r")} | _VALUES)


def heads(scope_ids) -> dict[str, tuple[int, int]]:
    """{scope id: (epoch, head)}; a scope nothing was ever written to stands at (1, 0)."""
    rows = db.session.execute(select(Scope.id, Scope.epoch, Scope.head).where(Scope.id.in_(scope_ids)))
    return {s: (1, 0) for s in scope_ids} | {r.id: (r.epoch, r.head) for r in rows}


def begin_epoch(epoch: int, scope_ids) -> None:
    """All scopes stand in this epoch from now on, or in the next of their own where that is later; so do these, written to or not."""
    for scope_id in scope_ids:
        insert_if_absent(Scope, id=scope_id, epoch=epoch - 1, head=0)
    db.session.execute(update(Scope).values(epoch=case((Scope.epoch < epoch, epoch), else_=Scope.epoch + 1)))


def changes(scope_id: str, after: int, limit: int) -> list[Place]:
    """Places after a sequence number, oldest first."""
    return [Place(*row) for row in db.session.execute(_CHANGES, {"s": scope_id, "a": after, "n": limit})]


def lies_in(type_: str, record_id: str, scope_ids) -> bool:
    """Is the record in one of these scopes now? The one rule of visibility, for phone and desk.

    What this transaction has touched is asked of the record itself: its entries are written at the end.
    """
    if (type_, record_id) in db.session.info.get("touched", ()):
        db.session.flush()
        return not KINDS[type_].scopes(record_id).isdisjoint(scope_ids)
    return db.session.scalar(select(ScopeEntry.record_id).where(
        ScopeEntry.type == type_, ScopeEntry.record_id == record_id, ScopeEntry.scope_id.in_(scope_ids),
        ScopeEntry.gone.is_(False)).limit(1)) is not None
