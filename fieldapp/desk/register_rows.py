"""A register (文书编号登记簿) as a page reads it: every number with its fate, equal neighbours folded into runs, squares by the hundred."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from fieldapp.operations.things import sees_holder
from fieldapp.store import numbers as store
from fieldapp.store import register_book
from fieldapp.store.days import day_of
from fieldapp.store.ledger import Op
from fieldapp.store.numbers import ADMITTED, LENT, LOST, RETURNED, USED, VOIDED, Number, Register, StrayNumber
from fieldapp.store.people import user
from fieldapp.store.register_book import Bearer, Holder

STRAY, FREE = "stray", "free"
#: In the order of the legend.
FATES = (USED, LENT, VOIDED, RETURNED, LOST, STRAY)
GAPS = (VOIDED, RETURNED, LOST)
PLAIN_STATES = ("issued", "served", "closed")
HUNDRED, ROW = 100, 20


@dataclass(frozen=True)
class Entry:
    """One number, or a paper that bears one it was not lent (`stray`). `at` (ms) is when it came to its fate, for one on a phone when it
    was lent. `known`: this person may read who has it and why. `after` is what the same phone used next, after a void number."""

    n: int
    fate: str
    at: int
    lane: str | None
    holder: Holder | None
    known: bool
    number: Number | None
    stray: StrayNumber | None
    paper: Bearer | None
    after: int | None

    @property
    def plain(self) -> bool:
        """Nothing to be said of this paper alone, so that it may be folded with its neighbours."""
        return (self.paper is not None and self.paper.state in PLAIN_STATES and not self.paper.denied
                and self.number is not None and self.number.lease_id is not None and self.number.reason is None)

    @property
    def fold(self) -> tuple:
        alone = self.fate in (VOIDED, STRAY) or self.fate == USED and not self.plain
        reason = self.number.reason if self.number is not None and self.fate in (LOST, RETURNED) else None
        day = day_of(self.at) if self.fate in (LOST, RETURNED, LENT) else None
        return self.fate, self.lane, reason, day, self.n if alone else None


@dataclass(frozen=True)
class Run:
    """Neighbours with the same story."""

    entries: tuple[Entry, ...]

    @property
    def one(self) -> Entry:
        return self.entries[0]

    @property
    def first(self) -> int:
        return self.entries[0].n

    @property
    def last(self) -> int:
        return self.entries[-1].n

    def holds(self, n: int | None) -> bool:
        return n is not None and any(entry.n == n for entry in self.entries)


@dataclass(frozen=True)
class Hundred:
    """Squares of a hundred numbers: (number, fate). `counts` is in the order of the legend."""

    squares: tuple[tuple[int, str], ...]
    counts: tuple[tuple[str, int], ...]

    def holds(self, n: int | None) -> bool:
        return any(number == n for number, _fate in self.squares)


@dataclass(frozen=True)
class Book:
    """`runs` ascend. `to_decide` are ops with an open flag about a number here, `numbers` those of every paper by its id."""

    register: Register
    entries: tuple[Entry, ...]
    runs: tuple[Run, ...]
    counts: dict[str, int]
    hundreds: tuple[Hundred, ...]
    gaps: tuple[Run, ...]
    to_decide: tuple[Op, ...]
    numbers: dict[str, int]
    voided_by: dict[str, str]
    hidden: bool

    def entry(self, n: int | None) -> Entry | None:
        return next((e for e in self.entries if e.n == n), None)


def book(register: Register, scopes: frozenset[str]) -> Book:
    """Read and fold the whole register, with as much of it as these scopes may know."""
    papers, entries = register_book.bearers(register.id, scopes), []
    holders, lent = register_book.holders(register.id), register_book.lent_at(register.id)
    seen = {holder.user_id: sees_holder(user(holder.user_id), scopes) for holder in holders.values()}
    numbers = store.numbers_of(register.id)
    used = sorted((row.n, row.lane_id) for row in numbers if row.state == USED)
    for row in numbers:
        paper, holder = papers.get((row.record_type, row.record_id)), holders.get(row.lane_id)
        at = lent[row.lease_id] if row.state == LENT else paper.issued_at if paper else row.state_at
        after = next((n for n, lane in used if n > row.n and lane == row.lane_id), None) if row.state == VOIDED else None
        entries.append(Entry(row.n, row.state, at, row.lane_id, holder, holder is None or seen[holder.user_id], row, None, paper, after))
    by_n = {row.n: row for row in numbers}
    for one in store.strays_of(register.id):
        if one.state == ADMITTED:
            continue
        paper, holder = papers.get((one.record_type, one.record_id)), holders[one.lane_id]
        entries.append(Entry(one.n, STRAY, paper.issued_at if paper else 0, one.lane_id, holder, seen[holder.user_id], by_n.get(one.n), one,
                             paper, None))
    entries.sort(key=lambda e: (e.n, e.fate == STRAY))
    runs = folded(entries)
    return Book(
        register, tuple(entries), runs, dict(Counter(e.fate for e in entries)), _hundreds(register.next_n, entries),
        tuple(r for r in runs if r.one.fate in GAPS), tuple(register_book.to_decide(register.id)), {p.id: p.n for p in papers.values()},
        register_book.voided_by(register.id), any(not p.visible for p in papers.values()))


def folded(entries: Iterable[Entry]) -> tuple[Run, ...]:
    """Neighbours without a gap between them and with the same story become one run."""
    counted = ((entry, entry.n - place) for place, entry in enumerate(entries))
    return tuple(Run(tuple(entry for entry, _ in some)) for _, some in groupby(counted, key=lambda pair: (pair[0].fold, pair[1])))


def _hundreds(next_n: int, entries: list[Entry]) -> tuple[Hundred, ...]:
    """All that was given out, the row's rest that was not, and whatever stands further out: that with the last hundred."""
    fate = {e.n: e.fate for e in reversed(entries)}  # a number's own fate before a stray's
    newest = max(next_n - 1, 1)
    edge = -(-newest // ROW) * ROW
    shown = sorted({*range(1, edge + 1), *fate})
    found = []
    for _, some in groupby(shown, key=lambda n: (min(n, newest) - 1) // HUNDRED):
        squares = tuple((n, fate.get(n, FREE)) for n in some)
        counts = Counter(f for _n, f in squares)
        found.append(Hundred(squares, tuple((f, counts[f]) for f in FATES if counts[f])))
    return tuple(found)
