"""The whole rulebook: every row by its code, its version, and its form on the wire."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fieldapp.rulebook.rows import Action, Category, Department, Flag, Group, Power, Role, Source, State, Wire, in_force

#: Calendars of earlier years stay on the server: phones compute no deadline that far back.
WIRE_CALENDARS_FROM = "2025"


@dataclass(frozen=True)
class Rulebook:
    """Read-only. `clocks`, `calendars`, `issuer`, `documents` and `ladder` are in wire form, as the domain takes them.

    A category or power whose content changed is several rows of one code with dates that do not overlap; `categories`
    and `powers` hold the newest, `category_on` and `power_on` find the one of a day.
    """

    roles: Mapping[str, Role]
    state_rows: tuple[State, ...]  # of everything that has states
    sources: Mapping[str, Source]
    flags: Mapping[str, Flag]
    departments: Mapping[str, Department]
    groups: Mapping[str, Group]
    actions: Mapping[str, Action]
    clocks: Mapping[str, Any]
    calendars: Mapping[str, Mapping[str, list[str]]]
    issuer: Mapping[str, str]
    documents: Mapping[str, Wire]  # kinds of paper by code
    ladder: Wire
    category_rows: tuple[Category, ...]  # in the order of groups and files, earlier texts before later ones
    power_rows: tuple[Power, ...]

    @cached_property
    def states(self) -> dict[str, State]:
        """States of a case."""
        return self.states_of("case")

    def states_of(self, thing: str) -> dict[str, State]:
        """States of a case, order, item, inspection or document, by code."""
        return {row.code: row for row in self.state_rows if row.of == thing}

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {row.code: row for row in self.category_rows}

    @cached_property
    def powers(self) -> dict[str, Power]:
        return {row.code: row for row in self.power_rows}

    def fields_covered(self, words: Iterable[str]) -> list[str]:
        """Codes of the groups that a certificate with these words on it covers, as `domain.authority` reads them; `*` for all."""
        named = set(words)
        if named & {"*", "全部"}:
            return ["*"]
        return [g.code for g in self.groups.values() if not named.isdisjoint({g.code, g.zh, *g.fields})]

    def category_on(self, code: str, day: str) -> Category | None:
        """The category's text on `day` (`YYYY-MM-DD`), None when it had none."""
        return next((c for c in self.category_rows if c.code == code and in_force(c.valid_from, c.valid_to, day)), None)

    def power_on(self, code: str, day: str) -> Power | None:
        """The power as it was in force on `day` (`YYYY-MM-DD`), None when it was not."""
        return next((p for p in self.power_rows if p.code == code and in_force(p.valid_from, p.valid_to, day)), None)

    def power_of(self, category: Category, day: str) -> Power | None:
        """The power that a category falls under: as it was in force on `day`, else its newest row; None for what is in no power."""
        return (self.power_on(category.power, day) or self.powers.get(category.power)) if category.power else None

    @cached_property
    def version(self) -> str:
        """First 12 hex digits of the SHA-256 over everything the rulebook says; every op names it."""
        whole = self._content() | {
            "categories": [c.as_wire() for c in self.category_rows],
            "calendars": {year: dict(days) for year, days in self.calendars.items()},
        }
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def as_wire(self) -> Wire:
        """Data of the phones' `rulebook` record: plain JSON, without the categories, which are records of their own."""
        recent = {year: dict(days) for year, days in self.calendars.items() if year >= WIRE_CALENDARS_FROM}
        return {"version": self.version} | self._content() | {"calendars": recent}

    def _content(self) -> Wire:
        tables: dict[str, Mapping[str, Any]] = {
            "roles": self.roles, "sources": self.sources, "flags": self.flags,
            "departments": self.departments, "groups": self.groups, "actions": self.actions,
        }  # fmt: skip
        rows = {name: [row.as_wire() for row in rows.values()] for name, rows in tables.items()}
        return rows | {
            "states": [row.as_wire() for row in self.state_rows], "powers": [row.as_wire() for row in self.power_rows],
            "clocks": dict(self.clocks), "issuer": dict(self.issuer), "documents": list(self.documents.values()), "ladder": self.ladder,
        }  # fmt: skip
