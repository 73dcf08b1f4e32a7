"""Who holds what: the scopes of a person and of a record. A record is visible exactly when the two sets meet.

One rule serves the phone's feed and the desk's pages alike (protocol 1 and 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass

REFERENCE = "reference"
#: Roles that follow every case of the subdistrict through the platform's scope (domain: tier 2 sees it).
SUBDISTRICT_ROLES = frozenset({"dispatcher", "leader", "office"})


@dataclass(frozen=True)
class Grant:
    """A role held in a unit, as of one moment. `unit` is a unit id or None."""

    role: str
    unit: str | None


def user_scope(user_id: str) -> str:
    return f"user:{user_id}"


def unit_scope(unit_id: str) -> str:
    return f"unit:{unit_id}"


def grid_scope(grid_id: str) -> str:
    return f"grid:{grid_id}"


def scopes_of_person(
    user_id: str, grants: Iterable[Grant], grids: Iterable[str], platforms: Iterable[str], squadrons: Iterable[str] = (),
) -> frozenset[str]:
    """Scopes a person's devices may hold. `grids` are the cells they staff, `platforms` and `squadrons` the ids of those units of
    their subdistrict: who leads it answers for every squadron's papers."""
    grants = tuple(grants)
    if not grants:
        return frozenset()
    scopes = {REFERENCE, user_scope(user_id)}
    scopes |= {unit_scope(g.unit) for g in grants if g.unit and g.role != "admin"}
    scopes |= {grid_scope(g) for g in grids}
    if any(g.role in SUBDISTRICT_ROLES for g in grants):
        scopes |= {unit_scope(p) for p in platforms}
    if any(g.role == "leader" for g in grants):
        scopes |= {unit_scope(s) for s in squadrons}
    return frozenset(scopes)


def scopes_of_case(
    *, unit: str | None, platform: str | None, reporter: str, assignee: str | None, cells: Iterable[str], lead: str | None = None,
) -> frozenset[str]:
    """Scopes a case lies in: the unit that has it, the one that leads a joint action (联合执法), the platform, its reporter to
    the end, its assignee, its cells."""
    scopes = {user_scope(reporter)}
    scopes |= {unit_scope(u) for u in (unit, lead, platform) if u}
    scopes |= {user_scope(assignee)} if assignee else set()
    return frozenset(scopes | {grid_scope(c) for c in cells})


def scopes_of_paper(*, unit: str | None, people: Iterable[str], platform: str | None = None) -> frozenset[str]:
    """Scopes of an inspection, an order or another paper: the squadron it is of and the people it names; of an item also the platform."""
    scopes = {user_scope(p) for p in people}
    return frozenset(scopes | {unit_scope(u) for u in (unit, platform) if u})


def holds(grants: Iterable[Grant], *roles: str) -> bool:
    return any(g.role in roles for g in grants)
