"""Which grid cell (网格) a position lies in, and which are near enough to be meant. Twin: static/pwa/domain/grids.js.

Cells are `{id, level, kind: "normal"|"exclusive", bbox: [w, s, e, n], ring: [[lon_e7, lat_e7], …]}` in integer 1e-7 degrees,
WGS-84, not across the date line. Inside or outside is decided in whole numbers, so that of cells that tile, exactly one holds a
point of their common border. Distances use nothing but + - * / and sqrt, which every IEEE machine rounds alike.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cell = Mapping[str, Any]

#: No circle larger than this offers cells: a worse fix says nothing (cm).
WIDEST_CM = 50_000
RADIANS_PER_E7 = 1.7453292519943295e-9
METRES_PER_E7 = 6371008.8 * RADIANS_PER_E7  # on the mean sphere
#: 1/(2k)! with alternating signs, highest power first: cosine by Taylor up to x^20.
COSINE = tuple((-1) ** k / math.factorial(2 * k) for k in range(10, -1, -1))


def cell_at(lat_e7: int, lon_e7: int, cells: Iterable[Cell]) -> Cell | None:
    """The bottom cell that holds the point, or None. An exclusive cell (专属网格) wins over the micro cell under it."""
    return min((cell for cell in cells if is_bottom(cell) and _holds(cell, lat_e7, lon_e7)), key=_rank, default=None)


def cells_near(lat_e7: int, lon_e7: int, acc_cm: int | None, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Bottom cells within the accuracy circle (at most 500 m), nearest first: `{id, inside, distance_m}`.

    The cell that holds the point comes first, at 0 m. Others count by the distance to their border, in whole metres. The
    micro cell under an exclusive one that holds the point begins where that one ends.
    """
    bottom = [cell for cell in cells if is_bottom(cell) and cell["ring"]]
    home = cell_at(lat_e7, lon_e7, bottom)
    reach = min(max(acc_cm or 0, 0), WIDEST_CM)
    found = []
    for cell in bottom:
        if cell is home:
            found.append((0.0, cell))
            continue
        border = home if home is not None and _holds(cell, lat_e7, lon_e7) else cell
        distance = _distance(lat_e7, lon_e7, border["ring"])
        if distance * 100 <= reach:
            found.append((distance, cell))
    rows = [(cell is not home, math.floor(distance + 0.5), _rank(cell), cell["id"]) for distance, cell in found]
    return [{"id": cell_id, "inside": not away, "distance_m": metres} for away, metres, _, cell_id in sorted(rows)]


def is_bottom(cell: Cell) -> bool:
    """A cell that people report in: a micro cell (微网格, level 3) or an exclusive one."""
    return cell["kind"] == "exclusive" or cell["level"] == 3


def _rank(cell: Cell) -> tuple[bool, str]:
    return cell["kind"] != "exclusive", cell["id"]


def _holds(cell: Cell, lat: int, lon: int) -> bool:
    """Even-odd rule; a border belongs to the cell to its east or north."""
    west, south, east, north = cell["bbox"]
    if not (west <= lon <= east and south <= lat <= north):
        return False
    ring = cell["ring"]
    inside = False
    ax, ay = ring[-1] if ring else (0, 0)
    for bx, by in ring:
        if (ay > lat) != (by > lat):
            left, right = (lon - ax) * (by - ay), (lat - ay) * (bx - ax)
            inside ^= left < right if by > ay else left > right
        ax, ay = bx, by
    return inside


def _distance(lat: int, lon: int, ring: Sequence[Sequence[int]]) -> float:
    """Metres from the point to the ring's border, on a plane that touches the sphere at the point."""
    east, north = METRES_PER_E7 * _cosine(lat * RADIANS_PER_E7), METRES_PER_E7
    nearest = math.inf
    ax, ay = (ring[-1][0] - lon) * east, (ring[-1][1] - lat) * north
    for vertex in ring:
        bx, by = (vertex[0] - lon) * east, (vertex[1] - lat) * north
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = 0.0 if length == 0 else -(ax * dx + ay * dy) / length
        t = 0.0 if t < 0 else 1.0 if t > 1 else t
        x, y = ax + t * dx, ay + t * dy
        nearest = min(nearest, x * x + y * y)
        ax, ay = bx, by
    return math.sqrt(nearest)


def _cosine(x: float) -> float:
    square, value = x * x, 0.0
    for term in COSINE:
        value = value * square + term
    return value
