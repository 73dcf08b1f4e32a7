"""Blobs: files named by their SHA-256, and the claims of ops on them. Storage is shared, claims are not (protocol 6)."""

from sqlalchemy import ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, db, id_key
from .ledger import Op

#: Roles of files that are pictures of what was seen.
PHOTO_ROLES = ("evidence", "original")
#: How bytes came: sent by their author, or loaded from a phone's export.
PUSH, RESCUE = "push", "rescue"


class Blob(Base):
    """A file that is in the store whole. `mime` is what its first bytes say, not what a client said."""

    __tablename__ = "blob"
    sha256: Mapped[str] = id_key()
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(Code)
    stored_at: Mapped[int] = mapped_column(Millis)


class Claim(Base):
    """One op's naming of a blob. It is filled (`filled_at`, ms) only by bytes sent by its author, or by rescue (`filled_via`).

    Who may see the record it belongs to (`record_type`, `record_id`) may see it; None while the op has no effect on any.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_record", "record_type", "record_id"),)
    op_id: Mapped[str] = mapped_column(Id, ForeignKey("op.op_id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(Code, primary_key=True, index=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    record_type: Mapped[str | None] = mapped_column(Code)
    record_id: Mapped[str | None] = mapped_column(Id)
    role: Mapped[str] = mapped_column(Code)
    mime: Mapped[str] = mapped_column(Code)
    size: Mapped[int]
    filled_at: Mapped[int | None] = mapped_column(Millis)
    filled_via: Mapped[str | None] = mapped_column(Code)


def blob(sha256: str) -> Blob | None:
    return db.session.get(Blob, sha256)


def stored_hashes() -> list[str]:
    """Every file that is in the store whole."""
    return list(db.session.scalars(select(Blob.sha256).order_by(Blob.sha256)))


def claims_of(user_id: str, sha256: str) -> list[Claim]:
    return list(db.session.scalars(select(Claim).where(Claim.user_id == user_id, Claim.sha256 == sha256)))


def claims_of_op(op_id: str) -> list[Claim]:
    return list(db.session.scalars(select(Claim).where(Claim.op_id == op_id)))


def claims_of_lane(lane_id: str) -> dict[str, list[Claim]]:
    """By op id."""
    found: dict[str, list[Claim]] = {}
    for one in db.session.scalars(select(Claim).join(Op, Op.op_id == Claim.op_id).where(Op.lane_id == lane_id)):
        found.setdefault(one.op_id, []).append(one)
    return found


def filled_claims(sha256: str) -> list[Claim]:
    return list(db.session.scalars(select(Claim).where(Claim.sha256 == sha256, Claim.filled_at.is_not(None))))


def claims_of_cases(case_ids) -> dict[str, list[Claim]]:
    return claims_of_records("case", case_ids)


def claims_of_records(type_: str, ids) -> dict[str, list[Claim]]:
    """What belongs to several records of one type: the claims of ops that are in effect."""
    found: dict[str, list[Claim]] = {i: [] for i in ids}
    counting = select(Claim).join(Op, Op.op_id == Claim.op_id).where(Claim.record_type == type_, Claim.record_id.in_(ids), Op.in_effect)
    for one in db.session.scalars(counting.order_by(Claim.op_id, Claim.sha256)):
        found[one.record_id].append(one)
    return found


def fill(user_id: str, sha256: str, now: int) -> list[tuple[str, str]]:
    """Fill this user's open claims on a blob; returns the (type, id) of the records they belong to."""
    return _fill(now, PUSH, Claim.user_id == user_id, Claim.sha256 == sha256)


def fill_by_rescue(op_ids: list[str], sha256: str, now: int) -> list[tuple[str, str]]:
    """Fill the open claims of these ops on a blob, whoever loaded its bytes; returns as `fill`."""
    return _fill(now, RESCUE, Claim.op_id.in_(op_ids), Claim.sha256 == sha256)


def claims_by_ops(op_ids: list[str], sha256: str) -> list[Claim]:
    return list(db.session.scalars(select(Claim).where(Claim.op_id.in_(op_ids), Claim.sha256 == sha256)))


def unfilled(op_ids: list[str]) -> dict[str, int]:
    """How many files each of these ops still lacks; none for those that lack none."""
    query = select(Claim.op_id, func.count()).where(Claim.op_id.in_(op_ids), Claim.filled_at.is_(None)).group_by(Claim.op_id)
    return {op_id: n for op_id, n in db.session.execute(query)}


def _fill(now: int, via: str, *which) -> list[tuple[str, str]]:
    rows = db.session.execute(update(Claim).where(*which, Claim.filled_at.is_(None)).values(filled_at=now, filled_via=via).returning(
        Claim.record_type, Claim.record_id))
    return sorted({(r.record_type, r.record_id) for r in rows if r.record_id})
