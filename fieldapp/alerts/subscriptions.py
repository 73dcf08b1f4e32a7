"""A phone asks for pushes, or for none. The browser's subscription is taken as it is and checked here, where it comes in."""

import hashlib

from fieldapp.domain.problems import Problem
from fieldapp.store import alerts as store
from fieldapp.store.alerts import PushSubscription
from fieldapp.store.base import db

from .push_hosts import Forbidden, endpoint
from .vapid import b64_bytes

#: Of one person; the one not heard of for longest makes room.
MOST = 10


def subscribe(user_id: str, lane_id: str | None, given: dict, lang: str, keys: list[str], hosts: tuple[str, ...], now: int) -> bool:
    """Keep a browser's subscription (PushSubscription.toJSON(), and `key`, the public key it was made with); True when it is new.

    The same endpoint again takes its place, also from another person: it is their browser now. Raises Problem `invalid` naming the
    field. Inside a transaction.
    """
    sent = given.get("keys") if isinstance(given.get("keys"), dict) else {}
    try:
        endpoint(given.get("endpoint"), hosts)
    except Forbidden as no:
        raise Problem("invalid", field="endpoint") from no
    p256dh, auth = _bytes_in(sent, "p256dh", 65, first=4), _bytes_in(sent, "auth", 16)
    key = given.get("key", keys[0] if keys else None)
    if key not in keys:
        raise Problem("invalid", field="key")
    address = hashlib.sha256(given["endpoint"].encode()).hexdigest()
    old = store.subscription(address)
    if old is None:
        old = PushSubscription(id=address, endpoint=given["endpoint"], made_at=now)
        db.session.add(old)
        is_new = True
    else:
        is_new = False
    old.user_id, old.lane_id, old.p256dh, old.auth, old.vapid_key = user_id, lane_id, p256dh, auth, key
    old.lang, old.seen_at, old.failures = lang, now, 0
    db.session.flush()
    for surplus in store.subscriptions_of(user_id)[MOST:]:
        store.drop_subscription(surplus.id)
    return is_new


def unsubscribe(user_id: str, given_endpoint: object) -> None:
    """No more pushes to this browser; nothing happens for one that is not theirs. Inside a transaction."""
    address = hashlib.sha256(str(given_endpoint).encode("utf-8", "replace")).hexdigest()
    one = store.subscription(address)
    if one is not None and one.user_id == user_id:
        store.drop_subscription(address)


def _bytes_in(sent: dict, name: str, size: int, first: int | None = None) -> str:
    """The text of a key of `size` bytes, the first of which is known."""
    text = sent.get(name)
    try:
        raw = b64_bytes(text) if isinstance(text, str) and len(text) < 200 else b""
    except ValueError:
        raw = b""
    if len(raw) != size or (first is not None and raw[0] != first):
        raise Problem("invalid", field=f"keys.{name}")
    return text
