"""The seed's numbers, counted in the database: 15 + 46 + 447 + 15 cells, 508 people on the grid, 26 in the squad, 8 certified."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select

from fieldapp.store.base import db
from fieldapp.store.feed import ScopeEntry
from fieldapp.store.grids import Grid, GridStaff
from fieldapp.store.people import Certificate, RoleGrant, User
from fieldapp.store.units import Unit, units_of_kind
from tests.clock import NOW, ZONE

SEED_DEPARTMENTS = ("林业", "应急管理", "环保", "城建", "自然资源", "消防", "城管", "市场监管", "工信", "中小企业", "爱卫办")


def counted(*columns, table) -> dict:
    return {tuple(row[:-1]): row[-1] for row in db.session.execute(select(*columns, func.count()).select_from(table).group_by(*columns))}


def squad() -> set[str]:
    squadrons = [u.id for u in units_of_kind("squadron")]
    return set(db.session.scalars(select(RoleGrant.user_id).where(RoleGrant.unit_id.in_(squadrons))))


def the_counts() -> dict:
    """Every number that the seed states, from the database alone."""
    members = squad()
    first_roles = Counter()
    for person in db.session.scalars(select(User).where(User.id.in_(members))):
        role = next(g.role for g in person.grants if g.role not in ("squad_leader", "dispatcher"))
        first_roles["seconded" if person.home_department else role] += 1
    return {
        "cells": {key[0]: n for key, n in counted(Grid.level, table=Grid).items() if key[0] < 4},
        "exclusive": db.session.scalar(select(func.count()).where(Grid.kind == "exclusive")),
        "staff": {key[0]: n for key, n in counted(GridStaff.title, table=GridStaff).items()},
        "named staff": db.session.scalar(select(func.count(GridStaff.user_id.distinct()))),
        "squad": len(members),
        "squad by group": dict(first_roles),
        "certified": db.session.scalar(select(func.count(Certificate.user_id.distinct()))),
        "units": {key[0]: n for key, n in counted(Unit.kind, table=Unit).items()},
    }


COUNTS = {
    "cells": {1: 15, 2: 46, 3: 447},
    "exclusive": 15,
    "staff": {"chief": 15, "member": 46, "aide": 447},
    "named staff": 508,
    "squad": 26,
    "squad by group": {"officer": 5, "legal_reviewer": 1, "auxiliary": 3, "seconded": 2, "patroller": 15},
    "certified": 8,
    "units": {"city": 1, "subdistrict": 1, "office": 1, "platform": 1, "squad": 1, "squadron": 3, "department": 11, "review_group": 1,
              "law_firm": 1},
}


def test_the_counts_are_the_seeds(world):
    assert the_counts() == COUNTS


def test_the_counts_are_the_seeds_on_postgresql(on_postgresql):
    with on_postgresql.app.app_context():
        assert the_counts() == COUNTS


def test_the_departments_are_the_eleven_of_the_seed(world):
    names = [u.name for u in units_of_kind("department")]

    assert all(sum(word in name for name in names) == 1 for word in SEED_DEPARTMENTS)


def test_no_person_shares_a_name_and_every_cell_has_one_person(world):
    names = list(db.session.scalars(select(User.name)))
    staffed = list(db.session.scalars(select(GridStaff.grid_id)))

    assert len(set(names)) == len(names)
    assert len(set(staffed)) == len(staffed) == 508


def test_certificates_hold_on_the_day_and_cover_the_squadrons_fields(world):
    today = datetime.fromtimestamp(NOW / 1000, ZONE).date()
    fields = {2: {"环卫", "环保", "土地", "城建"}, 3: {"安监", "林业", "水利", "交通"}}
    for squadron in units_of_kind("squadron"):
        officers = db.session.scalars(select(User).join(RoleGrant).where(RoleGrant.unit_id == squadron.id, RoleGrant.role == "officer"))
        for officer in officers:
            certificate, = officer.certificates
            assert certificate.valid_from < today < certificate.valid_to
            assert fields[squadron.number] <= set(certificate.fields)


def test_the_platform_is_staffed_by_people_of_the_first_squadron(world):
    platform, = units_of_kind("platform")
    first = next(u for u in units_of_kind("squadron") if u.number == 1)
    dispatchers = set(db.session.scalars(select(RoleGrant.user_id).where(RoleGrant.unit_id == platform.id, RoleGrant.role == "dispatcher")))

    assert dispatchers
    assert dispatchers <= set(db.session.scalars(select(RoleGrant.user_id).where(RoleGrant.unit_id == first.id)))


def test_everything_a_phone_refers_to_is_on_the_feed(world):
    reference = select(ScopeEntry.type, func.count()).where(ScopeEntry.scope_id == "reference").group_by(ScopeEntry.type)
    found = dict(db.session.execute(reference).all())

    assert found["grid"] == 523 and found["unit"] == 21 and found["category"] == 49 and found["rulebook"] == 1
    assert found["user"] == db.session.scalar(select(func.count()).select_from(User))
