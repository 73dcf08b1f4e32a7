"""Deadlines by going through the minutes and days one by one, with another library's calendar."""

from datetime import datetime, timedelta, timezone
from random import Random

from chinese_calendar import is_workday

SHANGHAI = timezone(timedelta(hours=8))
OPEN = ((510, 720), (870, 1080))  # 08:30 to 12:00, 14:30 to 18:00, in minutes of the day


def open_at(moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    return is_workday(moment.date()) and any(opens <= minute < closes for opens, closes in OPEN)


def deadline(start: datetime, n: int, unit: str) -> datetime:
    if unit == "hour":
        return start + timedelta(hours=n)
    if unit == "working_hour":
        left = n * 60
        while left:
            left -= open_at(start)
            start += timedelta(minutes=1)
        return start
    day = start.replace(hour=0, minute=0)
    if unit == "day":
        day += timedelta(days=n)
        while not is_workday(day.date()):
            day += timedelta(days=1)
    while unit == "working_day" and n:
        day += timedelta(days=1)
        n -= is_workday(day.date())
    return day + timedelta(days=1)


def stories(random: Random, n: int) -> list[dict]:
    """Starts on whole minutes of 2025 and 2026, far enough from the end of what the calendars know."""
    found = []
    for _ in range(n):
        start = datetime(2025, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=random.randrange(700 * 1440))
        unit = random.choice(["hour", "working_hour", "working_hour", "working_day", "day"])
        count = random.randint(1, 12 if unit == "working_hour" else 10)
        end = deadline(start, count, unit)
        found.append({"start_ms": ms(start), "n": count, "unit": unit, "at_ms": ms(end)})
    return found


def ms(moment: datetime) -> int:
    return round(moment.timestamp()) * 1000
