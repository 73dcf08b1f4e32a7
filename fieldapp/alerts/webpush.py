"""The channel webpush: an alert on its way to each phone of its person. Best effort: the inbox does not wait for it.

Whatever is due for a phone goes as one message, so a night of quiet hours, or a late start, is one buzz. A delivery is claimed by a
conditional update with a lease; a worker that dies lets it go when the lease ends, and the topic makes a second copy replace the first.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from fieldapp.domain import ladder
from fieldapp.domain.deadlines import printed
from fieldapp.domain.ids import uuid7
from fieldapp.domain.instants import iso
from fieldapp.rulebook import Rulebook
from fieldapp.store import alerts as store
from fieldapp.store.alerts import Alert, Delivery
from fieldapp.store.base import db
from fieldapp.store.transaction import transaction

from .names import number_of
from .plan import Telling
from .push_message import News, message
from .push_terms import GONE, REFUSED, SENT, UNREACHABLE, URGENCIES, Browser, Outcome

CHANNEL = "webpush"
MINUTE, HOUR = 60_000, 3_600_000
LEASE_MS = MINUTE
#: How long a push service keeps a message for a phone that is away. After that the inbox tells it.
TTL_S = 24 * 3600
MAX_TRIES = 8
log = logging.getLogger("fieldapp")


def take(alert_id: str, telling: Telling, rules: Rulebook, now: int) -> None:
    """A delivery for each phone of the person, held back in quiet hours. Inside a transaction."""
    leaves = ladder.push_at(now, telling.subject.severity, rules.ladder["quiet"], rules.clocks)
    for phone in store.subscriptions_of(telling.user_id):
        db.session.add(Delivery(id=uuid7(now), alert_id=alert_id, channel=CHANNEL, address=phone.id, urgency=telling.rung["urgency"],
                                not_before=leaves))


class Service(Protocol):
    """What sends: push_service.PushService."""

    def send(self, to: Browser, payload: bytes, *, ttl_s: int, urgency: str, topic: str, real: int) -> Outcome: ...


@dataclass
class Sending:
    """A round of sending. `real` gives the real time in ms; leases and waiting are counted in it, whatever `now` is."""

    now: int
    real: Callable[[], int]
    rules: Rulebook
    origin: str
    service: Service
    fault: Callable[[Exception], None]
    sent: int = 0
    failed: int = 0
    faults: int = 0


def send_due(round_: Sending) -> Sending:
    """Send what is due. A service that cannot be reached is asked once a round, so that a blocked one holds nobody up."""
    silent: set[str] = set()
    for address in store.addresses_due(CHANNEL, round_.now, round_.real()):
        try:
            _send_to(round_, address, silent)
        except Exception as error:  # one bad row; its lease and its tries keep it from coming back at once, and for ever
            round_.faults += 1
            round_.fault(error)
    return round_


def _send_to(round_: Sending, address: str, silent: set[str]) -> None:
    with transaction():
        claimed = [row.id for row in store.claim(CHANNEL, address, round_.now, round_.real(), LEASE_MS)]
    with transaction():
        parcel = _parcel(round_, address, claimed)
    if parcel is None or (host := urlsplit(parcel.phone.endpoint).netloc) in silent:
        return
    outcome = round_.service.send(parcel.phone, parcel.payload, ttl_s=TTL_S, urgency=parcel.urgency, topic=parcel.topic, real=round_.real())
    if outcome.kind == UNREACHABLE:
        silent.add(host)
    with transaction():
        _settle(round_, parcel.ids, address, outcome)
    if outcome.kind == REFUSED:
        log.warning("push", extra={"fields": {"push": "refused", "host": host, "status": outcome.status, "why": outcome.why}})


@dataclass(frozen=True)
class Parcel:
    """Deliveries that go as one message."""

    ids: list[str]
    phone: Browser
    payload: bytes
    topic: str
    urgency: str


def _parcel(round_: Sending, address: str, claimed: list[str]) -> Parcel | None:
    """Leave out of what was claimed what is over, seen or tried too often, and write the rest up, what presses most first."""
    phone, rungs, ids = store.subscription(address), [], []
    for delivery in store.deliveries(claimed):
        alert = db.session.get(Alert, delivery.alert_id)
        if phone is None or alert.user_id != phone.user_id or alert.ended_at is not None or alert.seen_at is not None:
            delivery.state = store.GONE
            continue
        if delivery.tries > MAX_TRIES or round_.now - delivery.not_before > TTL_S * 1000:
            delivery.state, round_.failed = store.FAILED, round_.failed + 1
            continue
        try:
            news = _news(alert, phone.lang, round_.rules)
        except Exception as error:  # the others of this phone still go
            delivery.state, delivery.last_error = store.FAILED, type(error).__name__
            round_.faults += 1
            round_.fault(error)
            continue
        rungs.append(Rung(news, (alert.subject_id, alert.deadline), URGENCIES.index(delivery.urgency), alert.due_at))
        ids.append(delivery.id)
    if not ids:
        return None
    payload, topic = message([rung.news for rung in _pressing(rungs)], phone.lang, round_.origin)
    urgency = URGENCIES[max(rung.urgency for rung in rungs)]
    return Parcel(ids, Browser(phone.endpoint, phone.p256dh, phone.auth, phone.vapid_key), payload, topic, urgency)


@dataclass(frozen=True)
class Rung:
    """An alert to be told: `about` is whose deadline (subject's id, ms), `urgency` an index of URGENCIES, `at` when it fell due, ms."""

    news: News
    about: tuple[str, int]
    urgency: int
    at: int


def _pressing(rungs: list[Rung]) -> list[Rung]:
    """The latest rung of each deadline, the most urgent and latest first: what was overdue this morning needs no word that it fell due."""
    latest = {rung.about: rung for rung in sorted(rungs, key=lambda rung: rung.at)}
    return sorted(latest.values(), key=lambda rung: (-rung.urgency, -rung.at))


def _news(alert: Alert, lang: str, rules: Rulebook) -> News:
    rung = next((r for r in rules.ladder["rungs"] if r["code"] == alert.kind), None)
    deadline = {"kind": "datetime", "due_at": iso(alert.deadline, rules.clocks)} if rung and rung["when"]["from"] == "due" else {}
    return News(alert.id, alert.dedupe_key, rung[lang] if rung else alert.kind, number_of(alert.subject_type, alert.subject_id, lang),
                printed(deadline, rules.clocks, lang) if deadline else "")


def _settle(round_: Sending, ids: list[str], address: str, outcome: Outcome) -> None:
    phone, rows = store.subscription(address), store.deliveries(ids)
    if outcome.kind == GONE:
        store.drop_subscription(address)
        return
    if outcome.kind == SENT:
        round_.sent += 1
        if phone is not None:
            phone.failures = 0
    elif phone is not None:
        phone.failures += 1
    for row in rows:
        row.last_error = outcome.why or None
        if outcome.kind == SENT:
            row.state = store.SENT
        elif outcome.kind == REFUSED:
            row.state, round_.failed = store.FAILED, round_.failed + 1
        else:
            row.lease_until = round_.real() + 1000 * max(outcome.after_s or 0, _backoff_s(row.tries))


def _backoff_s(tries: int) -> int:
    """30 s, a minute, two, … an hour at most."""
    return min(3600, 15 * 2**tries)
