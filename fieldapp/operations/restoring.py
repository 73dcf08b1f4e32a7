"""What a restore from backup does to epochs, desk lanes, registers and sign-ins (protocol 6), beyond putting the rows back.

Between the backup and the restore phones pulled, people signed in, numbers were lent and desks acted, and nobody remembers. So whatever
counts begins anew where it cannot meet what was given out then: epochs by the clock, since the same backup may be restored twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.domain.numbering import register_id
from fieldapp.domain.permissions import REFERENCE, grid_scope, unit_scope, user_scope
from fieldapp.rulebook import Rulebook
from fieldapp.store import feed, log_tree
from fieldapp.store.counters import take, taken
from fieldapp.store.days import day_of
from fieldapp.store.grids import grids
from fieldapp.store.numbers import RESTORED, register
from fieldapp.store.people import everybody
from fieldapp.store.sign_ins import end_every_sign_in
from fieldapp.store.units import units

from .numbers import DECEMBER, pass_over

#: Counters: the epoch that the last restore began, the moment of its backup, and that one is under way. Milliseconds.
EPOCH, BACKUP_AT, UNDER_WAY = "restore:epoch", "restore:backup_at", "restore:under_way"
#: Before the name of a register or of a case counter: how far it had come in the database that the restore replaced.
REACHED = "restore:reached|"
#: Seconds since 2026-01-01 00:00 UTC: they fit into an epoch for the rest of the century.
EPOCHS_FROM_MS = 1_767_225_600_000


@dataclass(frozen=True)
class Begun:
    """`passed_over`: {register: (first, last)} of the numbers that are lost until a phone proves one used."""

    epoch: int
    passed_over: dict[str, tuple[int, int]]
    signed_out: int


def mark(backup_at: int, reached: Mapping[str, int]) -> None:
    """Rows of a backup of that moment are going in, in place of a database that had `reached` these numbers: what is to be done after
    that is not done yet. In their transaction."""
    take(UNDER_WAY, backup_at - taken(UNDER_WAY))
    for name, n in reached.items():
        take(REACHED + name, n - taken(REACHED + name))


def under_way() -> int | None:
    """The moment of the backup whose restore was begun and not finished, or None."""
    return taken(UNDER_WAY) or None


def restored() -> int | None:
    """The epoch that the last restore began; None on a server that was never restored."""
    return taken(EPOCH) or None


def began(now: int) -> int:
    """When a lane may have begun that a phone says it had and that we do not know: not before the backup."""
    return taken(BACKUP_AT) or now


def begin_anew(now: int, skip: int, rules: Rulebook) -> Begun:
    """Finish the restore that is under way: every register moves on by `skip` numbers, from where the replaced database had come if that
    was further. Inside a transaction; once."""
    backup_at = taken(UNDER_WAY)
    epoch = max(restored() or 0, (now - EPOCHS_FROM_MS) // 1000, 1) + 1
    take(EPOCH, epoch - taken(EPOCH))
    take(BACKUP_AT, backup_at - taken(BACKUP_AT))
    feed.begin_epoch(epoch, _scopes())
    log_tree.begin_epoch(epoch, now)
    passed = {book: _pass_over(book, skip, now) for book in _registers(backup_at, now, rules)}
    for month in _months(backup_at, now):
        take(f"case:{month}", skip + _further(f"case:{month}", taken(f"case:{month}")))
    signed_out = end_every_sign_in(now)
    take(UNDER_WAY, -backup_at)
    return Begun(epoch, passed, signed_out)


def _scopes() -> list[str]:
    """Every scope that a phone may know, though the backup has nothing in it."""
    return [REFERENCE, *(user_scope(one.id) for one in everybody()), *(unit_scope(one.id) for one in units()),
            *(grid_scope(one.id) for one in grids())]


def _registers(backup_at: int, now: int, rules: Rulebook) -> list[str]:
    """All that numbers may have been lent of since the backup, also such as it does not know: the next year's is begun in December."""
    today = day_of(now)
    years = range(day_of(backup_at).year, today.year + (today.month == DECEMBER) + 1)
    return [register_id(kind, year) for kind, row in rules.documents.items() if row["register"] for year in years]


def _pass_over(book: str, skip: int, now: int) -> tuple[int, int]:
    before = register(book)
    first = before.next_n if before is not None else 1
    k = skip + _further(book, first)
    pass_over(book, k, RESTORED, now)
    return first, first + k - 1


def _further(name: str, here: int) -> int:
    """How many numbers more the replaced database had given out, which this one does not know; asked once."""
    reached = taken(REACHED + name)
    take(REACHED + name, -reached)
    return max(0, reached - here)


def _months(backup_at: int, now: int) -> list[str]:
    """Months whose cases have numbers of their own (案卷号): people may have been told one that the backup does not know."""
    first, last = day_of(backup_at), day_of(now)
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
