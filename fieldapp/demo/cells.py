"""The grid of Dongcheng Street (一张网格): 15 + 46 + 447 cells that tile each other, and 15 exclusive ones (专属网格) within."""

from dataclasses import dataclass
from functools import cache

from .chance import dice, stable_id
from .tiling import PLAN, Box, Mesh, bounds, shrink, split, twice_area

FIRST, SECOND, MICRO, EXCLUSIVE = 1, 2, 3, 4
#: Name of a first-level cell (一级网格) and how many micro cells (微网格) each of its second-level cells has.
QUARTERS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("丰登", (9, 10, 9)), ("长风", (10, 9, 10)), ("南桥", (9, 9, 12)), ("城北", (9, 10, 9, 10)), ("望城", (10, 11, 9)),
    ("云溪", (10, 9, 10)), ("槐荫", (9, 10, 10, 9)), ("柳坞", (10, 10)), ("鹤鸣", (9, 11, 10)), ("竹影", (10, 9, 10)),
    ("松岭", (11, 9, 10)), ("杏林", (9, 10, 9)), ("晴川", (10, 9, 10)), ("芦汀", (10, 10, 10)), ("石榴园", (9, 9, 11)),
)
#: Second-level cells where more happens, so that lists and maps have something to show.
SHOWN = ("丰登1", "丰登2", "丰登3", "长风2", "南桥3")
#: One place in each quarter that is a cell of its own.
EXCLUSIVES = ("丰登农贸市场", "长风中学", "南桥建材市场", "城北工业园", "望城小区", "云溪湿地公园", "槐荫客运站", "柳坞水厂",
              "鹤鸣体育场", "竹影公园", "松岭林场", "杏林医院", "晴川广场", "芦汀码头公园", "石榴园商城")


@dataclass(frozen=True)
class Cell:
    """A cell as it will be a row. `parent` is the parent's name; an exclusive cell lies in a micro cell, `host`."""

    name: str
    level: int
    parent: str | None
    ring: list[list[int]]
    host: str | None = None

    @property
    def id(self) -> str:
        return stable_id("grid", self.name)

    @property
    def kind(self) -> str:
        return "exclusive" if self.level == EXCLUSIVE else "normal"

    @property
    def bbox(self) -> list[int]:
        return bounds(self.ring)


@cache
def cells() -> tuple[Cell, ...]:
    """All 523 cells, parents before children."""
    plan = _plan()
    mesh = Mesh(box for box, level, *_ in plan if level == MICRO)
    drawn = tuple(Cell(name, level, parent, mesh.ring(box)) for box, level, name, parent in plan)
    return drawn + _exclusives(drawn)


def _plan() -> list[tuple[Box, int, str, str | None]]:
    """(box, level, name, parent's name) for the three levels, level by level."""
    rand = dice("cells")
    first, second, micro = [], [], []
    quarters = split(PLAN, [sum(counts) for _, counts in QUARTERS], rand)
    for (name, counts), quarter in zip(QUARTERS, quarters, strict=True):
        first.append((quarter, FIRST, name, None))
        for n, (count, block) in enumerate(zip(counts, split(quarter, list(counts), rand), strict=True), 1):
            second.append((block, SECOND, f"{name}{n}", name))
            for m, box in enumerate(split(block, [1] * count, rand), 1):
                micro.append((box, MICRO, f"{name}{n}-{m:02}", f"{name}{n}"))
    return first + second + micro


def _exclusives(drawn: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """One in the largest micro cell of each quarter, a little inside its border."""
    found = []
    for (quarter, counts), name in zip(QUARTERS, EXCLUSIVES, strict=True):
        blocks = {f"{quarter}{n}" for n in range(1, len(counts) + 1)}
        host = max((c for c in drawn if c.parent in blocks), key=lambda c: twice_area(c.ring))
        found.append(Cell(name, EXCLUSIVE, host.parent, shrink(host.ring, 700), host.name))
    return tuple(found)
