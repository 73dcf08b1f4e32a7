"""Chance that falls the same way every time: dice and ids that depend only on their key."""

import hashlib
import random
from datetime import UTC, datetime

from fieldapp.domain.ids import uuid7

#: The instant in the ids of people, units and cells. They are the same in every demo world, whatever its anchor.
FOUNDED = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)


def dice(*key: object) -> random.Random:
    """A generator of its own for one purpose, so that a change in one place moves nothing elsewhere."""
    return random.Random("/".join(map(str, key)))


def stable_id(*key: object, at: int = FOUNDED) -> str:
    """The UUIDv7 for the thing named by `key`, made at the instant `at` (ms)."""
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return uuid7(at, rand=lambda n: digest[:n])
