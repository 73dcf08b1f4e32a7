"""Local days. Deadlines and rights are dates in the installation's zone, instants are UTC milliseconds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def local(ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


def local_date(ms: int, zone: str) -> date:
    """The calendar day on which an instant falls in `zone`."""
    return local(ms, zone).date()
