"""Checks of single values in the rulebook's files. Each returns the value to keep or raises Wrong with a reason."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.rulebook.tables import Field, Wrong

COUNTED = ("hour", "working_hour", "working_day", "day")
UNCOUNTED = ("immediate", "report", "by_item")


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"must be text, is {value!r}")
    if not value or value != value.strip():
        raise Wrong("must not be empty or have blanks at its ends")
    return value


def identifier(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value, re.ASCII):
        raise Wrong(f"must be a name of small letters, digits and _, is {value!r}")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, is {value!r}")
    return value


def whole(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Wrong(f"must be a whole number from {low} to {high}, is {value!r}")
        return value

    return check


def one_of(*allowed: Any) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not any(value == a and type(value) is type(a) for a in allowed):
            raise Wrong(f"must be one of {', '.join(map(str, allowed))}, is {value!r}")
        return value

    return check


def list_of(item: Callable[[Any], Any], least: int = 0) -> Callable[[Any], tuple]:
    def check(value: Any) -> tuple:
        if not isinstance(value, list):
            raise Wrong(f"must be a list, is {value!r}")
        if len(value) < least:
            raise Wrong(f"must have at least {least} item(s)")
        kept = []
        for n, entry in enumerate(value):
            try:
                kept.append(item(entry))
            except Wrong as wrong:
                raise Wrong(wrong.args[0], n) from None
        if any(kept.count(entry) > 1 for entry in kept):
            raise Wrong("names something twice")
        return tuple(kept)

    return check


def one_or_list(item: Callable[[Any], Any]) -> Callable[[Any], tuple]:
    """One value, or a list of at least one; always kept as a tuple."""
    return lambda value: list_of(item, least=1)(value) if isinstance(value, list) else (item(value),)


def date(value: Any) -> str:
    """A plain date `YYYY-MM-DD`, written as text."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise Wrong(f'must be a date "YYYY-MM-DD", is {value!r}')
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"is not a day of the calendar: {value}") from None
    return value


def clock_time(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII):
        raise Wrong(f'must be a time "HH:MM", is {value!r}')
    return value


def hours(value: Any) -> tuple:
    """Opening hours of a working day: spans `["HH:MM", "HH:MM"]`, one after the other."""
    spans = list_of(list_of(clock_time, least=2), least=1)(value)
    times = [t for span in spans for t in span]
    if any(len(span) != 2 for span in spans) or times != sorted(set(times)):
        raise Wrong("spans must be pairs from early to late that do not touch")
    return spans


def table(fields: Mapping[str, Field]) -> Callable[[Any], dict]:
    """An inline table with exactly these fields."""

    def check(value: Any) -> dict:
        if not isinstance(value, dict):
            raise Wrong(f"must be a table {{ … }}, is {value!r}")
        for key in value:
            if key not in fields:
                raise Wrong(f"unknown key {key}; known are {', '.join(fields)}")
        kept = {}
        for key, field in fields.items():
            if key not in value:
                if field.required:
                    raise Wrong(f"{key} is missing")
                kept[key] = field.default
                continue
            try:
                kept[key] = field.check(value[key])
            except Wrong as wrong:
                raise Wrong(f"{key} {wrong.args[0]}") from None
        return kept

    return check


def mapping_of(item: Callable[[Any], Any]) -> Callable[[Any], dict]:
    """An inline table with free keys."""

    def check(value: Any) -> dict:
        if not isinstance(value, dict):
            raise Wrong(f"must be a table {{ … }}, is {value!r}")
        return {key: item(entry) for key, entry in value.items()}

    return check


def limit(value: Any) -> dict:
    """`{ n, unit }` with a counted unit, or `{ unit }` with immediate, report or by_item."""
    if isinstance(value, dict) and value.get("unit") in UNCOUNTED:
        return table({"unit": Field(text)})(value)
    return table({"n": Field(whole(1, 365)), "unit": Field(one_of(*COUNTED))})(value)
