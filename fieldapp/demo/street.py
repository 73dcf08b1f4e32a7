"""Inspections, orders and what became of them, as rows of `street.toml`, each step an op of an officer's own phone."""

import tomllib
from functools import partial
from pathlib import Path

from fieldapp.config import Settings
from fieldapp.operations.follow import just_overdue, time_passed
from fieldapp.rulebook import load
from fieldapp.store.files import Files
from fieldapp.store.transaction import transaction

from .hands import Hands
from .incidents import Moment
from .visit import Visit
from .whens import Whens
from .worktimes import Worktimes


def street(times: Worktimes, settings: Settings, files: Files) -> list[Moment]:
    """Every step of every row, and at the anchor what the clock makes of them."""
    rules, rows = load(), tomllib.loads((Path(__file__).parent / "street.toml").read_text("utf-8"))
    hands, when = Hands(rules, settings, files), Whens(times, rules)
    found = [moment for row in rows["story"] for moment in Visit(row, rows["law"], hands, when).moments()]
    return [*found, (times.anchor, partial(_clock, times.anchor))]


def _clock(now: int) -> None:
    for item_id in just_overdue(now):
        with transaction():
            time_passed(item_id, now)
