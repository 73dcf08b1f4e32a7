"""Gapless counters: case numbers of a month, places in the ledger. The row lock is held to the commit."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Millis, db, id_key


class Counter(Base):
    __tablename__ = "counter"
    id: Mapped[str] = id_key()
    n: Mapped[int] = mapped_column(Millis, default=0)


def insert_if_absent(table, **values):
    """INSERT … ON CONFLICT DO NOTHING in the dialect at hand."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.session.get_bind().dialect.name]
    db.session.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())


def take(counter_id: str, k: int = 1) -> int:
    """Take k numbers; returns the first. Inside a transaction only."""
    insert_if_absent(Counter, id=counter_id, n=0)
    last = db.session.scalar(update(Counter).where(Counter.id == counter_id).values(n=Counter.n + k).returning(Counter.n))
    return last - k + 1


def taken(counter_id: str) -> int:
    """How many numbers were ever taken."""
    return db.session.scalar(select(Counter.n).where(Counter.id == counter_id)) or 0
