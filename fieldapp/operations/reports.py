"""report.file: a new case from what somebody saw (线索上报), sent to whoever it belongs to by the rulebook alone."""

from fieldapp.domain.cases import Refused
from fieldapp.domain.grids import cell_at
from fieldapp.domain.routing import route
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.counters import take
from fieldapp.store.days import local
from fieldapp.store.grids import Grid, grid, plain_cells
from fieldapp.store.units import Unit, only_subdistrict, platform_of, squadron, subdistrict_of, unit

from .act import Act
from .deadlines import handling_due

MAX_TEXT = 4000


def file_report(act: Act, to: str | None) -> Case:
    """Make the case. `to` is the state the rulebook insists on (a fault already put right), else routing decides.

    Raises Refused `field_missing:category` for a category nobody knows.
    """
    category = act.category(act.payload["category"])
    if category is None:
        raise Refused("field_missing:category")
    way, cell = route(category, act.payload["source"]), _cell(act)
    home = _subdistrict(act, cell)
    platform = platform_of(home.id) if home else None
    first = _unit(home, way.unit) or platform
    co_unit = _unit(home, way.co)
    month = local(act.received).strftime("%Y-%m")
    made = Case(
        id=act.target_id, number=f"{month}-{take('case:' + month):04d}", category=category.code, title=category.zh,
        text=str(act.payload["text"])[:MAX_TEXT], source=act.payload["source"], state=to or way.state, queue=way.queue, rule=way.rule,
        unit_id=first.id if first else None, platform_id=platform.id if platform else None,
        co_unit_id=co_unit.id if co_unit else None, reporter_id=act.user_id, grid_id=cell.id if cell else None, place=act.place,
        fixed_on_spot=act.payload["fixed_on_spot"] is True, claimed_at=act.claimed, reported_at=act.received, state_at=act.received)
    if made.state == "dispatched":
        made.due_at, made.due_warned = handling_due(act, category)
    db.session.add(made)
    return made


def _unit(home, name: str | None):
    """The unit that routing names: "platform", or "squadron" with its number."""
    if home is None or name is None:
        return None
    return platform_of(home.id) if name == "platform" else squadron(home.id, int(name.removeprefix("squadron")))


def _cell(act: Act) -> Grid | None:
    """The cell the phone chose; where it chose none, the one the position lies in."""
    chosen = grid(act.payload.get("grid_id"))
    if chosen is not None or act.place is None:
        return chosen
    found = cell_at(act.place["lat_e7"], act.place["lon_e7"], plain_cells())
    return grid(found["id"]) if found else None


def _subdistrict(act: Act, cell: Grid | None) -> Unit | None:
    """Whose ground it is on; without a cell, where the reporter belongs; the city's people belong to none of them."""
    if cell is not None:
        return unit(cell.subdistrict_id)
    homes = [subdistrict_of(g.unit) for g in act.actor.grants]
    return next((h for h in homes if h is not None), None) or only_subdistrict()
