"""Feedback (投诉建议): what the users of the app say about it. Policy asks for it (国办函〔2026〕12号)."""

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, Millis, Text, db, id_key
from .people import UserIds

#: What a phone says by itself: the server's log does not add up; a photo on it is damaged.
LOG, PHOTO = "log", "photo"


class Feedback(Base):
    """`id` is made by the phone, so that sending it twice is one entry. `topic` is LOG or PHOTO for what a phone found, None for what a
    person wrote; the former is on the attention page until somebody has seen to it (`settled_*`)."""

    __tablename__ = "feedback"
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    build: Mapped[str] = mapped_column(Text)
    said_at: Mapped[int] = mapped_column(Millis)
    topic: Mapped[str | None] = mapped_column(Code)
    settled_at: Mapped[int | None] = mapped_column(Millis)
    settled_by: Mapped[str | None] = mapped_column(Id)
    settled_note: Mapped[str | None] = mapped_column(Text)


def feedback(limit: int = 200) -> list[Feedback]:
    """What people wrote, the newest first."""
    return list(db.session.scalars(select(Feedback).where(Feedback.topic.is_(None)).order_by(Feedback.said_at.desc()).limit(limit)))


def trouble(said_id: str) -> Feedback | None:
    """What a phone found."""
    one = db.session.get(Feedback, said_id)
    return one if one is not None and one.topic is not None else None


def troubles(senders: UserIds | None) -> list[Feedback]:
    """What phones found and nobody has seen to; `senders`: only theirs."""
    return list(db.session.scalars(select(Feedback).where(*_open(senders)).order_by(Feedback.said_at)))


def troubles_count(senders: UserIds | None) -> int:
    return db.session.scalar(select(func.count()).select_from(Feedback).where(*_open(senders)))


def _open(senders: UserIds | None) -> list:
    rule = [Feedback.topic.is_not(None), Feedback.settled_at.is_(None)]
    return rule if senders is None else [*rule, Feedback.user_id.in_(senders)]
