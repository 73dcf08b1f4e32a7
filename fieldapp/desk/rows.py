"""A case as a row of the list, as a marker on the map, and as the card beside it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.domain.overdue import OVERDUE, TODAY
from fieldapp.rulebook import load
from fieldapp.store.cases import Case, names_of
from fieldapp.store.grids import Grid
from fieldapp.store.units import Unit

from . import bp
from .due import Due, due
from .words import listed, named


@dataclass(frozen=True)
class Look:
    """A status: word, shape (symbol `s-…` of the sprite) and colour (class `st-…`)."""

    word: str
    shape: str


@dataclass(frozen=True)
class Row:
    case: Case
    due: Due
    category: str
    look: Look
    grid: str
    holder: str
    source: str


def look(state: str) -> Look:
    row = load().states.get(state)
    return Look(named(row), row.look) if row else Look(state, "off")


def rows(cases: list[Case], units: dict[str, Unit], cells: dict[str, Grid], now: int) -> list[Row]:
    names = names_of({c.assignee_id for c in cases} | {c.handler_id for c in cases})
    return [row(c, units, cells, names, now) for c in cases]


def row(case: Case, units: dict[str, Unit], cells: dict[str, Grid], names: dict[str, str], now: int) -> Row:
    cell, unit = cells.get(case.grid_id or ""), units.get(case.unit_id or "")
    person = names.get(case.assignee_id or "") or names.get(case.handler_id or "")
    return Row(case, due(case, now), category_name(case.category), look(case.state), cell.name if cell else "",
               person or (unit.name if unit else _("未派")), named(load().sources[case.source]))


@bp.app_template_filter()
def category_name(code: str) -> str:
    row = load().categories.get(code)
    return named(row) if row else code


@bp.app_template_filter()
def short_number(number: str) -> str:
    """A case number without its year: people speak of 11-0142."""
    head, dash, rest = number.partition("-")
    return rest if dash and len(head) == 4 and head.isdecimal() else number


@bp.app_template_filter()
def state_look(state: str) -> Look:
    return look(state)


def marker(case: Case, now: int) -> Look:
    """On the map being late or due today says more than the state."""
    kind = due(case, now).kind
    if kind == OVERDUE:
        return Look(_("超期"), "overdue")
    return Look(_("今日到期"), "today") if kind == TODAY else look(case.state)


@bp.app_template_global()
def named_options(options) -> list[tuple[str, str]]:
    """(code, word) of rows of the rulebook, for a choice."""
    return [(one.code, named(one)) for one in options]


@bp.app_template_global()
def unit_options(units) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in units]


@bp.app_template_filter()
def role_words(codes) -> str:
    return listed(named(load().roles[code]) for code in codes if code in load().roles)
