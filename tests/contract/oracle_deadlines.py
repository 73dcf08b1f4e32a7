"""Deadlines of papers: counted by the oracle of time, printed by the format of the standard library."""

from datetime import datetime, timedelta
from random import Random

from tests.contract.oracle_time import SHANGHAI, deadline, ms

WORDS = {"working_hour": "个工作小时", "working_day": "个工作日", "day": "日"}


def stories(random: Random, n: int) -> list[dict]:
    """Services on whole minutes of 2025 and 2026, far enough from the end of what the calendars know."""
    found = []
    for _ in range(n):
        served = datetime(2025, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=random.randrange(700 * 1440))
        unit = random.choice(sorted(WORDS))
        count = random.randint(1, 12)
        end = deadline(served, count, unit)
        given = {"n": count, "unit": unit}
        found.append({"served_ms": ms(served), "given": given, "due_at_ms": ms(end), "zh": said(end, f"{count}{WORDS[unit]}")})
    return found


def said(end: datetime, given: str) -> str:
    if (end.hour, end.minute) == (0, 0):
        return f"{end - timedelta(days=1):%Y年%-m月%-d日}24时前（{given}）"
    return f"{end:%Y年%-m月%-d日%-H时}" + (f"{end:%M}分" if end.minute else "") + f"前（{given}）"
