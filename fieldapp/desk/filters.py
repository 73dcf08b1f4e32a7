"""The list's questions in the address bar: every view is a link that can be kept, sent and gone back to."""

from dataclasses import dataclass

from flask import request, url_for

from fieldapp.rulebook import load
from fieldapp.store.cases import ORDERS
from fieldapp.store.grids import Grid, grids
from fieldapp.store.units import Unit, units

from .queues import Queue, criteria

PAGE = 50
NAMES = ("q", "state", "unit", "grid", "category", "source", "overdue", "words", "order", "page", "pick")


@dataclass(frozen=True)
class Filter:
    """What was asked for. Unknown values are dropped: an old link must still open."""

    queue: Queue
    state: str = ""
    unit: str = ""
    grid: str = ""
    category: str = ""
    source: str = ""
    overdue: bool = False
    words: str = ""
    order: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        return bool(self.state or self.unit or self.grid or self.category or self.source or self.overdue or self.words)

    def find(self, now: int) -> dict:
        """Arguments of `find_cases`."""
        asked = dict(criteria(self.queue, now))
        if self.words and self.queue.code == "all":
            asked.pop("open_only")  # whoever looks for a number wants it wherever it is
        if self.state:
            asked["states"] = (self.state,) if self.state in asked.get("states", (self.state,)) else ("none",)
        if self.overdue:
            asked["overdue_at"] = now
        return asked | {
            "unit_id": self.unit or None, "grid_ids": cells_below(self.grid) if self.grid else None, "category": self.category or None,
            "source": self.source or None, "words": self.words, "order": self.order or self.queue.order, "limit": PAGE,
            "offset": (self.page - 1) * PAGE,
        }

    def url(self, **more) -> str:
        """This list with something else asked; the page starts anew unless it is what is asked."""
        asked = {"q": self.queue.code, "state": self.state, "unit": self.unit, "grid": self.grid, "category": self.category,
                 "source": self.source, "overdue": "1" if self.overdue else "", "words": self.words, "order": self.order} | more
        return url_for("desk.cases", **{k: v for k, v in asked.items() if v})


def read_filter(queues: tuple[Queue, ...], fallback: Queue) -> Filter:
    args, rules = request.args, load()

    def one_of(name: str, known) -> str:
        return args[name] if args.get(name) in known else ""

    queue = next((q for q in queues if q.code == args.get("q")), fallback)
    page = args.get("page", "1")
    return Filter(
        queue, one_of("state", rules.states), one_of("unit", {u.id for u in units()}), one_of("grid", {g.id for g in grids()}),
        one_of("category", rules.categories), one_of("source", rules.sources), args.get("overdue") == "1",
        args.get("words", "").strip()[:80], one_of("order", ORDERS), int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1)


def cells_below(grid_id: str) -> list[str]:
    """Ids of a cell and of every cell under it."""
    found, below = [grid_id], {}
    for one in grids():
        below.setdefault(one.parent_id, []).append(one.id)
    for cell in found:
        found.extend(below.get(cell, ()))
    return found


def unit_choices() -> list[Unit]:
    """Units that can have a case, the near ones first."""
    near = ("platform", "squadron", "office", "city", "department")
    return sorted((u for u in units() if u.kind in near), key=lambda u: (near.index(u.kind), u.number or 0, u.name))


def grid_choices() -> list[tuple[Grid, list[Grid]]]:
    """First-level cells with the second-level ones in them."""
    every = grids()
    return [(top, [g for g in every if g.level == 2 and g.parent_id == top.id]) for top in every if top.level == 1]
