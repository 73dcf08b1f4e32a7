"""What people may do, from a day to a day: roles in units, certificates (行政执法证), cells they staff (一格一员).

Nothing is ever deleted: a right that ends keeps its dates, so that what was done under it can be understood later.
"""

from datetime import date, timedelta

from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.feed import touch
from fieldapp.store.grids import Grid, GridStaff, grid_called, staff_of
from fieldapp.store.people import Certificate, RoleGrant, User, certificate_numbered
from fieldapp.store.units import unit_named

#: 网格长, 网格员, 网格辅助员 by the level of the cell; an exclusive cell (专属网格) stands at the lowest.
TITLES = {1: "chief", 2: "member", 3: "aide", 4: "aide"}
DAY = timedelta(days=1)


def role(code: str, unit_name: str | None, valid_from: date, valid_to: date | None, now: int) -> RoleGrant:
    """A role in a unit, both days included, not yet anybody's. Only an admin may stand outside every unit.

    Raises Problem `invalid` with the field: role, unit or to.
    """
    if code not in load().roles:
        raise Problem("invalid", field="role", known=sorted(load().roles))
    unit = unit_named(unit_name) if unit_name else None
    if unit is None and (unit_name or code != "admin"):
        raise Problem("invalid", field="unit")
    _in_order(valid_from, valid_to)
    return RoleGrant(id=uuid7(now), unit_id=unit.id if unit else None, role=code, valid_from=valid_from, valid_to=valid_to)


def give(user: User, code: str, unit_name: str | None, valid_from: date, valid_to: date | None, now: int) -> RoleGrant:
    """One role more. Raises Problem as `role` does, and `invalid` (field from) when it is held then already."""
    new = role(code, unit_name, valid_from, valid_to, now)
    for held in user.grants:
        if (held.role, held.unit_id) == (new.role, new.unit_id) and overlap(held, new):
            raise Problem("invalid", field="from", hint="这段时间已有这个角色 / the role is held then already")
    user.grants.append(new)
    touch("user", user.id)
    return new


def end(user: User, code: str, unit_name: str | None, last: date) -> RoleGrant:
    """The last day of a role that would go on beyond it; a day before it began means that it never counts.

    Raises Problem `not_found` when there is no such role.
    """
    unit = unit_named(unit_name) if unit_name else None
    if unit_name and unit is None:
        raise Problem("invalid", field="unit")
    for held in user.grants:
        if (held.role, held.unit_id) == (code, unit.id if unit else None) and (held.valid_to is None or held.valid_to > last):
            held.valid_to = max(last, held.valid_from - DAY)
            touch("user", user.id)
            return held
    raise Problem("not_found", role=code, unit=unit_name or "-")


def certify(user: User, number: str, fields: list[str], valid_from: date, valid_to: date, now: int) -> Certificate:
    """A certificate and the department names it covers. Raises Problem `name_taken`, or `invalid` with the field: number, fields or to."""
    number = number.strip()
    if not 0 < len(number) <= 64 or not number.isprintable():
        raise Problem("invalid", field="number")
    if certificate_numbered(number) is not None:
        raise Problem("name_taken", number=number)
    fields = [word.strip() for word in fields if word.strip()]
    if not fields:
        raise Problem("invalid", field="fields")
    _in_order(valid_from, valid_to)
    new = Certificate(id=uuid7(now), user_id=user.id, number=number, fields=fields, valid_from=valid_from, valid_to=valid_to)
    db.session.add(new)
    touch("user", user.id)
    return new


def staff(user: User, cell: str, valid_from: date, now: int) -> tuple[GridStaff, list[GridStaff]]:
    """Put a person on a cell (its code or name); whoever had it until then leaves the day before.

    Returns the posting and those that it ended. Raises Problem `not_found`, or `invalid` (field from) when somebody's posting begins on
    that day or later.
    """
    one = _cell(cell)
    before = staff_of(one.id, valid_from)
    if any(held.valid_from >= valid_from or held.user_id == user.id for held in before):
        raise Problem("invalid", field="from", hint="那天起已有人 / somebody has it from then on")
    for held in before:
        held.valid_to = valid_from - DAY
    new = GridStaff(id=uuid7(now), grid_id=one.id, user_id=user.id, title=TITLES[one.level], valid_from=valid_from, valid_to=None)
    db.session.add(new)
    return new, before


def unstaff(user: User, cell: str, last: date) -> GridStaff:
    """The last day of a person on a cell. Raises Problem `not_found`."""
    one = _cell(cell)
    for held in staff_of(one.id, last + DAY):
        if held.user_id == user.id:
            held.valid_to = max(last, held.valid_from - DAY)
            return held
    raise Problem("not_found", username=user.username, grid=cell)


def overlap(a: RoleGrant, b: RoleGrant) -> bool:
    return a.valid_from <= (b.valid_to or date.max) and b.valid_from <= (a.valid_to or date.max)


def _cell(cell: str) -> Grid:
    found = grid_called(cell)
    if found is None:
        raise Problem("not_found", grid=cell)
    return found


def _in_order(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Problem("invalid", field="to", hint="早于开始 / before the start")
