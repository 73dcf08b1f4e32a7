"""Sign-ins (one row per live session of a person) and lockouts (wrong passwords, per name and network).

The token in the cookie is 256 random bits; only its SHA-256 is kept, so the table opens nothing.
"""

import hashlib

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from .base import Base, Code, Id, Millis, db, id_key
from .counters import insert_if_absent
from .people import User


class SignIn(Base):
    """`id` is the SHA-256 (hex) of the token. `network` is where it was made, see
    operations.sign_in.network_of; `lane_id` is the lane of the phone that it was made on, once that has said so."""

    __tablename__ = "sign_in"
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    made_at: Mapped[int] = mapped_column(Millis)
    seen_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis, index=True)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    network: Mapped[str] = mapped_column(Code)
    lane_id: Mapped[str | None] = mapped_column(Id)
    user: Mapped[User] = relationship()


class Lockout(Base):
    """Wrong passwords for one name from one network. `name_hash`: people type passwords into the name field."""

    __tablename__ = "lockout"
    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    network: Mapped[str] = mapped_column(Code, primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[int] = mapped_column(Millis, default=0)
    last_at: Mapped[int] = mapped_column(Millis, index=True)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in_by_token(token: str, now: int) -> SignIn | None:
    """The live sign-in of a token with its user, in one read by primary key; None when ended, expired or disabled."""
    found = db.session.scalar(select(SignIn).where(SignIn.id == hashed(token)).options(joinedload(SignIn.user)))
    live = found and found.ended_at is None and found.expires_at > now and found.user.disabled_at is None
    return found if live else None


def lane_of_ended(token: str) -> str | None:
    """The lane of the phone that an ended sign-in was made on."""
    return db.session.scalar(select(SignIn.lane_id).where(SignIn.id == hashed(token), SignIn.ended_at.is_not(None)))


def live_sign_ins(user_id: str, now: int) -> list[SignIn]:
    return list(db.session.scalars(select(SignIn).where(
        SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.expires_at > now).order_by(SignIn.made_at)))


def end_sign_ins(user_id: str, now: int, but: str | None = None) -> None:
    """End every live sign-in of a person, except the one whose id is `but`."""
    db.session.execute(update(SignIn).where(
        SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id != (but or "")).values(ended_at=now))


def end_sign_ins_of_lanes(lane_ids: list[str], now: int) -> None:
    """End every live sign-in that was made on the phone of these lanes."""
    db.session.execute(update(SignIn).where(SignIn.lane_id.in_(lane_ids), SignIn.ended_at.is_(None)).values(ended_at=now))


def end_every_sign_in(now: int) -> int:
    """Of everybody; how many were live."""
    ended = update(SignIn).where(SignIn.ended_at.is_(None), SignIn.expires_at > now).values(ended_at=now).returning(SignIn.id)
    return len(db.session.execute(ended).all())


def held_lockout(name_hash: str, network: str, now: int) -> Lockout:
    """The row of this name and network, made when absent and locked until the commit: tries are counted one by one."""
    insert_if_absent(Lockout, name_hash=name_hash, network=network, failures=0, level=0, locked_until=0, last_at=now)
    return db.session.scalars(select(Lockout).where(
        Lockout.name_hash == name_hash, Lockout.network == network).with_for_update()).one()


def forgive(name_hash: str, network: str) -> None:
    db.session.execute(delete(Lockout).where(Lockout.name_hash == name_hash, Lockout.network == network))


def forget_lockouts(before: int) -> None:
    """Drop the lockouts that nobody touched since. Sign-ins stay: they say who worked when and from where."""
    db.session.execute(delete(Lockout).where(Lockout.last_at < before))
