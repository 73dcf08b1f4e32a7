"""Feedback (投诉建议): what the users of the app say about it. Policy asks for it (国办函〔2026〕12号)."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Millis, Text, db, id_key


class Feedback(Base):
    """`id` is made by the phone, so that sending it twice is one entry."""

    __tablename__ = "feedback"
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    build: Mapped[str] = mapped_column(Text)
    said_at: Mapped[int] = mapped_column(Millis)


def feedback(limit: int = 200) -> list[Feedback]:
    """The newest first."""
    return list(db.session.scalars(select(Feedback).order_by(Feedback.said_at.desc()).limit(limit)))
