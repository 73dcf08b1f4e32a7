"""Which cell: stories, random worlds judged by an oracle, and tiles. The JavaScript twin runs the same files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.grids import cell_at, cells_near
from tests.contract import oracle_grids
from tests.contract.files import read

TOLD = read("grids.json")
WORLDS = read("grids_random.json")["worlds"]
WIDE = st.integers(-1_800_000_000, 1_800_000_000)


def name(cell):
    return None if cell is None else cell["id"]


@pytest.mark.parametrize("story", TOLD["at"], ids=lambda s: s["say"])
def test_cell_at(story):
    assert name(cell_at(story["lat_e7"], story["lon_e7"], TOLD["cells"])) == story["at"]


@pytest.mark.parametrize("story", TOLD["near"], ids=lambda s: s["say"])
def test_cells_near(story):
    assert cells_near(story["lat_e7"], story["lon_e7"], story["acc_cm"], TOLD["cells"]) == story["near"]


def test_points_beside_a_long_diagonal():
    for asked in TOLD["exact"]["at"]:
        assert name(cell_at(asked["lat_e7"], asked["lon_e7"], TOLD["exact"]["cells"])) == asked["at"]


@pytest.mark.parametrize("world", WORLDS, ids=range(len(WORLDS)))
def test_random_worlds(world):
    for asked in world["asked"]:
        lat, lon = asked["lat_e7"], asked["lon_e7"]
        assert name(cell_at(lat, lon, world["cells"])) == asked["at"], asked
        assert cells_near(lat, lon, asked["acc_cm"], world["cells"]) == asked["near"], asked


@given(st.randoms(use_true_random=False))
def test_a_point_among_tiles_lies_in_exactly_one(random):
    cells = oracle_grids.tiles(random, 4, 1_000)
    middle = [c for c in cells if c["id"] in ("t11", "t12", "t21", "t22")]
    for lat, lon in oracle_grids.points(random, middle, 20, jitters=(0, 0, 1)):
        assert sum(cell_at(lat, lon, [cell]) is not None for cell in cells) == 1


@given(st.lists(st.tuples(WIDE, WIDE), min_size=1, max_size=7), WIDE, WIDE)
def test_huge_rings_agree_with_fractions(ring, lat, lon):
    cell = oracle_grids.boxed({"id": "a", "level": 3, "kind": "normal", "ring": [list(p) for p in ring]})
    assert (cell_at(lat, lon, [cell]) is not None) == oracle_grids.inside(cell["ring"], lat, lon)
