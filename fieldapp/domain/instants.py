"""Instants as they stand in payloads: ISO 8601 with offset (protocol 10), to and from UTC milliseconds, and their local parts.

The zone of an installation has no summer time: its offset is the rulebook's `clocks["utc_offset_min"]`. Twin:
static/pwa/domain/instants.js.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

MINUTE = 60_000
DAY = 86_400_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))", re.ASCII
)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: object) -> int | None:
    """UTC milliseconds of `2026-11-27T17:00:00+08:00`; None for what is no such text, names no day or time there is, or one
    outside 1900 to 2199."""
    found = FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[n]) for n in range(1, 6))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        local = datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=UTC)
    except ValueError:
        return None
    ahead = (int(found[9]) * 60 + int(found[10])) * (-1 if found[8] == "-" else 1) if found[8] else 0
    return (local - EPOCH) // timedelta(milliseconds=1) + int((found[7] or "").ljust(3, "0")) - ahead * MINUTE


def midnight(day: object, clocks: Mapping[str, Any]) -> int | None:
    """UTC milliseconds at which the local day `YYYY-MM-DD` begins; None for what is no day."""
    if not isinstance(day, str) or DATE.fullmatch(day) is None:
        return None
    start = instant(f"{day}T00:00Z")
    return None if start is None else start - clocks["utc_offset_min"] * MINUTE


def local_parts(ms: int, clocks: Mapping[str, Any]) -> tuple[int, int, int, int, int]:
    """Year, month, day, hour and minute of an instant in the installation's zone."""
    local = EPOCH + timedelta(milliseconds=ms + clocks["utc_offset_min"] * MINUTE)
    return local.year, local.month, local.day, local.hour, local.minute


def local_day(ms: int, clocks: Mapping[str, Any]) -> str:
    """The local day of an instant, `YYYY-MM-DD`."""
    year, month, day, _hour, _minute = local_parts(ms, clocks)
    return f"{year:04}-{month:02}-{day:02}"


def iso(ms: int, clocks: Mapping[str, Any]) -> str:
    """An instant as a payload says it, to the second: `2026-11-27T17:00:00+08:00`."""
    offset = clocks["utc_offset_min"]
    local = EPOCH + timedelta(milliseconds=ms + offset * MINUTE)
    return f"{local:%Y-%m-%dT%H:%M:%S}{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
