"""What phones still hold: who, how much, how old. Every pull says it; nothing here is measured of people."""

from dataclasses import dataclass

from fieldapp.store.days import day_of
from fieldapp.store.devices import REVOKED, phones_asking, phones_holding_work
from fieldapp.store.people import User, user
from fieldapp.store.units import lineage, units

from .door import Person
from .words import HOUR

LATE_MS = 8 * HOUR
#: A phone that holds work and has not been heard of for so long: somebody should ring.
SILENT_MS = 4 * HOUR


@dataclass(frozen=True)
class Holding:
    name: str
    ops: int
    photos: int
    age_ms: int
    late: bool
    said_ms: int
    silent: bool


def holding(person: Person, now: int) -> list[Holding]:
    """Phones of the people whose work this person follows, the oldest first: a squad leader's own unit, else all below
    the person's subdistrict."""
    if not person.sees_flags:
        return []
    found, theirs = [], followed_units(person)
    for lane in phones_holding_work():
        owner = user(lane.user_id)
        if owner is not None and any(g.unit in theirs for g in owner.held(day_of(now))):
            age = max(0, now - (lane.oldest_pending_at or now))
            found.append(Holding(owner.name, lane.pending_ops, lane.pending_blobs, age, age > LATE_MS, max(0, now - lane.seen_at),
                                 lane.state != REVOKED and now - lane.seen_at > SILENT_MS))
    return found


def silent_count(person: Person, now: int) -> int:
    """How many phones that hold work have been silent too long; asked for on every page."""
    if not person.keeps_phones:
        return 0
    silent = [lane for lane in phones_holding_work() if lane.state != REVOKED and now - lane.seen_at > SILENT_MS]
    return len({lane.device_id for lane in silent if person.holds("admin") or follows(person, user(lane.user_id), now)})


def asking_count(person: Person, now: int) -> int:
    """How many new phones wait for approval; asked for on every page."""
    if not person.keeps_phones:
        return 0
    return len({lane.device_id for lane in phones_asking() if person.holds("admin") or follows(person, user(lane.user_id), now)})


def followed_units(person: Person) -> frozenset[str]:
    """Units whose people's phones and flags are this person's business: the own ones; a leader's and a dispatcher's whole subdistrict."""
    if not person.holds("leader", "dispatcher"):
        return person.units
    every = {one.id: one for one in units()}
    mine = {above for u in person.units & every.keys() for above in lineage(every[u]) if every[above].kind == "subdistrict"}
    return person.units | {one.id for one in every.values() if mine & set(lineage(one))}


def follows(person: Person, other: User, now: int) -> bool:
    theirs = followed_units(person)
    return any(g.unit in theirs for g in other.held(day_of(now)))
