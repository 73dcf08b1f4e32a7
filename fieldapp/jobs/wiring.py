"""A round of the installation: its settings, its rulebook, its push service."""

import time
from collections.abc import Callable

from fieldapp.alerts.push_service import PushService
from fieldapp.config import Settings
from fieldapp.rulebook import load

from .schedule import Round

#: Longer than SQLite's writers sleep between two tries at the lock.
REST_S = 0.15


def rounds(settings: Settings, real: Callable[[], int], fault: Callable[[Exception], None]) -> Callable[[int], Round]:
    """Makes the round of a moment (ms)."""
    service = PushService(settings.vapid_keys, settings.push_contact, settings.push_hosts) if settings.vapid_keys else None
    return lambda now: Round(now, real, load(), settings.origin, service, fault, lambda: time.sleep(REST_S))
