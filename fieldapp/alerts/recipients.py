"""Who must know: from the words of a rung (`handler`, `squad_leader`, …) to people who are in service today."""

from datetime import date

from fieldapp.store.people import grants_on
from fieldapp.store.units import units

from .subjects import Subject

#: Who answers for a unit, the first of these roles that somebody holds in it.
HEADS = ("squad_leader", "dispatcher", "department", "city", "office", "leader")


class Staff:
    """Everybody's roles on a day, read once."""

    def __init__(self, day: date):
        self.grants = grants_on(day)
        self.in_service = {grant.user_id for grant in self.grants}
        known = units()
        above, kinds = {unit.id: unit.parent_id for unit in known}, {unit.id: unit.kind for unit in known}
        self.home = {unit: _subdistrict(unit, above, kinds) for unit in above}

    def holding(self, role: str, unit: str | None) -> set[str]:
        return {g.user_id for g in self.grants if g.role == role and g.unit_id == unit}

    def in_subdistrict(self, role: str, home: str | None) -> set[str]:
        return {g.user_id for g in self.grants if g.role == role and home is not None and self.home.get(g.unit_id) == home}

    def heads(self, unit: str | None) -> set[str]:
        return next((found for role in HEADS if (found := self.holding(role, unit))), set())

    def meant(self, word: str, subject: Subject) -> set[str]:
        """User ids for one word of a rung's `to`. What would reach no handler or squadron leader goes to the leader: nothing is told to
        nobody."""
        home = self.home.get(subject.unit)
        leaders = self.in_subdistrict("leader", home)
        return {
            "handler": lambda: self._handlers(subject) or leaders, "attester": lambda: set(subject.handlers) & self.in_service,
            "squad_leader": lambda: self.holding("squad_leader", subject.unit) or leaders, "leader": lambda: leaders,
            "platform": lambda: self.in_subdistrict("dispatcher", home),
            "city": lambda: {g.user_id for g in self.grants if g.role == "city"},
        }[word]()

    def _handlers(self, subject: Subject) -> set[str]:
        """The first of its handlers who is in service; else whoever answers for the unit."""
        first = next((u for u in subject.handlers if u in self.in_service), None)
        return {first} if first else self.heads(subject.unit)


def _subdistrict(unit: str | None, above: dict, kinds: dict) -> str | None:
    while unit is not None and kinds.get(unit) != "subdistrict":
        unit = above.get(unit)
    return unit
