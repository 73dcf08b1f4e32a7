"""The installation's own days. Its zone is a row of the rulebook (clocks.toml), and of nothing else."""

from datetime import date, datetime

from fieldapp.domain import days
from fieldapp.rulebook import load


def local(ms: int) -> datetime:
    """An instant (UTC ms) as clocks here show it."""
    return days.local(ms, load().clocks["zone"])


def day_of(ms: int) -> date:
    """The local date of an instant: roles, rights and the rulebook's rows are held by it."""
    return local(ms).date()
