"""Holes in a lane: the ops that a rescue found missing, until they come after all (protocol 6)."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Millis, db


class Hole(Base):
    """The `lane_seq` from `first` to `last` of a lane are not here. Noted at `noted_at` (ms), when `noted_by` loaded a file."""

    __tablename__ = "lane_hole"
    lane_id: Mapped[str] = mapped_column(Id, ForeignKey("lane.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
    noted_at: Mapped[int] = mapped_column(Millis)
    noted_by: Mapped[str | None] = mapped_column(Id)


def note(lane_id: str, first: int, last: int, by: str | None, now: int) -> None:
    db.session.add(Hole(lane_id=lane_id, first=first, last=last, noted_at=now, noted_by=by))
    db.session.flush()


def hole_at(lane_id: str, lane_seq: int) -> Hole | None:
    return db.session.scalar(select(Hole).where(Hole.lane_id == lane_id, Hole.first <= lane_seq, Hole.last >= lane_seq))


def fill(hole: Hole, lane_seq: int) -> None:
    """One op of it has come; what is left on either side stays a hole."""
    before, after = (hole.first, lane_seq - 1), (lane_seq + 1, hole.last)
    lane_id, at, by = hole.lane_id, hole.noted_at, hole.noted_by
    db.session.delete(hole)
    db.session.flush()
    for first, last in (before, after):
        if first <= last:
            note(lane_id, first, last, by, at)


def holes_of(lane_id: str) -> list[Hole]:
    return list(db.session.scalars(select(Hole).where(Hole.lane_id == lane_id).order_by(Hole.first)))
