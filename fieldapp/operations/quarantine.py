"""Settling a row of the quarantine: a person has looked at it. The raw bytes stay; only who, when and why is added."""

from fieldapp.domain.cases import blank
from fieldapp.domain.problems import Problem
from fieldapp.store.ledger import quarantine_row


def settle(row_id: str, by: str, note: str, now: int) -> None:
    """Raises Problem `not_found`, or `reason_missing`. Settling again changes nothing."""
    row = quarantine_row(row_id)
    if row is None:
        raise Problem("not_found")
    if blank(note):
        raise Problem("reason_missing")
    if row.settled_at is None:
        row.settled_at, row.settled_by, row.settled_note = now, by, note.strip()[:2000]
