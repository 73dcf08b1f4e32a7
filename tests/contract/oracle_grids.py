"""Random cells and points, judged by fractions and by the mathematics library: another way than the code under test."""

import math
from fractions import Fraction
from random import Random

RADIUS_M = 6371008.8
DONGCHENG = (1129230000, 358000000)  # lon, lat in 1e-7 degrees


def boxed(cell: dict) -> dict:
    lons, lats = [p[0] for p in cell["ring"]], [p[1] for p in cell["ring"]]
    return cell | {"bbox": [min(lons), min(lats), max(lons), max(lats)]}


def random_cells(random: Random, n: int, middle: tuple[int, int], size: int) -> list[dict]:
    """Rings that may cross themselves; some exclusive, some of upper levels."""
    cells = []
    for i in range(n):
        centre = [c + random.randint(-size, size) for c in middle]
        ring = [[c + random.randint(-size, size) for c in centre] for _ in range(random.randint(3, 9))]
        if random.random() < 0.3:
            ring.append(ring[0])
        kind = "exclusive" if random.random() < 0.3 else "normal"
        level = random.choice([1, 2, 3, 3, 3])
        cells.append(boxed({"id": f"c{i:02d}", "level": level, "kind": kind, "ring": ring}))
    return cells


def tiles(random: Random, side: int, step: int) -> list[dict]:
    """Squares bent at common corners: children that tile, with whole-number corners."""
    bend = step // 4
    corner = {
        (x, y): [DONGCHENG[0] + x * step + random.randint(-bend, bend), DONGCHENG[1] + y * step + random.randint(-bend, bend)]
        for x in range(side + 1)
        for y in range(side + 1)
    }
    rings = [
        (x, y, [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1]]) for x in range(side) for y in range(side)
    ]
    return [boxed({"id": f"t{x}{y}", "level": 3, "kind": "normal", "ring": ring}) for x, y, ring in rings]


def points(random: Random, cells: list[dict], n: int, jitters: tuple[int, ...] = (0, 0, 1, 5_000)) -> list[tuple[int, int]]:
    """(lat, lon): corners, points on edges where they are whole, and points within a jitter of those."""
    found = []
    for _ in range(n):
        ring = random.choice(cells)["ring"]
        i = random.randrange(len(ring))
        (ax, ay), (bx, by) = ring[i - 1], ring[i]
        common = math.gcd(bx - ax, by - ay)
        k = random.randint(0, common) if common else 0
        x, y = (ax + k * (bx - ax) // common, ay + k * (by - ay) // common) if common else (ax, ay)
        jitter = random.choice(jitters)
        found.append((y + random.randint(-jitter, jitter), x + random.randint(-jitter, jitter)))
    return found


def inside(ring: list[list[int]], lat: int, lon: int) -> bool:
    """Even-odd rule with exact crossings of the line to the east."""
    crossings = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if min(ay, by) <= lat < max(ay, by):
            crossings += lon < ax + Fraction((lat - ay) * (bx - ax), by - ay)
    return crossings % 2 == 1


def distance(ring: list[list[int]], lat: int, lon: int) -> float:
    """Metres to the nearest edge, with the library's cosine and angles."""
    metre = math.radians(1e-7) * RADIUS_M
    flat = [((x - lon) * metre * math.cos(math.radians(lat * 1e-7)), (y - lat) * metre) for x, y in ring]
    best = math.inf
    for (ax, ay), (bx, by) in zip(flat, [*flat[1:], flat[0]], strict=True):
        edge = math.hypot(bx - ax, by - ay)
        if edge == 0:
            best = min(best, math.hypot(ax, ay))
            continue
        along = min(max(-(ax * (bx - ax) + ay * (by - ay)) / edge, 0.0), edge)
        best = min(best, math.hypot(ax + (bx - ax) * along / edge, ay + (by - ay) * along / edge))
    return best


def near(cells: list[dict], lat: int, lon: int, acc_cm: int) -> list[dict] | None:
    """What cells_near must answer; None where rounding or the circle's rim makes it a matter of the last bit."""
    bottom = [c for c in cells if c["kind"] == "exclusive" or c["level"] == 3]
    holding = sorted((c["kind"] != "exclusive", c["id"]) for c in bottom if inside(c["ring"], lat, lon))
    home = holding[0][1] if holding else None
    rows = []
    for cell in bottom:
        ring = cell["ring"]
        if cell["id"] == home:
            rows.append((False, 0, cell["kind"] != "exclusive", cell["id"]))
            continue
        if home and inside(ring, lat, lon):
            ring = next(c for c in bottom if c["id"] == home)["ring"]
        metres = distance(ring, lat, lon)
        if abs(metres % 1 - 0.5) < 1e-6 or abs(metres * 100 - min(acc_cm, 50_000)) < 1e-3:
            return None
        if metres * 100 <= min(acc_cm, 50_000):
            rows.append((True, int(metres + 0.5), cell["kind"] != "exclusive", cell["id"]))
    return [{"id": i, "inside": not away, "distance_m": m} for away, m, _, i in sorted(rows)]
