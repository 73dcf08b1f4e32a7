"""Blobs: files named by their SHA-256, and the claims of ops on them. Storage is shared, claims are not (protocol 6)."""

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, db, id_key
from .ledger import Op

#: Roles of files that are pictures of what was seen.
PHOTO_ROLES = ("evidence", "original")


class Blob(Base):
    """A file that is in the store whole. `mime` is what its first bytes say, not what a client said."""

    __tablename__ = "blob"
    sha256: Mapped[str] = id_key()
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(Code)
    stored_at: Mapped[int] = mapped_column(Millis)


class Claim(Base):
    """One op's naming of a blob. It is filled (`filled_at`, ms) only by bytes sent by its author, or by rescue."""

    __tablename__ = "claim"
    op_id: Mapped[str] = mapped_column(Id, ForeignKey("op.op_id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(Code, primary_key=True, index=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    role: Mapped[str] = mapped_column(Code)
    mime: Mapped[str] = mapped_column(Code)
    size: Mapped[int]
    filled_at: Mapped[int | None] = mapped_column(Millis)


def blob(sha256: str) -> Blob | None:
    return db.session.get(Blob, sha256)


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
    """What belongs to the cases: the claims of ops that are in effect."""
    found: dict[str, list[Claim]] = {c: [] for c in case_ids}
    counting = select(Claim).join(Op, Op.op_id == Claim.op_id).where(Claim.case_id.in_(case_ids), Op.in_effect)
    for one in db.session.scalars(counting.order_by(Claim.op_id, Claim.sha256)):
        found[one.case_id].append(one)
    return found


def fill(user_id: str, sha256: str, now: int) -> list[str]:
    """Fill this user's open claims on a blob; returns the ids of the cases they belong to."""
    rows = db.session.execute(update(Claim).where(
        Claim.user_id == user_id, Claim.sha256 == sha256, Claim.filled_at.is_(None)).values(filled_at=now).returning(Claim.case_id))
    return sorted({r.case_id for r in rows if r.case_id})
