"""What phones still hold: who, how much, how old. Every pull says it; nothing here is measured of people."""

from dataclasses import dataclass

from fieldapp.edges.clock import day_of
from fieldapp.store.devices import phones_holding_work
from fieldapp.store.people import user
from fieldapp.store.units import lineage, unit

from .door import Person
from .words import HOUR

LATE_MS = 8 * HOUR


@dataclass(frozen=True)
class Holding:
    name: str
    ops: int
    photos: int
    age_ms: int
    late: bool
    said_ms: int


def holding(person: Person, now: int) -> list[Holding]:
    """Phones of the people whose work this person follows, the oldest first: a squad leader's own unit, else all below
    the person's subdistrict."""
    if not person.sees_flags:
        return []
    found = []
    for lane in phones_holding_work():
        owner = user(lane.user_id)
        if owner is not None and follows(person, owner, now):
            age = max(0, now - (lane.oldest_pending_at or now))
            found.append(Holding(owner.name, lane.pending_ops, lane.pending_blobs, age, age > LATE_MS, max(0, now - lane.seen_at)))
    return found


def follows(person: Person, other, now: int) -> bool:
    """Whether another's phone and flags are this person's business."""
    theirs = {g.unit for g in other.held(day_of(now)) if g.unit}
    if theirs & person.units:
        return True
    if not person.holds("leader", "dispatcher"):
        return False
    mine = {a for u in person.units if (one := unit(u)) for a in lineage(one) if (at := unit(a)) and at.kind == "subdistrict"}
    return any(mine & set(lineage(one)) for u in theirs if (one := unit(u)))
