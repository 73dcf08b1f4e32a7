"""Alerts: who was told what, and when; how each telling is carried to a phone; which phones take pushes; which worker lives.

The row of an alert is the truth (the inbox); a push only carries it, best effort.
"""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.domain.permissions import user_scope

from .base import Base, Code, Id, Millis, Text, db, id_key
from .counters import insert_if_absent
from .devices import REVOKED, Lane
from .feed import KINDS, RecordKind

DUE, SENT, GONE, FAILED = "due", "sent", "gone", "failed"


class Alert(Base):
    """One person told once of one rung of one deadline: `dedupe_key` names exactly that.

    `kind` is the rung's code, `due_at` the moment the rung fell due, `deadline` the deadline it speaks of; `ended_at` when there
    was nothing left to do about it, `away_at` when it left the phones. All ms.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_open", "subject_type", "subject_id", sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_alert_subject", "subject_id"),
        Index("ix_alert_ended", "ended_at", sqlite_where=text("away_at IS NULL"), postgresql_where=text("away_at IS NULL")),
    )
    id: Mapped[str] = id_key()
    dedupe_key: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Code)
    subject_type: Mapped[str] = mapped_column(Code)
    subject_id: Mapped[str] = mapped_column(Id)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    deadline: Mapped[int] = mapped_column(Millis)
    due_at: Mapped[int] = mapped_column(Millis)
    made_at: Mapped[int] = mapped_column(Millis)
    seen_at: Mapped[int | None] = mapped_column(Millis)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    away_at: Mapped[int | None] = mapped_column(Millis)

    @property
    def version(self) -> int:
        return 1 + (self.seen_at is not None) + (self.ended_at is not None)


class PushSubscription(Base):
    """A browser that takes pushes (RFC 8030). `id` is the SHA-256 of `endpoint`, which stays exactly as the browser gave it.

    `vapid_key` is the public key it was made with: a message signed by another is refused. `lang` is zh or en.
    """

    __tablename__ = "push_subscription"
    id: Mapped[str] = id_key()
    endpoint: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    lane_id: Mapped[str | None] = mapped_column(Id, ForeignKey("lane.id"))
    p256dh: Mapped[str] = mapped_column(Text)
    auth: Mapped[str] = mapped_column(Text)
    vapid_key: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(Code)
    made_at: Mapped[int] = mapped_column(Millis)
    seen_at: Mapped[int] = mapped_column(Millis)
    failures: Mapped[int] = mapped_column(default=0)


class Delivery(Base):
    """One alert on its way over one channel to one address (a subscription's id). `state` is due, sent, gone or failed.

    `not_before` is in the time of the alerts (quiet hours). `lease_until` is in real time: until then one worker has it, or the
    push service has asked to wait.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("alert_id", "channel", "address"),
        Index("ix_delivery_due", "channel", "not_before", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
    )
    id: Mapped[str] = id_key()
    alert_id: Mapped[str] = mapped_column(Id, ForeignKey("alert.id"))
    channel: Mapped[str] = mapped_column(Code)
    address: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str] = mapped_column(Code, default=DUE)
    urgency: Mapped[str] = mapped_column(Code)
    not_before: Mapped[int] = mapped_column(Millis)
    lease_until: Mapped[int] = mapped_column(Millis, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Base):
    """When a worker was last alive, real time in ms."""

    __tablename__ = "heartbeat"
    worker: Mapped[str] = id_key()
    at: Mapped[int] = mapped_column(Millis)


def insert_alert(**values) -> bool:
    """Make the alert unless one with its dedupe key is there: exactly one of any number of workers is told True."""
    insert_if_absent(Alert, **values)
    return db.session.scalar(select(Alert.id).where(Alert.dedupe_key == values["dedupe_key"])) == values["id"]


def latest_told(subject_ids) -> dict[tuple[str, str, int, str], int]:
    """{(type, id, deadline, user id): moment of the latest rung they were ever told of}, of these subjects."""
    ids, found = sorted(subject_ids), {}
    who = (Alert.subject_type, Alert.subject_id, Alert.deadline, Alert.user_id)
    for start in range(0, len(ids), 500):
        rows = db.session.execute(select(*who, func.max(Alert.due_at)).where(Alert.subject_id.in_(ids[start:start + 500])).group_by(*who))
        found |= {tuple(row[:4]): row[4] for row in rows}
    return found


def alert_of(user_id: str, alert_id: str) -> Alert | None:
    return db.session.scalar(select(Alert).where(Alert.id == alert_id, Alert.user_id == user_id))


def open_alerts(subject: tuple[str, str] | None = None) -> list[Alert]:
    """Alerts not ended, of one subject (type, id) or of all, by dedupe key."""
    query = select(Alert).where(Alert.ended_at.is_(None)).order_by(Alert.dedupe_key)
    if subject is not None:
        query = query.where(Alert.subject_type == subject[0], Alert.subject_id == subject[1])
    return list(db.session.scalars(query))


def alerts_about(subject_ids) -> list[Alert]:
    """Who was ever told of these things, in order of time."""
    return list(db.session.scalars(select(Alert).where(Alert.subject_id.in_(subject_ids)).order_by(Alert.made_at, Alert.due_at, Alert.id)))


def deliveries_of(alert_ids) -> dict[str, list[Delivery]]:
    """How each of these alerts is carried, by the id of the alert."""
    found: dict[str, list[Delivery]] = {a: [] for a in alert_ids}
    for one in db.session.scalars(select(Delivery).where(Delivery.alert_id.in_(found)).order_by(Delivery.id)):
        found[one.alert_id].append(one)
    return found


def alerts_to_put_away(ended_before: int, limit: int = 500) -> list[Alert]:
    return list(db.session.scalars(
        select(Alert).where(Alert.away_at.is_(None), Alert.ended_at <= ended_before).order_by(Alert.ended_at).limit(limit)))


def subscription(subscription_id: str) -> PushSubscription | None:
    return db.session.get(PushSubscription, subscription_id)


def subscriptions_of(user_id: str) -> list[PushSubscription]:
    """Where a person's pushes go, the latest first; none of a phone that was revoked."""
    revoked = select(Lane.id).where(Lane.state == REVOKED)
    return list(db.session.scalars(select(PushSubscription).where(
        PushSubscription.user_id == user_id, (PushSubscription.lane_id.is_(None)) | PushSubscription.lane_id.not_in(revoked),
    ).order_by(PushSubscription.seen_at.desc(), PushSubscription.id)))


def drop_subscription(subscription_id: str) -> None:
    """Forget an address, and whatever was still on its way there."""
    db.session.execute(update(Delivery).where(Delivery.address == subscription_id, Delivery.state == DUE).values(state=GONE))
    one = subscription(subscription_id)
    if one is not None:
        db.session.delete(one)


def addresses_due(channel: str, now: int, real: int) -> list[str]:
    """Addresses that something is due for and that nobody has leased."""
    return list(db.session.scalars(select(Delivery.address).where(*_free(channel, now, real)).distinct().order_by(Delivery.address)))


def claim(channel: str, address: str, now: int, real: int, lease_ms: int) -> list[Delivery]:
    """Take everything due for one address: a conditional update, so of several workers one gets it. Inside a transaction."""
    ids = db.session.scalars(update(Delivery).where(Delivery.address == address, *_free(channel, now, real)).values(
        lease_until=real + lease_ms, tries=Delivery.tries + 1).returning(Delivery.id)).all()
    return list(db.session.scalars(
        select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id).execution_options(populate_existing=True)))


def _free(channel: str, now: int, real: int) -> tuple:
    return Delivery.channel == channel, Delivery.state == DUE, Delivery.not_before <= now, Delivery.lease_until <= real


def deliveries(ids) -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id)))


def beat(worker: str, real: int, forget_before: int) -> None:
    """This worker lives; those silent since `forget_before` are forgotten. Inside a transaction."""
    insert_if_absent(Heartbeat, worker=worker, at=real)
    db.session.execute(update(Heartbeat).where(Heartbeat.worker == worker).values(at=real))
    db.session.execute(delete(Heartbeat).where(Heartbeat.at < forget_before))


def last_beat() -> int | None:
    """When any worker was last alive, ms."""
    return db.session.scalar(select(func.max(Heartbeat.at)))


def _scopes(alert_id: str) -> frozenset[str]:
    one = db.session.get(Alert, alert_id)
    return frozenset() if one is None or one.away_at is not None else frozenset({user_scope(one.user_id)})


def _wire(ids: list[str]) -> dict[str, tuple[int, dict]]:
    return {a.id: (a.version, {
        "id": a.id, "kind": a.kind, "subject": {"type": a.subject_type, "id": a.subject_id}, "deadline": a.deadline, "due_at": a.due_at,
        "made_at": a.made_at, "seen_at": a.seen_at, "ended_at": a.ended_at,
    }) for a in db.session.scalars(select(Alert).where(Alert.id.in_(ids)))}


KINDS["alert"] = RecordKind(_scopes, _wire)
