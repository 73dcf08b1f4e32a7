"""What is said of a push: where it goes, how much it hurries, what became of it."""

from dataclasses import dataclass

URGENCIES = ("very-low", "low", "normal", "high")  # RFC 8030 section 5.3
SENT, GONE, RETRY, UNREACHABLE, REFUSED = "sent", "gone", "retry", "unreachable", "refused"


@dataclass(frozen=True)
class Browser:
    """Where a message goes: the subscription's fields (RFC 8291 section 3), and the public key it was made with."""

    endpoint: str
    p256dh: str
    auth: str
    vapid_key: str


@dataclass(frozen=True)
class Outcome:
    """What became of a message. `gone`: forget the subscription. `retry` and `unreachable`: later, `after_s` from now when the
    service says so. `refused`: never as it stands; `status` is the service's answer, `why` has no personal data."""

    kind: str
    status: int = 0
    after_s: int | None = None
    why: str = ""
