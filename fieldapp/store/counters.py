"""Gapless counters: case numbers of a month, places in the ledger. The row lock is held to the commit."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Millis, db, id_key


class Counter(Base):
    __tablename__ = "counter"
    id: Mapped[str] = id_key()
    n: Mapped[int] = mapped_column(Millis, default=0)


#: Built once, on the bare table: each op takes a number.
_COUNTERS = Counter.__table__
_STEP = update(_COUNTERS).where(_COUNTERS.c.id == bindparam("c")).values(n=_COUNTERS.c.n + bindparam("k")).returning(_COUNTERS.c.n)


def insert_if_absent(table, **values):
    """INSERT … ON CONFLICT DO NOTHING in the dialect at hand."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.session.get_bind().dialect.name]
    db.session.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())


def take(counter_id: str, k: int = 1) -> int:
    """Take k numbers; returns the first. Inside a transaction only."""
    last = db.session.scalar(_STEP, {"c": counter_id, "k": k})
    if last is None:
        insert_if_absent(Counter, id=counter_id, n=0)
        last = db.session.scalar(_STEP, {"c": counter_id, "k": k})
    return last - k + 1


def taken(counter_id: str) -> int:
    """How many numbers were ever taken."""
    return db.session.scalar(select(Counter.n).where(Counter.id == counter_id)) or 0
