"""Settling: a person has seen to something. It stays as it is; only who, when and why is added."""

from typing import Any

from fieldapp.domain.cases import blank
from fieldapp.domain.problems import Problem

NOTE_MAX = 2000


def settle(row: Any | None, by: str, note: str, now: int) -> None:
    """`row` has settled_at (UTC ms), settled_by (a user's id) and settled_note. Again it changes nothing.

    Raises Problem `not_found` without a row, or `reason_missing`.
    """
    if row is None:
        raise Problem("not_found")
    if blank(note):
        raise Problem("reason_missing")
    if row.settled_at is None:
        row.settled_at, row.settled_by, row.settled_note = now, by, note.strip()[:NOTE_MAX]
