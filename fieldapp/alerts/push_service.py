"""One push message, encrypted and sent (RFC 8030, 8291, 8292): a wrapper around PyPI `webpush` 1.0.6.

The package encrypts and signs, and sends nothing. What it gets wrong is put right here: its per-call `ttl` sticks to the object, so
there is a fresh object for each message; its `aud` drops the port; it knows no size limit, no Urgency, no Topic; and it accepts any
endpoint. It keeps no state, so threads may share it.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache

from webpush import WebPush, WebPushSubscription
from webpush.vapid import VAPID

from .push_hosts import Endpoint, Forbidden, addresses, endpoint
from .push_terms import GONE, REFUSED, RETRY, SENT, UNREACHABLE, URGENCIES, Browser, Outcome
from .vapid import vapid_key

#: A body of 4,096 bytes (RFC 8030 section 7.2), less header (86), delimiter (1) and tag (16).
MAX_PLAINTEXT = 3993
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
CONNECT_S, READ_S = 5, 10
TOKEN_LIFE_S = 12 * 3600
MAX_WAIT_S = 6 * 3600


@dataclass(frozen=True)
class PushService:
    """`keys` are the kept VAPID keys, `contact` a mail address, `hosts` the allow-list. `post` is how it is sent."""

    keys: tuple[str, ...]
    contact: str
    hosts: tuple[str, ...]
    post: "Callable[[Endpoint, bytes, dict[str, str]], tuple[int, str | None]] | None" = None

    def send(self, to: Browser, payload: bytes, *, ttl_s: int, urgency: str, topic: str, real: int) -> Outcome:
        """Send `payload` (UTF-8, at most MAX_PLAINTEXT bytes); `real` is the time in ms, for a Retry-After that is a date.

        ValueError for a payload, urgency or topic that no service takes.
        """
        if len(payload) > MAX_PLAINTEXT:
            raise ValueError(f"a push holds {MAX_PLAINTEXT} bytes, not {len(payload)}")
        if urgency not in URGENCIES or not TOPIC.fullmatch(topic):
            raise ValueError("no such urgency or topic")
        try:
            where = endpoint(to.endpoint, self.hosts)
            headers, body = self._sealed(where, to, payload, ttl_s)
            status, wait = (self.post or post)(where, body, headers | {"urgency": urgency, "topic": topic})
        except Forbidden as no:
            return Outcome(REFUSED, why=str(no))
        except (OSError, http.client.HTTPException) as fault:
            return Outcome(UNREACHABLE, why=type(fault).__name__)
        return outcome(status, wait, real)

    def _sealed(self, where: Endpoint, to: Browser, payload: bytes, ttl_s: int) -> tuple[dict[str, str], bytes]:
        pair = next((vapid_key(kept) for kept in self.keys if vapid_key(kept).public == to.vapid_key), None)
        if pair is None:
            raise Forbidden("made with a key we no longer have")
        # Fresh for each message, with all three here: what is given per call would stick to the object.
        pusher = WebPush(pair.private_pem, pair.public_pem, subscriber=self.contact, ttl=ttl_s, expiration=TOKEN_LIFE_S)
        pusher.vapid = _WholeOrigin(pair.private_pem, pair.public_pem, where)
        try:
            made = pusher.get(payload, WebPushSubscription.model_validate(
                {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}}))
        except ValueError as bad:
            raise Forbidden("its key is no key") from bad
        return {**made.headers, "content-type": "application/octet-stream"}, made.encrypted


class _WholeOrigin(VAPID):
    """Signs for the endpoint's whole origin: RFC 8292 section 2 wants the port, which the package leaves out."""

    def __init__(self, private_key: bytes, public_key: bytes, where: Endpoint):
        super().__init__(private_key, public_key)
        self.where = where

    def get_authorization_header(self, endpoint, subscriber, expiration):
        class Whole:
            scheme, host = self.where.scheme, self.where.authority
        return super().get_authorization_header(Whole, subscriber, expiration)


def outcome(status: int, retry_after: str | None, real: int) -> Outcome:
    """What a service's answer means (RFC 8030 section 5, 7.3, 8.4). A redirect is not followed: it is refused."""
    if status in (200, 201, 202, 204):
        return Outcome(SENT, status)
    if status in (404, 410):
        return Outcome(GONE, status)
    if status == 429 or status >= 500:
        return Outcome(RETRY, status, seconds(retry_after, real), f"http {status}")
    return Outcome(REFUSED, status, why=f"http {status}")


def seconds(retry_after: str | None, real: int) -> int | None:
    """Retry-After as seconds from now (RFC 9110 section 10.2.3), never more than MAX_WAIT_S; None when it says nothing."""
    text = (retry_after or "").strip()
    if text.isdecimal():
        return min(int(text[:9]), MAX_WAIT_S)
    try:
        until = parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError):
        return None
    return max(0, min(round(until - real / 1000), MAX_WAIT_S))


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(where: Endpoint, body: bytes, headers: dict[str, str]) -> tuple[int, str | None]:
    """POST to the very address that was looked at; (status, Retry-After). Follows nothing, reads no body.

    Raises Forbidden, OSError (no connection, TLS, time out: 5 s to connect, 10 s for an answer) or HTTPException.
    """
    connection = http.client.HTTPConnection(where.host, where.port)
    raw = _connected(where)
    try:
        raw.settimeout(READ_S)
        connection.sock = _tls().wrap_socket(raw, server_hostname=where.host) if where.scheme == "https" else raw
        connection.request("POST", where.target, body=body, headers={"Host": where.authority, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Retry-After")
    finally:
        connection.close()
        raw.close()


def _connected(where: Endpoint) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in addresses(where)[:2]:
        try:
            return socket.create_connection((address, where.port), CONNECT_S)
        except OSError as fault:
            failure = fault
    raise failure
