"""Numbers of papers (文号, protocol 7): registers, the blocks lent to lanes, and each number with its one fate."""

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, Text, db, id_key
from .counters import insert_if_absent

LENT, USED, VOIDED, RETURNED, LOST = "lent", "used", "voided", "returned", "lost"
OPEN, ADMITTED, DISMISSED = "open", "admitted", "dismissed"
#: Why numbers were lost, as pages know it: their phone was shut out, or a restore passed over them. Any other reason is a person's words.
PHONE_REVOKED, RESTORED = "phone_revoked", "restored"


class Register(Base):
    """The sequence of one kind of paper in one year; the id is `<kind>:<year>`. `next_n` was never given out."""

    __tablename__ = "register"
    id: Mapped[str] = id_key()
    kind: Mapped[str] = mapped_column(Code)
    year: Mapped[int]
    next_n: Mapped[int] = mapped_column(default=1)


class Lease(Base):
    """A block of numbers, `first` to `last`, lent to a lane. `request_id` is the phone's: asking twice gets one block."""

    __tablename__ = "lease"
    id: Mapped[str] = id_key()
    register_id: Mapped[str] = mapped_column(Id, ForeignKey("register.id"))
    lane_id: Mapped[str] = mapped_column(Id, ForeignKey("lane.id"), index=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    first: Mapped[int]
    last: Mapped[int]
    request_id: Mapped[str] = mapped_column(Id, unique=True)
    made_at: Mapped[int] = mapped_column(Millis)
    returned_at: Mapped[int | None] = mapped_column(Millis)


class Number(Base):
    """One number that was given out: lent, or with its fate, used | voided | returned | lost.

    `op_id` is the op that used or voided it, `record_type` and `record_id` the paper that bears it. `decided_by` is the op, or the
    person, that gave it a fate other than used. A number without a lease came into the register by a leader's word, or by a restore.
    """

    __tablename__ = "number"
    __table_args__ = (Index("ix_number_lane", "lane_id", "register_id", "state"),)
    register_id: Mapped[str] = mapped_column(Id, ForeignKey("register.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(Code)
    state_at: Mapped[int] = mapped_column(Millis)
    lease_id: Mapped[str | None] = mapped_column(Id, ForeignKey("lease.id"))
    lane_id: Mapped[str | None] = mapped_column(Id, ForeignKey("lane.id"))
    op_id: Mapped[str | None] = mapped_column(Id)
    record_type: Mapped[str | None] = mapped_column(Code)
    record_id: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Id)


class StrayNumber(Base):
    """A number on a paper that the lane had not been lent, or that was used already: listed apart until a leader decides."""

    __tablename__ = "stray_number"
    op_id: Mapped[str] = mapped_column(Id, primary_key=True)
    register_id: Mapped[str] = mapped_column(Id, ForeignKey("register.id"), index=True)
    n: Mapped[int]
    lane_id: Mapped[str] = mapped_column(Id, ForeignKey("lane.id"))
    record_type: Mapped[str] = mapped_column(Code)
    record_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Code, default=OPEN)
    decided_by: Mapped[str | None] = mapped_column(Id)


def held_register(kind: str, year: int) -> Register:
    """The register, made when absent, and locked until the commit: numbers leave it one transaction after the other."""
    register_id = f"{kind}:{year}"
    insert_if_absent(Register, id=register_id, kind=kind, year=year, next_n=1)
    return db.session.get(Register, register_id, with_for_update=True, populate_existing=True)


def register(register_id: str) -> Register | None:
    return db.session.get(Register, register_id)


def registers() -> list[Register]:
    return list(db.session.scalars(select(Register).order_by(Register.year.desc(), Register.kind)))


def number(register_id: str, n: int, lock: bool = False) -> Number | None:
    return db.session.get(Number, (register_id, n), with_for_update=lock or None, populate_existing=lock)


def passed_over(row: Number) -> bool:
    """After a restore from backup it is not known whom this number was lent to: it is the first one's who proves what became of it."""
    return row.state == LOST and row.lane_id is None and row.lease_id is None


def numbers_of(register_id: str) -> list[Number]:
    return list(db.session.scalars(select(Number).where(Number.register_id == register_id).order_by(Number.n)))


def given_out(register_id: str, first: int, last: int) -> list[int]:
    """Numbers of a stretch that have a row already: a leader admitted them before they were lent."""
    return list(db.session.scalars(select(Number.n).where(
        Number.register_id == register_id, Number.n >= first, Number.n <= last).order_by(Number.n)))


def lent_to(lane_id: str, register_id: str | None = None) -> list[Number]:
    """The unused numbers of a lane, of one register or of all."""
    query = select(Number).where(Number.lane_id == lane_id, Number.state == LENT)
    if register_id:
        query = query.where(Number.register_id == register_id)
    return list(db.session.scalars(query.order_by(Number.register_id, Number.n)))


def lease(lease_id: str) -> Lease | None:
    return db.session.get(Lease, lease_id)


def lease_by_request(request_id: str) -> Lease | None:
    return db.session.scalar(select(Lease).where(Lease.request_id == request_id))


def leases_in_hand(lane_id: str) -> list[tuple[Lease, int]]:
    """The leases of a lane that still hold a number, each with the next one."""
    rows = db.session.execute(select(Lease, func.min(Number.n)).join(Number, Number.lease_id == Lease.id).where(
        Lease.lane_id == lane_id, Lease.returned_at.is_(None), Number.state == LENT).group_by(Lease.id).order_by(Lease.register_id, Lease.first))
    return [(r[0], r[1]) for r in rows]


def next_of(one: Lease) -> int:
    """The first number of a lease that is not yet used or voided; one after the last when none is left."""
    found = db.session.scalar(select(func.min(Number.n)).where(Number.lease_id == one.id, Number.state == LENT))
    return found if found is not None else one.last + 1


def stray(op_id: str) -> StrayNumber | None:
    return db.session.get(StrayNumber, op_id)


def strays_of(register_id: str) -> list[StrayNumber]:
    return list(db.session.scalars(select(StrayNumber).where(StrayNumber.register_id == register_id).order_by(StrayNumber.n, StrayNumber.op_id)))
