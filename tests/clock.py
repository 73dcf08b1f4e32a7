"""Time in tests: a clock that stands still until a test moves it."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


def at(text: str) -> int:
    """UTC milliseconds of a local time such as "2026-11-18 10:00"."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


#: A Wednesday morning in working hours.
NOW = at("2026-11-18 10:00")


class Clock:
    """Call it for UTC milliseconds; `forward(ms)` moves it."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, ms: int) -> int:
        self.now += ms
        return self.now
