"""The rows that history stands on: units, people with their dated roles and certificates, cells and who staffs them."""

from datetime import date, timedelta

from fieldapp.operations import passwords
from fieldapp.operations.units import plant
from fieldapp.store.base import db
from fieldapp.store.devices import Device
from fieldapp.store.feed import touch
from fieldapp.store.grids import Grid, GridStaff
from fieldapp.store.people import Certificate, RoleGrant, User
from fieldapp.store.records import publish_rulebook
from fieldapp.sync.lanes import DESK

from .accounts import accounts
from .cells import cells
from .chance import FOUNDED, stable_id
from .people import Person, everybody, grid_staff
from .units import UNITS, unit_id

DAY_MS = 86_400_000
#: Roles and certificates began this many days before the anchor; a certificate lasts about three years more.
SINCE, VALID = 400, 1100


def write(today: date, now: int) -> None:
    """Everything but cases. Inside a transaction."""
    plant(UNITS, unit_id)
    db.session.add(Device(id=stable_id("device", DESK), install_id=DESK, name="desk", made_at=FOUNDED))
    _people(today, now)
    _grids(today)
    publish_rulebook()


def _people(today: date, now: int) -> None:
    hashes = {a.person.username: passwords.hashed(a.password) for a in accounts()}
    since = today - timedelta(days=SINCE)
    people = everybody()
    db.session.add_all(
        User(id=p.id, username=p.username, name=p.name, password_hash=hashes.get(p.username), must_change=False, disabled_at=None,
             made_at=now - SINCE * DAY_MS, home_department=p.home_department) for p in people)
    db.session.flush()
    for p in people:
        _rights(p, since, today)
        touch("user", p.id)


def _rights(p: Person, since: date, today: date) -> None:
    """The first role begins a little earlier: it is the person's home."""
    for n, (role, unit) in enumerate(p.grants):
        db.session.add(RoleGrant(id=stable_id("grant", p.username, role, unit), user_id=p.id, unit_id=unit_id(unit), role=role,
                                 valid_from=since + timedelta(days=30 * n), valid_to=None))
    if p.certificate:
        db.session.add(Certificate(id=stable_id("certificate", p.username), user_id=p.id, number=f"晋E样 {p.certificate:04}",
                                   fields=list(p.covers), valid_from=since, valid_to=today + timedelta(days=VALID)))


def _grids(today: date) -> None:
    """Cells go in level by level, because a child's key must find its parent."""
    ids = {c.name: c.id for c in cells()}
    for level in (1, 2, 3, 4):
        db.session.add_all(
            Grid(id=c.id, name=c.name, level=c.level, kind=c.kind, parent_id=ids.get(c.parent), subdistrict_id=unit_id("street"),
                 ring=c.ring, bbox=c.bbox) for c in cells() if c.level == level)
        db.session.flush()
    for cell_id in ids.values():
        touch("grid", cell_id)
    db.session.add_all(
        GridStaff(id=stable_id("staff", p.cell.name), grid_id=p.cell.id, user_id=p.person.id, title=p.title,
                  valid_from=today - timedelta(days=SINCE), valid_to=None) for p in grid_staff())
