"""Who somebody is at a moment: the roles held then and the scopes that follow from them."""

from dataclasses import dataclass

from fieldapp.domain.permissions import SUBDISTRICT_ROLES, Grant, holds, scopes_of_person

from .days import day_of
from .grids import cells_staffed
from .people import User
from .units import subdistrict_of, units_of_kind


@dataclass(frozen=True)
class Actor:
    user_id: str
    grants: tuple[Grant, ...]
    scopes: frozenset[str]

    def holds(self, *roles: str) -> bool:
        return holds(self.grants, *roles)

    def as_plain(self) -> dict:
        """The shape that the pure domain reads."""
        return {"user_id": self.user_id, "grants": [{"role": g.role, "unit": g.unit} for g in self.grants]}


def actor(user: User, at_ms: int) -> Actor:
    """The person as of an instant (UTC ms): roles are dated, so rights are too."""
    day = day_of(at_ms)
    grants = user.held(day)
    homes = {home.id for g in grants if (home := subdistrict_of(g.unit)) is not None} if holds(grants, *SUBDISTRICT_ROLES) else set()
    platforms, squadrons = ([u.id for home in sorted(homes) for u in units_of_kind(kind, home)] for kind in ("platform", "squadron"))
    return Actor(user.id, grants, scopes_of_person(user.id, grants, cells_staffed(user.id, day), platforms, squadrons))
