"""The only place that reads the clock for a request or a command. Everything behind the edge is handed `now`."""

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from fieldapp.config import current_settings


def system_clock() -> int:
    return time.time_ns() // 1_000_000


def now_ms() -> int:
    """UTC milliseconds, from the application's clock (tests put their own there)."""
    return current_app.extensions["clock"]()


def day_of(ms: int) -> date:
    """The local date of an instant."""
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(current_settings().zone)).date()
