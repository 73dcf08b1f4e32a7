"""The rulebook as frozen rows. `as_wire()` of each is plain JSON, the form phones get and the JavaScript twins read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Wire = dict[str, Any]


def in_force(valid_from: str, valid_to: str | None, day: str) -> bool:
    """Whether `day` (`YYYY-MM-DD`) lies in the validity; both ends belong to it."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


@dataclass(frozen=True)
class Named:
    """A code with its Chinese and English words."""

    code: str
    zh: str
    en: str

    def as_wire(self) -> Wire:
        return {"code": self.code, "zh": self.zh, "en": self.en}


@dataclass(frozen=True)
class Role(Named):
    reach: str  # unit | subdistrict | self

    def as_wire(self) -> Wire:
        return super().as_wire() | {"reach": self.reach}


@dataclass(frozen=True)
class State(Named):
    of: str  # case | order | item | inspection | document
    open: bool
    look: str

    def as_wire(self) -> Wire:
        return {"of": self.of} | super().as_wire() | {"open": self.open, "look": self.look}


@dataclass(frozen=True)
class Source(Named):
    pass


@dataclass(frozen=True)
class Flag(Named):
    effect: bool | str  # True: in effect; False: none until decided; "waiting"

    def as_wire(self) -> Wire:
        return super().as_wire() | {"effect": self.effect}


@dataclass(frozen=True)
class Department:
    zh: str
    en: str
    seed: bool  # one of the 11 superior departments

    def as_wire(self) -> Wire:
        return {"zh": self.zh, "en": self.en, "seed": self.seed}


@dataclass(frozen=True)
class Group(Named):
    fields: tuple[str, ...]  # how certificates name it (执法领域); stays on the server
    photo_hints: tuple[Mapping[str, str], ...]

    def as_wire(self) -> Wire:
        return super().as_wire() | {"photo_hints": [dict(h) for h in self.photo_hints]}


@dataclass(frozen=True)
class Basis:
    """An article of one text of a law (法律依据), with the dates between which acts fall under it."""

    law: str
    law_short: str
    law_en: str
    article: str
    fine: tuple[int, int] | None  # yuan, individuals
    valid_from: str
    valid_to: str | None

    def as_wire(self) -> Wire:
        return {
            "law": self.law, "law_short": self.law_short, "law_en": self.law_en, "article": self.article,
            "fine": list(self.fine) if self.fine else None, "valid_from": self.valid_from, "valid_to": self.valid_to,
        }  # fmt: skip


@dataclass(frozen=True)
class Power(Named):
    """A power of the subdistrict (行政执法权项, 行政处罚法 24)."""

    mode: str  # own | commissioned | assist
    illustrative: bool
    note: str
    valid_from: str
    valid_to: str | None

    def as_wire(self) -> Wire:
        return super().as_wire() | {
            "mode": self.mode, "illustrative": self.illustrative, "note": self.note,
            "valid_from": self.valid_from, "valid_to": self.valid_to,
        }  # fmt: skip


@dataclass(frozen=True)
class Category(Named):
    """A kind of violation (违法行为类别, domain reference 5). `limit` and `stop` are `{n, unit}` as on the wire."""

    group: str
    squadron: int | None  # 2 | 3; None only for "not sure"
    mark: str  # Y | J | N | assist
    power: str | None
    handover: tuple[str, ...]
    limit: Mapping[str, Any]
    stop: Mapping[str, Any] | None  # what must stop first, when `limit` is for the rest
    severity: int
    bases: tuple[Basis, ...]
    initials: str
    keywords: tuple[str, ...]
    photo_hints: tuple[Mapping[str, str], ...]
    valid_from: str
    valid_to: str | None

    def bases_on(self, day: str) -> tuple[Basis, ...]:
        """The bases in force on the day of the act (`YYYY-MM-DD`; 行政处罚法 37)."""
        return tuple(b for b in self.bases if in_force(b.valid_from, b.valid_to, day))

    def as_wire(self) -> Wire:
        return {
            "id": self.code, "zh": self.zh, "en": self.en, "group": self.group, "squadron": self.squadron, "mark": self.mark,
            "power": self.power, "handover": list(self.handover), "limit": dict(self.limit),
            "stop": dict(self.stop) if self.stop else None, "severity": self.severity,
            "bases": [b.as_wire() for b in self.bases], "initials": self.initials, "keywords": list(self.keywords),
            "photo_hints": [dict(h) for h in self.photo_hints], "valid_from": self.valid_from, "valid_to": self.valid_to,
        }  # fmt: skip


@dataclass(frozen=True)
class Transition:
    sources: tuple[str, ...]  # "from" on the wire: states, or "*"
    to: str | None
    by: tuple[str, ...]
    when: str | None  # a payload field, or field=value
    guards: tuple[str, ...]

    def as_wire(self) -> Wire:
        return {"from": list(self.sources), "to": self.to, "by": list(self.by), "when": self.when, "guards": list(self.guards)}


@dataclass(frozen=True)
class Action:
    """An op type (protocol 10): what it needs and how it moves what it is about."""

    type: str
    type_v: int
    kind: str  # fact | act | request
    targets: tuple[str, ...]  # "target" on the wire, plain text when there is one
    creates: bool
    zh: str
    en: str
    needs: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    transitions: tuple[Transition, ...]

    def as_wire(self) -> Wire:
        return {
            "type": self.type, "type_v": self.type_v, "kind": self.kind,
            "target": self.targets[0] if len(self.targets) == 1 else list(self.targets), "creates": self.creates,
            "zh": self.zh, "en": self.en, "needs": list(self.needs),
            "choices": {field: list(values) for field, values in self.choices.items()},
            "transitions": [t.as_wire() for t in self.transitions],
        }  # fmt: skip
