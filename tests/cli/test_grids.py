"""flask grid: cells from GeoJSON, all or none; afterwards phones get them and reports find them."""

import json

import pytest

from fieldapp.domain.grids import cell_at
from fieldapp.store.feed import lies_in
from fieldapp.store.grids import cell_and_above, grid, grids, plain_cells


def square(west: float, south: float, side: float) -> list:
    return [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]


def feature(code: str, level, parent: str | None, ring: list, kind: str = "normal", **more) -> dict:
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"code": code, "name": f"网格{code}", "level": level, "kind": kind, "parent": parent, **more}}


#: Children first: the order in the file does not matter.
WORLD = [
    feature("A-1-1", 3, "A-1", square(112.92, 35.80, 0.002)), feature("A-1-2", "3", "A-1", square(112.922, 35.80, 0.002)),
    feature("A-1", 2, "A", square(112.92, 35.80, 0.004)), feature("A", 1, None, square(112.92, 35.80, 0.004)),
    feature("M", 4, "A-1", square(112.9205, 35.8005, 0.0005), "exclusive"),
]


@pytest.fixture
def take(flask, tmp_path):
    """Runs `flask grid import` with these features."""
    def run(features, *words, **collection):
        path = tmp_path / "grid.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **collection}), "utf-8")
        return flask("grid", "import", path, *words)
    return run


def test_cells_come_with_their_parents_and_are_found(flask, installation, take):
    taken = take(WORLD)

    assert taken.exit_code == 0, taken.output
    one = grid("A-1-1")
    assert (one.name, one.level, one.kind, one.bbox) == ("网格A-1-1", 3, "normal", [1129200000, 358000000, 1129220000, 358020000])
    assert one.ring == [[1129200000, 358000000], [1129220000, 358000000], [1129220000, 358020000], [1129200000, 358020000]]
    assert cell_and_above("A-1-1") == ["A-1-1", "A-1", "A"]
    assert all(lies_in("grid", g.id, {"reference"}) for g in grids())
    assert [cell_at(lat, 1129206000, plain_cells())["id"] for lat in (358001000, 358006000)] == ["A-1-1", "M"]


def test_cells_are_counted(flask, installation, take):
    take(WORLD)
    flask("user", "add", "wang", "--name", "网芒种", "--role", "grid", "--unit", "东城街街道")
    flask("user", "staff", "wang", "A-1-2")

    counted = flask("grid", "list").output

    assert "first level: 1, staffed 0" in counted and "micro cells: 2, staffed 1" in counted and "exclusive cells: 1, staffed 0" in counted


def test_one_fault_keeps_all_out_and_every_fault_is_named(installation, take):
    refused = take([*WORLD, feature("B", 2, "Z", square(112.92, 35.80, 0.001)), feature("C", 7, None, square(112.92, 35.80, 0.001))])

    assert refused.exit_code == 1 and grids() == []
    assert "feature 6 (B)" in refused.output and "no such parent" in refused.output and "feature 7 (C)" in refused.output


def test_cells_that_are_there_change_only_when_told(installation, take):
    take(WORLD)
    moved = feature("A-1-2", 3, "A-1", square(112.922, 35.80, 0.0015), name="东片")

    assert take([moved]).exit_code == 1 and grid("A-1-2").name == "网格A-1-2"
    assert take([moved], "--update").exit_code == 0
    assert (grid("A-1-2").name, grid("A-1-2").bbox[2]) == ("东片", 1129235000)
    assert take([feature("A-1-2", 4, "A-1", square(112.922, 35.80, 0.001), "exclusive")], "--update").exit_code == 1
    assert take([feature("A-1", 2, "A", square(112.92, 35.80, 0.001))], "--update").exit_code == 1


def test_cells_are_added_below_those_that_are_there(installation, take):
    take(WORLD[2:4])

    assert take(WORLD[:2]).exit_code == 0
    assert grid("A-1-1").parent_id == "A-1"


def test_a_file_that_is_no_map_is_refused(flask, installation, take, tmp_path):
    (tmp_path / "x").write_text("{")

    assert flask("grid", "import", tmp_path / "x").exit_code == 1
    assert take([]).exit_code == 1
    assert take(WORLD, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}).exit_code == 1
    assert take(WORLD, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}).exit_code == 0


def test_cells_need_a_subdistrict(flask, installation, take):
    assert take(WORLD, "--subdistrict", "没有的街道").exit_code == 1
    flask("unit", "add", "西山街道", "subdistrict")
    assert take(WORLD).exit_code == 1
    assert take(WORLD, "--subdistrict", "西山街道").exit_code == 0
