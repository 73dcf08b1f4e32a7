"""Cells from GeoJSON: what a feature must be, and how cells must lie to each other."""

import pytest

from fieldapp.domain.grid_file import Unfit, shape, shapes

RING = [[112.92, 35.80], [112.93, 35.80], [112.93, 35.81], [112.92, 35.81], [112.92, 35.80]]


def feature(ring=RING, geometry=None, **properties) -> dict:
    return {"type": "Feature", "geometry": geometry or {"type": "Polygon", "coordinates": [ring]},
            "properties": {"code": "A", "name": "甲", "level": 1, "kind": "normal", "parent": None, **properties}}


def faults(*features, known=None, **more) -> list[tuple[int, str]]:
    return [(f.n, f.why) for f in shapes({"type": "FeatureCollection", "features": list(features)}, known or {}, **more)[1]]


def test_degrees_become_whole_numbers_without_the_repeated_point():
    one = shape(feature(code=1405810, level="1", kind=None))

    assert one.ring == ((1129200000, 358000000), (1129300000, 358000000), (1129300000, 358100000), (1129200000, 358100000))
    assert (one.code, one.level, one.kind, one.bbox) == ("1405810", 1, "normal", [1129200000, 358000000, 1129300000, 358100000])


@pytest.mark.parametrize(("given", "why"), [
    ({}, "no_properties"), (feature(code=""), "code"), (feature(code="网格"), "code"), (feature(code=True), "code"), (feature(name=" "), "name"),
    (feature(kind="other"), "kind"), (feature(level=0), "level"), (feature(level=None), "level"), (feature(level=4), "level"),
    (feature(level=3, kind="exclusive"), "level"), (feature(geometry={"type": "Point"}), "not_a_polygon"),
    (feature(geometry={"type": "MultiPolygon", "coordinates": [[RING]]}), "multipolygon"),
    (feature(geometry={"type": "Polygon", "coordinates": [RING, RING]}), "hole"), (feature(geometry={"type": "Polygon"}), "not_a_polygon"),
    (feature([[35.80, 112.92], *RING]), "coordinates"), (feature([["112", "35"], *RING]), "coordinates"),
    (feature([[float("nan"), 35], *RING]), "coordinates"),
    (feature([[112.9, 35.8], [112.91, 35.8], [112.92, 35.8]]), "no_area"), (feature(RING[:2]), "no_area"), (feature([]), "no_area"),
])
def test_a_feature_that_cannot_be_a_cell_says_why(given, why):
    with pytest.raises(Unfit, match=f"^{why}$"):
        shape(given)


def test_parents_come_first_whatever_the_order_of_the_file():
    child = feature(code="B", name="乙", level=2, parent="A")

    found, wrong = shapes({"type": "FeatureCollection", "features": [child, feature()]}, {})

    assert ([s.code for s in found], wrong) == (["A", "B"], [])


@pytest.mark.parametrize(("child", "why"), [
    ({"level": 2, "parent": "Z"}, "parent_unknown"), ({"level": 2, "parent": None}, "parent_unknown"), ({"level": 3, "parent": "A"}, "parent_level"),
    ({"level": 1, "parent": "A"}, "parent_needless"), ({"level": 2, "parent": "B"}, "parent_level"),
    ({"level": 2, "parent": "A", "name": "甲"}, "name_doubled"), ({"level": 2, "parent": "A", "code": "A"}, "code_doubled"),
    ({"level": 2, "parent": "A", "ring": [[112.92, 35.80], [112.9301, 35.80], [112.93, 35.81]]}, "outside_parent"),
])
def test_a_cell_that_does_not_fit_the_others_is_named(child, why):
    assert faults(feature(), feature(**({"code": "B", "name": "乙"} | child))) == [(2, why)]


def test_a_metre_of_rounding_is_forgiven_and_exclusive_cells_lie_under_any_level():
    over = [[112.92, 35.80], [112.930009, 35.80], [112.93, 35.81]]

    second = feature(over, code="B", name="乙", level=2, parent="A")

    assert faults(feature(), second, feature(code="M", name="市场", level=4, kind="exclusive", parent="A")) == []


def test_what_is_there_stays_unless_told_and_keeps_its_children_inside():
    known = {s.code: s for s in shapes({"type": "FeatureCollection", "features": [
        feature(), feature(code="B", name="乙", level=2, parent="A")]}, {})[0]}
    smaller = feature([[112.92, 35.80], [112.925, 35.80], [112.925, 35.805]])

    assert faults(feature(), known=known) == [(1, "code_taken")]
    assert faults(feature(name="新名"), known=known, update=True) == []
    assert faults(smaller, known=known, update=True) == [(1, "leaves_child")]
    assert faults(feature(code="B", name="乙", level=1), known=known, update=True) == [(1, "place_changed")]
