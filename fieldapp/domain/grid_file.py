"""Grid cells from GeoJSON (RFC 7946): understood, checked against each other and against the cells that are there already. Pure.

A feature is a Polygon without holes in WGS-84 with the properties code, name, level, kind and parent (a code). Level 1 to 3 and
kind "normal" are 一级网格, 二级网格, 微网格, each below the level before it; level 4 and kind "exclusive" is a 专属网格 below any of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

LEVELS = {"normal": (1, 2, 3), "exclusive": (4,)}
CODE = re.compile(r"[0-9A-Za-z._-]{1,48}")
#: What a surveyor's rounding may leave outside of the parent: about a metre, in 1e-7 degree.
SLACK_E7 = 100
#: Reference systems that differ from WGS-84 by less than a metre or in name only (CGCS2000 is 4490).
SAME = re.compile(r"CRS84|(?:EPSG\D*)(?:4326|4490)$")


@dataclass(frozen=True)
class Shape:
    """A cell: `ring` is [[lon_e7, lat_e7], …] without a repeated last point, `bbox` [west, south, east, north]."""

    code: str
    name: str
    level: int
    kind: str
    parent: str | None
    ring: tuple[tuple[int, int], ...]

    @property
    def bbox(self) -> list[int]:
        lons, lats = zip(*self.ring, strict=True)
        return [min(lons), min(lats), max(lons), max(lats)]


@dataclass(frozen=True)
class Fault:
    """What is wrong with feature `n` (from 1; 0: the whole file), named by its code where it has one."""

    n: int
    code: str
    why: str


class Unfit(ValueError):
    """One feature cannot be a cell; the text is the code of the reason."""


def shapes(given: Any, known: Mapping[str, Shape], update: bool = False) -> tuple[list[Shape], list[Fault]]:
    """The cells of a FeatureCollection, parents first, and everything that is wrong with them.

    `known` are the cells that are there. A cell of the file that is among them is a fault, unless `update`: then it may have
    another name and border, but not another level, kind or parent.
    """
    features = given.get("features") if isinstance(given, dict) and given.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        return [], [Fault(0, "", "not_a_collection")]
    if not _is_wgs84(given):
        return [], [Fault(0, "", "crs")]
    found: dict[str, tuple[int, Shape]] = {}
    faults: list[Fault] = []
    for n, feature in enumerate(features, 1):
        try:
            one = shape(feature)
            if one.code in found:
                raise Unfit("code_doubled")
            found[one.code] = n, one
        except Unfit as no:
            faults.append(Fault(n, _code(feature), str(no)))
    every = dict(known) | {code: one for code, (_n, one) in found.items()}
    by_name: dict[str, str] = {}
    for code, one in every.items():
        if by_name.setdefault(one.name, code) != code and code in found:
            faults.append(Fault(found[code][0], code, "name_doubled"))
    for code, (n, one) in found.items():
        faults += [Fault(n, code, why) for why in _among(one, every, known.get(code), update)]
    for code, one in known.items():
        if code not in found and one.parent in found and not _within(one, every[one.parent]):
            faults.append(Fault(found[one.parent][0], one.parent, "leaves_child"))
    return sorted((one for _n, one in found.values()), key=lambda s: s.level), sorted(faults, key=lambda f: f.n)


def shape(feature: Any) -> Shape:
    """One feature as a cell. Raises Unfit."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise Unfit("no_properties")
    code, name, parent = _code(feature), str(properties.get("name") or "").strip(), properties.get("parent")
    if not CODE.fullmatch(code):
        raise Unfit("code")
    if not name or not name.isprintable():
        raise Unfit("name")
    kind, level = properties.get("kind") or "normal", str(properties.get("level", "")).strip()
    if kind not in ("normal", "exclusive"):
        raise Unfit("kind")
    if level not in map(str, LEVELS[kind]):
        raise Unfit("level")
    above = None if parent in (None, "") else str(parent).strip()
    return Shape(code, name, int(level), kind, above, ring(feature.get("geometry")))


def ring(geometry: Any) -> tuple[tuple[int, int], ...]:
    """The outer ring of a Polygon in 1e-7 degree. Raises Unfit."""
    geometry = geometry if isinstance(geometry, dict) else {}
    if geometry.get("type") != "Polygon":
        raise Unfit("multipolygon" if geometry.get("type") == "MultiPolygon" else "not_a_polygon")
    rings = geometry.get("coordinates")
    if not isinstance(rings, list) or not rings or not isinstance(rings[0], list):
        raise Unfit("not_a_polygon")
    if len(rings) > 1:
        raise Unfit("hole")
    points: list[tuple[int, int]] = []
    for point in rings[0]:
        at = _e7(point)
        if not points or at != points[-1]:
            points.append(at)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(set(points)) < 3 or not _twice_area(points):
        raise Unfit("no_area")
    return tuple(points)


def _e7(point: Any) -> tuple[int, int]:
    number = isinstance(point, list) and len(point) >= 2 and all(isinstance(v, int | float) and not isinstance(v, bool) for v in point[:2])
    if not number or not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise Unfit("coordinates")
    return round(point[0] * 10_000_000), round(point[1] * 10_000_000)


def _twice_area(points: list[tuple[int, int]]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True))


def _among(one: Shape, every: Mapping[str, Shape], before: Shape | None, update: bool) -> list[str]:
    """What is wrong with a cell beside the others."""
    if before is not None and not update:
        return ["code_taken"]
    if before is not None and replace(one, name=before.name, ring=before.ring) != before:
        return ["place_changed"]
    if one.level == 1:
        return ["parent_needless"] if one.parent else []
    above = every.get(one.parent or "")
    if above is None:
        return ["parent_unknown"]
    if above.level >= one.level or (one.kind == "normal" and above.level != one.level - 1):
        return ["parent_level"]
    return [] if _within(one, above) else ["outside_parent"]


def _within(one: Shape, above: Shape) -> bool:
    (west, south, east, north), (w, s, e, n) = one.bbox, above.bbox
    return west >= w - SLACK_E7 and south >= s - SLACK_E7 and east <= e + SLACK_E7 and north <= n + SLACK_E7


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return str(code).strip() if isinstance(code, int | str) and not isinstance(code, bool) else ""


def _is_wgs84(given: Mapping[str, Any]) -> bool:
    """GeoJSON has no other system; older files may name one."""
    if given.get("crs") is None:
        return True
    properties = given["crs"].get("properties") if isinstance(given["crs"], dict) else None
    return isinstance(properties, dict) and SAME.search(str(properties.get("name"))) is not None
