"""A small world for tests: one subdistrict with its units, and named people who hold one role each.

陆 is an officer of 二中队, 沈 a patroller there, 顾 its leader; 秦 an officer of 三中队; 白 dispatches; 林 leads; 城 sits in the
city centre, 环 in a department; 网 is grid staff; 客 has no role at all. 陆, 顾 and 秦 hold certificates (执法证).
"""

from dataclasses import dataclass, field
from datetime import date

from argon2 import PasswordHasher

from fieldapp.domain.ids import uuid7
from fieldapp.store import feed
from fieldapp.store.base import db
from fieldapp.store.grids import Grid, GridStaff
from fieldapp.store.people import Certificate, RoleGrant, User
from fieldapp.store.records import publish_rulebook
from fieldapp.store.transaction import transaction
from fieldapp.store.units import Unit
from tests.clock import NOW

PASSWORD = "a-long-enough-password"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

UNITS = {
    "city": ("city", None, None, "市域治理现代化指挥调度中心"),
    "department": ("department", None, "city", "生态环境部门"),
    "subdistrict": ("subdistrict", None, "city", "东城街街道"),
    "platform": ("platform", None, "subdistrict", "街道二级指挥平台"),
    "office": ("office", None, "subdistrict", "综合行政执法办公室"),
    "squad": ("squad", None, "subdistrict", "综合行政执法队"),
    "squadron1": ("squadron", 1, "squad", "一中队"),
    "squadron2": ("squadron", 2, "squad", "二中队"),
    "squadron3": ("squadron", 3, "squad", "三中队"),
}
PEOPLE = {
    "lu": ("陆谷雨", "officer", "squadron2"), "shen": ("沈白露", "patroller", "squadron2"), "gu": ("顾惊蛰", "squad_leader", "squadron2"),
    "qin": ("秦立夏", "officer", "squadron3"), "bai": ("白秋分", "dispatcher", "platform"), "lin": ("林冬至", "leader", "subdistrict"),
    "cheng": ("城小满", "city", "city"), "huan": ("环处暑", "department", "department"), "wang": ("网芒种", "grid", "subdistrict"),
    "ke": ("客大寒", None, None),
}
#: Fields that a certificate covers: groups of categories, or every one.
CERTIFIED = {"lu": ["HW", "CJ"], "gu": ["*"], "qin": ["AJ", "XF"]}
CERTIFIED_UNTIL = date(2027, 5, 31)
#: Two micro cells side by side under one second-level cell; 0.002 degrees wide, near 35.80 N 112.92 E.
WEST, EAST = (1129200000, 358000000), (1129220000, 358000000)
SIDE = 20000


def square(corner: tuple[int, int], width: int = SIDE, height: int = SIDE) -> list[list[int]]:
    x, y = corner
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]


@dataclass
class World:
    """Ids by short name. `user(name)` loads a person."""

    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    grids: dict[str, str] = field(default_factory=dict)

    def user(self, name: str) -> User:
        return db.session.get(User, self.people[name])


def build_world() -> World:
    world, serial = World(), iter(range(1, 10_000))
    new_id = lambda: uuid7(NOW - 10**9 + next(serial))  # noqa: E731
    with transaction():
        for name, (kind, number, parent, title) in UNITS.items():
            world.units[name] = new_id()
            db.session.add(Unit(id=world.units[name], kind=kind, number=number, name=title, parent_id=world.units.get(parent)))
            db.session.flush()
            feed.touch("unit", world.units[name])
        for name, (title, role, unit) in PEOPLE.items():
            world.people[name] = new_id()
            db.session.add(User(id=world.people[name], username=name, name=title, password_hash=_HASH, made_at=NOW - 10**9))
            db.session.flush()
            if role:
                db.session.add(RoleGrant(id=new_id(), user_id=world.people[name], unit_id=world.units[unit], role=role,
                                         valid_from=date(2022, 5, 26)))
            feed.touch("user", world.people[name])
        for n, (name, fields) in enumerate(CERTIFIED.items(), 1):
            db.session.add(Certificate(id=new_id(), user_id=world.people[name], number=f"D14058100{n}", fields=fields,
                                       valid_from=date(2022, 6, 1), valid_to=CERTIFIED_UNTIL))
        _cells(world, new_id)
        publish_rulebook()
    return world


def _cells(world: World, new_id) -> None:
    def cell(name, level, kind, parent, corner, width=SIDE):
        world.grids[name] = new_id()
        ring = square(corner, width)
        db.session.add(Grid(id=world.grids[name], name=name, level=level, kind=kind, parent_id=world.grids.get(parent),
                            subdistrict_id=world.units["subdistrict"], ring=ring,
                            bbox=[ring[0][0], ring[0][1], ring[2][0], ring[2][1]]))
        db.session.flush()
        feed.touch("grid", world.grids[name])

    cell("L1", 1, "normal", None, WEST, 2 * SIDE)
    cell("L2", 2, "normal", "L1", WEST, 2 * SIDE)
    cell("west", 3, "normal", "L2", WEST)
    cell("east", 3, "normal", "L2", EAST)
    db.session.add(GridStaff(id=new_id(), grid_id=world.grids["west"], user_id=world.people["wang"], title="aide",
                             valid_from=date(2022, 5, 26)))
