"""Local days. Deadlines and rights are dates in the installation's zone, instants are UTC milliseconds."""

from datetime import datetime
from zoneinfo import ZoneInfo


def local(ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))
