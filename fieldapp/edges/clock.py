"""The only place that reads the clock for a request or a command. Everything behind the edge is handed `now`."""

import time

from flask import current_app


def system_clock() -> int:
    return time.time_ns() // 1_000_000


def now_ms() -> int:
    """UTC milliseconds, from the application's clock (tests put their own there)."""
    return current_app.extensions["clock"]()
