"""Looking up a paper by its code, without signing in: so many from one network in so much time, and no more."""

from fieldapp.domain.problems import Problem
from fieldapp.store.lookups import LookupCount, forget_lookups, held_lookups, lookups_of

WINDOW = 10 * 60_000
#: A street of shops behind one carrier's address may look; who tries codes needs 2^80 of these.
MOST = 60


def demand_patience(network: str, now: int) -> None:
    """Raises Problem `slow_down` with `retry_after_s` when a network has asked too often. Reads only: who is refused costs no write."""
    _demand(lookups_of(network), now)


def count_lookup(network: str, now: int) -> None:
    """Count one, inside a transaction. Raises Problem `slow_down` with `retry_after_s`."""
    row = held_lookups(network, now)
    _demand(row, now)
    if not _running(row, now):
        row.since, row.n = now, 0
        forget_lookups(now - WINDOW)
    row.n += 1


def _demand(row: LookupCount | None, now: int) -> None:
    if row is not None and row.n >= MOST and _running(row, now):
        raise Problem("slow_down", retry_after_s=-(-(row.since + WINDOW - now) // 1000))


def _running(row: LookupCount, now: int) -> bool:
    """A clock that was set back begins anew, so that it locks nobody out."""
    return 0 <= now - row.since < WINDOW
