"""Whose is it: where a new report goes (domain reference 1.3, R1 to R4). Twin: static/pwa/domain/routing.js."""

from dataclasses import dataclass
from typing import Any

FINDERS = ("patrol", "grid")
CALLERS = ("hotline", "public")


@dataclass(frozen=True)
class Route:
    """Where a report begins. `unit` is `squadron2`, `squadron3` or `platform` (街道二级指挥平台)."""

    rule: str  # R1 to R4; "intake" for hotline and public, which the seed's rules do not name
    unit: str
    state: str
    queue: str  # squadron | city | dispatch
    co: str | None  # the squadron that may be asked to help (协同)


def route(category: Any, source: str, complex: bool = False) -> Route:
    """Route a report of `category` (a rulebook row) from `source`. ValueError for an unknown source.

    Only mark Y counts as in our power, and only if the matter is not `complex` (重大、疑难复杂). R3: a finder's own matter goes to
    the squadron at once. R4: any other goes at once to the platform, for the city. R1, R2: the same from the city centre.
    """
    ours = category.mark == "Y" and not complex
    squadron = None if category.squadron is None else f"squadron{category.squadron}"
    if source in FINDERS:
        if ours and squadron:
            return Route("R3", squadron, "dispatched", "squadron", None)
        return Route("R4", "platform", "reported", "city", squadron)
    if source == "city":
        rule = "R1" if ours else "R2"
    elif source in CALLERS:
        rule = "intake"
    else:
        raise ValueError(f"unknown source: {source}")
    if ours:
        return Route(rule, "platform", "reported", "dispatch", None)
    return Route(rule, "platform", "reported", "city", squadron)
