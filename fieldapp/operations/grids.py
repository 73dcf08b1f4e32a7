"""Put cells of the grid (一张网格) into the installation, or give cells that are there another name and border."""

from typing import Any

from fieldapp.domain.grid_file import Fault, Shape, shapes
from fieldapp.domain.problems import Problem
from fieldapp.store.base import db
from fieldapp.store.feed import touch
from fieldapp.store.grids import Grid, grid, grids
from fieldapp.store.units import Unit, units_of_kind


class BadGrid(Exception):
    """Nothing was taken; `faults` says why, feature by feature."""

    def __init__(self, faults: list[Fault]):
        super().__init__("bad grid")
        self.faults = tuple(faults)


def take(given: Any, subdistrict: str | None, update: bool) -> list[Shape]:
    """The cells of a FeatureCollection (`domain.grid_file`), all of them or none. Inside a transaction.

    `subdistrict` is its name; where there is only one, it need not be said. Raises BadGrid, or Problem `invalid` (field subdistrict).
    """
    home = _home(subdistrict)
    known = {g.id: Shape(g.id, g.name, g.level, g.kind, g.parent_id, tuple((lon, lat) for lon, lat in g.ring)) for g in grids()}
    found, faults = shapes(given, known, update)
    if faults:
        raise BadGrid(faults)
    level = 1
    for one in found:
        if one.level > level:  # a child's key must find its parent
            db.session.flush()
            level = one.level
        _put(one, home)
        touch("grid", one.code)
    return found


def _put(one: Shape, home: Unit) -> None:
    ring = [list(point) for point in one.ring]
    there = grid(one.code)
    if there is None:
        db.session.add(Grid(id=one.code, name=one.name, level=one.level, kind=one.kind, parent_id=one.parent, subdistrict_id=home.id,
                            ring=ring, bbox=one.bbox))
    else:
        there.name, there.ring, there.bbox = one.name, ring, one.bbox


def _home(name: str | None) -> Unit:
    homes = [u for u in units_of_kind("subdistrict") if name is None or u.name == name.strip()]
    if len(homes) != 1:
        raise Problem("invalid", field="subdistrict", known=[u.name for u in units_of_kind("subdistrict")])
    return homes[0]
