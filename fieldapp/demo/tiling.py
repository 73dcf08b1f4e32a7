"""Cells that tile their parents exactly, in integer coordinates.

Boxes are cut from boxes (guillotine cuts) in a flat plan of decimetres. Every corner that lies on the edge of a box becomes
a vertex of that box's ring, so two neighbours share every vertex of their common border; then one smooth map bends the
whole plan onto the earth. Children and parents therefore meet without gap or overlap, down to the last unit.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

Point = tuple[int, int]
CENTRE_LAT_E7, CENTRE_LON_E7 = 358_000_000, 1_129_200_000
#: Units of 1e-7 degree in one decimetre, at 35.80° N.
LAT_PER_DM, LON_PER_DM = 9.013, 11.083


@dataclass(frozen=True)
class Box:
    """A rectangle of the plan, in decimetres."""

    west: int
    south: int
    east: int
    north: int

    def corners(self) -> tuple[Point, ...]:
        return (self.west, self.south), (self.east, self.south), (self.east, self.north), (self.west, self.north)


PLAN = Box(0, 0, 42_000, 31_000)


def split(box: Box, weights: list[int], rand: Random) -> list[Box]:
    """Cut a box into one piece for each weight, its area roughly in proportion to it."""
    if len(weights) == 1:
        return [box]
    half = len(weights) // 2
    share = sum(weights[:half]) / sum(weights) * rand.uniform(0.95, 1.05)
    if box.east - box.west >= box.north - box.south:
        at = box.west + round((box.east - box.west) * share)
        first, second = Box(box.west, box.south, at, box.north), Box(at, box.south, box.east, box.north)
    else:
        at = box.north - round((box.north - box.south) * share)
        first, second = Box(box.west, at, box.east, box.north), Box(box.west, box.south, box.east, at)
    return split(first, weights[:half], rand) + split(second, weights[half:], rand)


class Mesh:
    """All corners of the smallest boxes; gives every box, small or large, its ring."""

    def __init__(self, smallest: Iterable[Box]):
        self._on_x: dict[int, list[int]] = {}
        self._on_y: dict[int, list[int]] = {}
        for x, y in sorted({corner for box in smallest for corner in box.corners()}):
            self._on_x.setdefault(x, []).append(y)
            self._on_y.setdefault(y, []).append(x)

    def ring(self, box: Box) -> list[list[int]]:
        """The ring on the earth, [[lon_e7, lat_e7], …], counter-clockwise, without a repeated last point."""
        south = [(x, box.south) for x in between(self._on_y[box.south], box.west, box.east)]
        east = [(box.east, y) for y in between(self._on_x[box.east], box.south, box.north)]
        north = [(x, box.north) for x in reversed(between(self._on_y[box.north], box.west, box.east))]
        west = [(box.west, y) for y in reversed(between(self._on_x[box.west], box.south, box.north))]
        return [list(bend(p)) for side in (south, east, north, west) for p in side[:-1]]


def between(sorted_values: list[int], low: int, high: int) -> list[int]:
    return sorted_values[bisect_left(sorted_values, low):bisect_right(sorted_values, high)]


def bend(point: Point) -> Point:
    """A point of the plan as (lon_e7, lat_e7). Every wave is gentler than one to three, so nothing folds over."""
    x, y = point
    east = x - PLAN.east / 2 + 900 * math.sin(y / 6100 + 0.4) + 130 * math.sin((x + 0.7 * y) / 1450) + 26 * math.sin(y / 240 + x / 700)
    north = y - PLAN.north / 2 + 800 * math.sin(x / 7300 + 1.1) + 120 * math.sin((y - 0.5 * x) / 1300) + 26 * math.sin(x / 260 - y / 640)
    return CENTRE_LON_E7 + round(east * LON_PER_DM), CENTRE_LAT_E7 + round(north * LAT_PER_DM)


def twice_area(ring: list[list[int]]) -> int:
    """Twice the signed area, exact; positive when counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))


def middle(ring: list[list[int]]) -> Point:
    """A point near the centre of a ring: the mean of its bounding box."""
    west, south, east, north = bounds(ring)
    return (west + east) // 2, (south + north) // 2


def bounds(ring: list[list[int]]) -> list[int]:
    """[west, south, east, north] in 1e-7 degree."""
    lons, lats = zip(*ring, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def shrink(ring: list[list[int]], per_mille: int) -> list[list[int]]:
    """The ring drawn together towards its middle."""
    mid_lon, mid_lat = middle(ring)
    return [[mid_lon + (lon - mid_lon) * per_mille // 1000, mid_lat + (lat - mid_lat) * per_mille // 1000] for lon, lat in ring]
