"""Rest days and make-up working days (节假日与调休) by year: files first, else the years `chinesecalendar` knows.

A year that neither knows is left out; `domain.worktime` then counts Monday to Friday and warns.
"""

import datetime
import json
from pathlib import Path

from chinese_calendar import constants

from fieldapp.rulebook.checks import date, list_of, text
from fieldapp.rulebook.tables import RulebookError, Wrong

#: No deadline of ours is older.
FIRST_YEAR = 2020
Calendars = dict[str, dict[str, list[str]]]


def load_calendars(folder: Path, root: Path) -> Calendars:
    """`{"2026": {"off": [date…], "work": [date…]}}`, years ascending. RulebookError names file and line."""
    years = _published()
    for path in sorted(folder.glob("*.json")):
        years[path.stem] = _read(path, path.relative_to(root).as_posix())
    return dict(sorted(years.items()))


def _published() -> Calendars:
    known = sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR})
    return {
        str(year): {
            "off": sorted(day.isoformat() for day in constants.holidays if day.year == year),
            "work": sorted(day.isoformat() for day in constants.workdays if day.year == year),
        }
        for year in known
    }


def _read(path: Path, file: str) -> dict[str, list[str]]:
    content = path.read_text(encoding="utf-8")

    def fail(needle: str, why: str) -> RulebookError:
        lines = content.splitlines()
        return RulebookError(file, next((n for n, line in enumerate(lines, 1) if needle in line), 1), why)

    try:
        data = json.loads(content)
    except json.JSONDecodeError as error:
        raise RulebookError(file, error.lineno, f"not JSON: {error.msg}") from None
    if not isinstance(data, dict):
        raise RulebookError(file, 1, "must be an object with off and work")
    for key in data:
        if key not in ("source", "off", "work"):
            raise fail(f'"{key}"', f"unknown key {key}; known are source, off, work")
    days: dict[str, list[str]] = {}
    for key in ("off", "work"):
        if key not in data:
            raise RulebookError(file, 1, f"{key}: missing")
        try:
            days[key] = sorted(list_of(date)(data[key]))
        except Wrong as wrong:
            bad = data[key][wrong.args[1]] if len(wrong.args) > 1 else key
            raise fail(f'"{bad}"', f"{key}: {wrong.args[0]}") from None
        for day in days[key]:
            if day[:4] != path.stem:
                raise fail(day, f"{key}: {day} is not in the year of the file's name")
    for day in days["work"]:
        if day in days["off"]:
            raise fail(day, f"{day} is both off and work")
        if datetime.date.fromisoformat(day).weekday() < 5:
            raise fail(day, f"work: {day} is a weekday; only make-up days at a week's end belong here")
    if "source" in data:
        try:
            text(data["source"])
        except Wrong as wrong:
            raise fail('"source"', f"source: {wrong}") from None
    return days
