"""Attestations: the second officer of an inspection, paper or recheck is asked at once whether they were there (protocol 6)."""

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, Text, db


class Attestation(Base):
    """One officer asked about one thing. `answered_at` (ms) is None until they answer; `present` is what they say."""

    __tablename__ = "attestation"
    __table_args__ = (Index("ix_attestation_user", "user_id", "answered_at"),)
    target_type: Mapped[str] = mapped_column(Code, primary_key=True)
    target_id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    asked_at: Mapped[int] = mapped_column(Millis)
    answered_at: Mapped[int | None] = mapped_column(Millis)
    present: Mapped[bool | None]
    text: Mapped[str] = mapped_column(Text, default="")
    op_id: Mapped[str | None] = mapped_column(Id)


def attestation(target_type: str, target_id: str, user_id: str) -> Attestation | None:
    return db.session.get(Attestation, (target_type, target_id, user_id))


def attestations_of(target_type: str, target_ids) -> dict[str, list[Attestation]]:
    found: dict[str, list[Attestation]] = {t: [] for t in target_ids}
    for one in db.session.scalars(select(Attestation).where(
            Attestation.target_type == target_type, Attestation.target_id.in_(target_ids)).order_by(Attestation.asked_at, Attestation.user_id)):
        found[one.target_id].append(one)
    return found


def unanswered(asked_before: int) -> list[Attestation]:
    """Those asked before a moment (ms) who have not answered yet, the longest waiting first."""
    return list(db.session.scalars(select(Attestation).where(
        Attestation.answered_at.is_(None), Attestation.asked_at < asked_before).order_by(Attestation.asked_at)))
