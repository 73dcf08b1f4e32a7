"""The org tree (机构): the standard one of a county with one subdistrict, and units added to it one by one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.feed import touch
from fieldapp.store.units import KINDS, Unit, squadron, subdistrict_of, unit_named, units, units_of_kind

CITY = "市域治理现代化指挥调度中心"
#: Under which kinds of unit a kind may stand; nothing stands above the city.
ABOVE: dict[str, tuple[str, ...]] = {
    "city": (), "subdistrict": ("city",), "department": ("city",), "platform": ("subdistrict",), "office": ("subdistrict",),
    "squad": ("subdistrict",), "squadron": ("squad",), "review_group": ("city", "subdistrict"), "law_firm": ("city", "subdistrict"),
}
#: There is one of them: in the installation, or in a subdistrict.
SINGLE, SINGLE_WITHIN = ("city",), ("platform", "squad", "office")
NUMBERS = (1, 2, 3)


@dataclass(frozen=True)
class Place:
    """A unit as it will be a row; `key` names it among the others, `above` is the parent's key."""

    key: str
    kind: str
    name: str
    above: str | None
    number: int | None = None


def standard(subdistrict: str, city: str = CITY, departments: Mapping[str, str] | None = None) -> tuple[Place, ...]:
    """The standard tree, parents first. `departments` are names by key; by default all those that the rulebook hands cases over to."""
    departments = departments or {word: word for word in load().departments}
    return (
        Place("city", "city", city, None),
        *(Place(key, "department", name, "city") for key, name in departments.items()),
        Place("street", "subdistrict", subdistrict, "city"),
        Place("office", "office", "综合行政执法办公室", "street"),
        Place("platform", "platform", "街道二级指挥平台", "street"),
        Place("squad", "squad", "综合行政执法队", "street"),
        *(Place(f"squadron{n}", "squadron", f"{word}中队", "squad", n) for n, word in zip(NUMBERS, "一二三", strict=True)),
    )


def plant(places: Iterable[Place], id_of: Callable[[str], str]) -> int:
    """Write the places, whose parents come first; returns how many. Inside a transaction."""
    return len([_put(Unit(id=id_of(place.key), kind=place.kind, number=place.number, name=place.name,
                          parent_id=id_of(place.above) if place.above else None)) for place in places])


def found(subdistrict: str, city: str, now: int) -> int:
    """The standard tree in an installation that has no unit yet; returns how many units. Raises Problem `invalid` or `name_taken`."""
    if units():
        raise Problem("name_taken", hint="已有单位 / there are units already")
    places = standard(_name(subdistrict), _name(city))
    names = [place.name for place in places]
    if len(set(names)) < len(names):
        raise Problem("invalid", field="name", hint="和别的单位同名 / another unit has this name")
    ids = {place.key: uuid7(now) for place in places}
    return plant(places, ids.__getitem__)


def add(name: str, kind: str, under: str | None, number: int | None, now: int) -> Unit:
    """One more unit. `under` is the parent's name; where only one unit can be the parent, it need not be said.

    Raises Problem `name_taken`, or `invalid` with the field: name, kind, under or number.
    """
    name = _name(name)
    if kind not in KINDS:
        raise Problem("invalid", field="kind", known=list(KINDS))
    if unit_named(name) is not None:
        raise Problem("name_taken", unit=name)
    parent = _parent(kind, under)
    home = subdistrict_of(parent.id) if parent else None
    if kind in SINGLE and units_of_kind(kind) or kind in SINGLE_WITHIN and units_of_kind(kind, home.id):
        raise Problem("invalid", field="kind", hint="已有一个 / there is one already")
    if (number in NUMBERS) != (kind == "squadron") or number not in (None, *NUMBERS):
        raise Problem("invalid", field="number", hint="中队要有 1 到 3 的号，别的没有 / squadrons have a number from 1 to 3, others none")
    if number and squadron(home.id, number) is not None:
        raise Problem("invalid", field="number", hint="这个号已有中队 / this number is taken")
    return _put(Unit(id=uuid7(now), kind=kind, number=number, name=name, parent_id=parent.id if parent else None))


def rename(old: str, new: str) -> Unit:
    """Another name for the same unit. Raises Problem `not_found`, `invalid` or `name_taken`."""
    one, new = unit_named(old), _name(new)
    if one is None:
        raise Problem("not_found", unit=old)
    if unit_named(new) is not None:
        raise Problem("name_taken", unit=new)
    one.name = new
    touch("unit", one.id)
    return one


def _parent(kind: str, under: str | None) -> Unit | None:
    fitting = [u for u in units() if u.kind in ABOVE[kind]]
    if under:
        fitting = [u for u in fitting if u.name == under.strip()]
    if kind == "city" and not under:
        return None
    if len(fitting) != 1:
        raise Problem("invalid", field="under", kinds=list(ABOVE[kind]))
    return fitting[0]


def _name(name: str) -> str:
    name = name.strip()
    if not name or not name.isprintable():
        raise Problem("invalid", field="name")
    return name


def _put(one: Unit) -> Unit:
    db.session.add(one)
    db.session.flush()  # parents first: the foreign key looks at once
    touch("unit", one.id)
    return one
