"""How often the public page was asked from one network, so that nobody can try codes by the thousand. Nothing is kept for long."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Millis, db
from .counters import insert_if_absent


class LookupCount(Base):
    """`n` look-ups from `network` (see operations.sign_in.network_of) since `since` (ms). Not whose, not of what."""

    __tablename__ = "lookup_count"
    network: Mapped[str] = mapped_column(Code, primary_key=True)
    since: Mapped[int] = mapped_column(Millis, index=True)
    n: Mapped[int] = mapped_column(default=0)


def lookups_of(network: str) -> LookupCount | None:
    return db.session.get(LookupCount, network, populate_existing=True)


def held_lookups(network: str, now: int) -> LookupCount:
    """The row of a network, made when absent and locked until the commit: look-ups are counted one by one."""
    insert_if_absent(LookupCount, network=network, since=now, n=0)
    return db.session.scalars(select(LookupCount).where(LookupCount.network == network).with_for_update().execution_options(
        populate_existing=True)).one()


def forget_lookups(before: int) -> None:
    """Drop what began up to a moment (ms); rows that somebody holds just now are left for the next time."""
    old = select(LookupCount.network).where(LookupCount.since <= before).with_for_update(skip_locked=True)
    db.session.execute(delete(LookupCount).where(LookupCount.network.in_(old)))
