"""Cells tile their parents exactly, in whole numbers; exclusive ones lie within."""

from itertools import combinations

import pytest

from fieldapp.demo.chance import dice
from fieldapp.demo.tiling import PLAN, Box, Mesh, split, twice_area
from fieldapp.domain.grids import cell_at
from fieldapp.store.grids import grids


def inside_or_on(point, ring) -> bool:
    """Exact: a point strictly within the ring, or on its border."""
    x, y = point
    crossings = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            crossings = not crossings
    return crossings


def crosses(a, b, c, d) -> bool:
    def side(p, q, r):
        turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (turn > 0) - (turn < 0)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def edges(ring):
    return list(zip(ring, ring[1:] + ring[:1], strict=True))


@pytest.fixture
def by_parent(world):
    """Parent → its tiling children; and all cells by id."""
    cells = {g.id: g for g in grids()}
    children: dict[str, list] = {}
    for g in cells.values():
        if g.kind == "normal" and g.parent_id:
            children.setdefault(g.parent_id, []).append(g)
    return cells, children


def test_children_fill_their_parent_to_the_last_unit(by_parent):
    cells, children = by_parent

    assert len(children) == 15 + 46
    for parent_id, kids in children.items():
        assert sum(twice_area(k.ring) for k in kids) == twice_area(cells[parent_id].ring)
        assert all(twice_area(k.ring) > 0 for k in kids)


def test_every_child_lies_within_its_parent(by_parent):
    cells, _ = by_parent
    for g in cells.values():
        if g.parent_id:
            parent = cells[g.parent_id].ring
            assert all(inside_or_on(point, parent) for point in g.ring), g.name
            assert not any(crosses(*a, *b) for a in edges(g.ring) for b in edges(parent)), g.name


def test_no_ring_crosses_itself(by_parent):
    cells, _ = by_parent
    for g in cells.values():
        assert not any(crosses(*a, *b) for a, b in combinations(edges(g.ring), 2)), g.name


def test_exclusive_cells_lie_within_one_micro_cell_of_their_parent(by_parent):
    cells, children = by_parent
    exclusive = [g for g in cells.values() if g.kind == "exclusive"]

    assert len(exclusive) == 15
    for g in exclusive:
        assert cells[g.parent_id].level == 2
        assert any(all(inside_or_on(p, micro.ring) for p in g.ring) for micro in children[g.parent_id])


def test_every_place_in_the_street_has_exactly_one_cell(by_parent):
    cells, _ = by_parent
    micro = [{"id": g.id, "level": g.level, "kind": g.kind, "bbox": g.bbox, "ring": g.ring} for g in cells.values() if g.level == 3]
    whole = next(g for g in cells.values() if g.name == "晴川")
    rand = dice("test places")
    west, south, east, north = whole.bbox
    for _ in range(200):
        lon, lat = rand.randint(west, east), rand.randint(south, north)
        holding = [c for c in micro if cell_at(lat, lon, [c]) is not None]
        assert len(holding) <= 1
        if inside_or_on((lon, lat), whole.ring):
            assert len(holding) == 1


def test_the_street_lies_where_it_should(by_parent):
    cells, _ = by_parent
    lons, lats = zip(*(p for g in cells.values() if g.level == 1 for p in g.ring), strict=True)

    assert min(lats) < 358_000_000 < max(lats) and min(lons) < 1_129_200_000 < max(lons)
    assert 3000 < (max(lats) - min(lats)) / 90.1 < 4000 and 4000 < (max(lons) - min(lons)) / 110.8 < 5000


def test_a_neighbours_corner_on_a_border_belongs_to_both_rings():
    left, *right = split(Box(0, 0, 100, 60), [3, 1, 2], dice("three"))
    mesh = Mesh([left, *right])

    shared = [set(map(tuple, mesh.ring(left))) & set(map(tuple, mesh.ring(r))) for r in right]

    assert all(len(points) >= 2 for points in shared)
    assert sum(twice_area(mesh.ring(b)) for b in (left, *right)) == twice_area(mesh.ring(Box(0, 0, 100, 60)))
    assert twice_area(Mesh([PLAN]).ring(PLAN)) > 0
