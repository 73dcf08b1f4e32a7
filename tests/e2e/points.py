"""Points on the demo world's grid, found by looking, so that they hold when the world is drawn anew."""

from fieldapp.domain.grids import cell_at, cells_near

DEGREE = 10**7


def middle_of_a_cell(cells: list[dict], accuracy_m: float) -> tuple[float, float, float]:
    """(latitude, longitude, accuracy in m) of a point whose accuracy circle lies in one bottom cell alone."""
    return _first(cells, accuracy_m, lambda near: len(near) == 1, _middles)


def border_of_two(cells: list[dict], accuracy_m: float) -> tuple[float, float, float]:
    """The same of a point whose circle touches exactly two bottom cells."""
    return _first(cells, accuracy_m, lambda near: len(near) == 2, _edges)


def name_at(cells: list[dict], place: tuple[float, float, float]) -> str:
    """Name of the bottom cell of a point."""
    return cell_at(round(place[0] * DEGREE), round(place[1] * DEGREE), cells)["name"]


def _first(cells, accuracy_m, wanted, points):
    for lon, lat in (point for cell in cells if cell["level"] == 3 for point in points(cell)):
        if wanted(cells_near(lat, lon, round(accuracy_m * 100), cells)):
            return lat / DEGREE, lon / DEGREE, accuracy_m
    raise LookupError("no such point on this grid")


def _middles(cell):
    west, south, east, north = cell["bbox"]
    yield (west + east) // 2, (south + north) // 2


def _edges(cell):
    for (x1, y1), (x2, y2) in zip(cell["ring"], cell["ring"][1:] + cell["ring"][:1], strict=True):
        yield (x1 + x2) // 2, (y1 + y2) // 2
