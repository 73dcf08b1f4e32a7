"""A plain map of grid cells as SVG numbers: no tiles, no script, prints as it is. North is up."""

import math
from dataclasses import dataclass, field

from fieldapp.store.cases import Case
from fieldapp.store.grids import Grid

from .rows import Look, marker

#: Metres of one unit of latitude × 10^7 on the WGS-84 sphere.
METRES_E7 = 6_371_008.8 * math.pi / 180 / 1e7
NEAREST_M, MOST_MARKERS = 260, 80
STEPS_M = (20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Shape:
    points: str
    kind: str
    label: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    look: Look
    case: Case


@dataclass
class GridMap:
    width: int
    height: int
    shapes: list[Shape] = field(default_factory=list)
    labels: list[Shape] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pick: tuple[int, int, int] | None = None
    bar: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Window:
    """What the picture shows: its middle (degrees × 10^7), pixels per metre, size."""

    lon: float
    lat: float
    scale: float
    width: int
    height: int

    def xy(self, lon_e7: float, lat_e7: float) -> tuple[int, int]:
        east = (lon_e7 - self.lon) * METRES_E7 * math.cos(math.radians(self.lat / 1e7))
        return round(self.width / 2 + east * self.scale), round(self.height / 2 - (lat_e7 - self.lat) * METRES_E7 * self.scale)

    def shows(self, bbox: list[int]) -> bool:
        (left, top), (right, bottom) = self.xy(bbox[0], bbox[3]), self.xy(bbox[2], bbox[1])
        return right > 0 and left < self.width and bottom > 0 and top < self.height


def spot(case: Case, cells: dict[str, Grid]) -> tuple[float, float] | None:
    """(lon, lat) × 10^7: as measured, else the middle of its cell, else None."""
    place = case.place or {}
    if isinstance(place.get("lat_e7"), int) and isinstance(place.get("lon_e7"), int):
        return place["lon_e7"], place["lat_e7"]
    cell = cells.get(case.grid_id or "")
    return middle(cell) if cell else None


def middle(cell: Grid) -> tuple[float, float]:
    west, south, east, north = cell.bbox
    return (west + east) / 2, (south + north) / 2


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two (lon, lat) × 10^7; plane geometry, for places of one town."""
    east = (a[0] - b[0]) * METRES_E7 * math.cos(math.radians((a[1] + b[1]) / 2e7))
    return math.hypot(east, (a[1] - b[1]) * METRES_E7)


def draw(cells: list[Grid], picked: Case | None, others: list[Case], now: int, width: int = 320, height: int = 300) -> GridMap:
    """The cells around the picked case with the others as markers; without one, the whole of the cells."""
    by_id = {c.id: c for c in cells}
    here = spot(picked, by_id) if picked else None
    cell = by_id.get(picked.grid_id or "") if picked else None
    window = _around(here, cell, _accuracy(picked), width, height) if here else _whole(cells, width, height)
    found = GridMap(width, height)
    if window is None:
        return found
    _cells(found, window, cells, cell.id if cell else None, bool(here))
    for case in others[:MOST_MARKERS]:
        at = spot(case, by_id)
        if at and case is not picked and 8 < (xy := window.xy(*at))[0] < width - 8 and 8 < xy[1] < height - 8:
            found.marks.append(Mark(*xy, marker(case, now), case))
    if here:
        x, y = window.xy(*here)
        found.pick = (x, y, round((_accuracy(picked) or 0) * window.scale))
    length = max((s for s in STEPS_M if s * window.scale <= width / 3), default=STEPS_M[0])
    found.bar = (length, round(length * window.scale))
    return found


def _accuracy(case: Case) -> float | None:
    acc = (case.place or {}).get("acc_cm")
    return acc / 100 if isinstance(acc, int) else None


def _around(here, cell: Grid | None, accuracy_m: float | None, width: int, height: int) -> Window:
    reach = max(NEAREST_M, (accuracy_m or 0) * 1.3)
    if cell:
        west, south, east, north = cell.bbox
        corners = [(west, south), (west, north), (east, south), (east, north)]
        reach = max(reach, min(2000, max(metres_between(here, c) for c in corners) * 1.15))
    return Window(*here, min(width, height) / 2 / reach, width, height)


def _whole(cells: list[Grid], width: int, height: int) -> Window | None:
    if not cells:
        return None
    west, south = min(c.bbox[0] for c in cells), min(c.bbox[1] for c in cells)
    east, north = max(c.bbox[2] for c in cells), max(c.bbox[3] for c in cells)
    flat = Window((west + east) / 2, (south + north) / 2, 1, 0, 0)
    across, down = flat.xy(east, south)
    return Window(flat.lon, flat.lat, min(width / (across * 2 or 1), height / (down * 2 or 1)) * 0.94, width, height)


def _cells(found: GridMap, window: Window, cells: list[Grid], picked: str | None, near: bool) -> None:
    """Near: micro and exclusive cells with names. Far: only the borders of the two upper levels."""
    seen = [c for c in cells if window.shows(c.bbox)]
    bottom = [c for c in seen if near and (c.level == 3 or c.kind == "exclusive")]
    for cell in sorted(bottom, key=lambda c: (c.kind == "exclusive", c.id == picked)):
        kind = "cell-picked" if cell.id == picked else "cell-exclusive" if cell.kind == "exclusive" else "cell"
        found.shapes.append(Shape(_points(window, cell), kind))
        _label(found, window, cell)
    for level, kind in ((2, "border-2"), (1, "border-1")):
        for cell in (c for c in seen if c.level == level and c.kind == "normal"):
            found.shapes.append(Shape(_points(window, cell), kind))
            if level == 1 and not near:
                _label(found, window, cell)


def _points(window: Window, cell: Grid) -> str:
    return " ".join("{},{}".format(*window.xy(*p)) for p in cell.ring)


def _label(found: GridMap, window: Window, cell: Grid) -> None:
    x, y = window.xy(*middle(cell))
    (left, _), (right, _) = window.xy(cell.bbox[0], 0), window.xy(cell.bbox[2], 0)
    name = cell.name if len(cell.name) * 11 < right - left else ""
    if name and 30 < x < window.width - 30 and 14 < y < window.height - 20:
        found.labels.append(Shape("", "", name, x, y + 4))
