"""Installations and their lanes (protocol 1): one installation × one user × one epoch."""

from sqlalchemy import ForeignKey, UniqueConstraint, exists, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from .base import JSON, Base, Code, Id, Millis, Text, db, id_key

OPEN, REVOKED = "open", "revoked"
GONE_LOST, HANDED_IN = "lost", "handed_in"


class Device(Base):
    """One installation of the app on one phone, or the desk's own (`install_id` "desk").

    `shut_at` (ms) is when it was shut out, `shut_why` is "lost" or "handed_in", both None while it may work; `told_at` is when it asked
    after that and was told so, upon which it wipes itself. `asked_at` is when a new phone began to wait for approval, None once it has it
    (`approved_*`) or where none is asked for: until then it gets no numbers.
    """

    __tablename__ = "device"
    id: Mapped[str] = id_key()
    install_id: Mapped[str] = mapped_column(Id, unique=True)
    name: Mapped[str]
    made_at: Mapped[int] = mapped_column(Millis)
    shut_at: Mapped[int | None] = mapped_column(Millis)
    shut_why: Mapped[str | None] = mapped_column(Code)
    told_at: Mapped[int | None] = mapped_column(Millis)
    asked_at: Mapped[int | None] = mapped_column(Millis)
    approved_at: Mapped[int | None] = mapped_column(Millis)
    approved_by: Mapped[str | None] = mapped_column(Id)


class Lane(Base):
    """`state` is open or revoked. `contacts` is [[lane_seq the phone had reached, ms], …]: see domain.clock.

    `jwk` is the public key (RFC 7517, P-256). What the phone last said it still holds stands in `pending_*`.
    """

    __tablename__ = "lane"
    __table_args__ = (UniqueConstraint("user_id", "device_id", "thumbprint", "epoch"),)
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    device_id: Mapped[str] = mapped_column(Id, ForeignKey("device.id"))
    epoch: Mapped[int]
    thumbprint: Mapped[str] = mapped_column(Code)
    jwk: Mapped[dict] = mapped_column(JSON)
    nonce: Mapped[str] = mapped_column(Code)
    at_desk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(Code, default=OPEN)
    head_seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(Code)
    made_at: Mapped[int] = mapped_column(Millis)
    contacts: Mapped[list] = mapped_column(JSON, default=list)
    seen_at: Mapped[int] = mapped_column(Millis)
    pending_ops: Mapped[int] = mapped_column(default=0)
    pending_blobs: Mapped[int] = mapped_column(default=0)
    oldest_pending_at: Mapped[int | None] = mapped_column(Millis)
    build: Mapped[str] = mapped_column(Text, default="")


def lane(lane_id: str, lock: bool = False) -> Lane | None:
    return db.session.get(Lane, lane_id, with_for_update=lock or None, populate_existing=lock)


def lane_with_key(user_id: str, device_id: str, thumbprint: str) -> Lane | None:
    return db.session.scalar(select(Lane).where(
        Lane.user_id == user_id, Lane.device_id == device_id, Lane.thumbprint == thumbprint).order_by(Lane.epoch.desc()))


def last_epoch(user_id: str, device_id: str) -> int:
    return db.session.scalar(select(func.max(Lane.epoch)).where(Lane.user_id == user_id, Lane.device_id == device_id)) or 0


def lane_count(user_id: str, device_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Lane).where(Lane.user_id == user_id, Lane.device_id == device_id))


def device(device_id: str) -> Device | None:
    return db.session.get(Device, device_id)


def device_of_install(install_id: str) -> Device | None:
    return db.session.scalar(select(Device).where(Device.install_id == install_id))


def phones_with_id(beginning: str) -> list[Device]:
    """Phones, not the desk, whose id begins so."""
    return [phone for phone, _lanes in lanes_by_phone() if phone.id.startswith(beginning)]


def lanes_by_phone() -> list[tuple[Device, list[Lane]]]:
    """Every phone that has a lane, by name; not the desk."""
    found: dict[str, tuple[Device, list[Lane]]] = {}
    for phone, one in db.session.execute(
            select(Device, Lane).join(Lane, Lane.device_id == Device.id).where(Lane.at_desk.is_(False)).order_by(Device.name, Device.id, Lane.id)):
        found.setdefault(phone.id, (phone, []))[1].append(one)
    return list(found.values())


def lanes_of_device(device_id: str, lock: bool = False) -> list[Lane]:
    query = select(Lane).where(Lane.device_id == device_id).order_by(Lane.id)
    return list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query))


def phones_asking() -> list[Lane]:
    """Lanes of phones that wait for approval and are not shut out."""
    return list(db.session.scalars(select(Lane).join(Device, Device.id == Lane.device_id).where(
        Device.asked_at.is_not(None), Lane.state == OPEN, Lane.at_desk.is_(False))))


def is_revoked(device_id: str) -> bool:
    """Revoking takes all lanes of a device, so that one tells of all."""
    return db.session.scalar(select(Lane.id).where(Lane.device_id == device_id, Lane.state == REVOKED).limit(1)) is not None


def lanes() -> list[Lane]:
    return list(db.session.scalars(select(Lane).order_by(Lane.made_at, Lane.id)))


def phones_holding_work() -> list[Lane]:
    """Lanes of phones that last said they hold something unsent, the oldest first (the desk shows them). A person's newest lane on a
    phone speaks for all: what an older one said last is of another day."""
    newer = aliased(Lane)
    return list(db.session.scalars(select(Lane).where(
        Lane.at_desk.is_(False), (Lane.pending_ops > 0) | (Lane.pending_blobs > 0),
        ~exists().where(newer.user_id == Lane.user_id, newer.device_id == Lane.device_id, newer.epoch > Lane.epoch),
    ).order_by(Lane.oldest_pending_at)))
