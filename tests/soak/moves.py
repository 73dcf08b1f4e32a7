"""What moves in the world while phones hold unsent work: people, roles, cells, epochs."""

from datetime import timedelta

from fieldapp.domain.problems import Problem
from fieldapp.operations import grids, rights
from fieldapp.store import feed
from fieldapp.store.days import day_of
from fieldapp.store.people import user
from fieldapp.store.transaction import transaction
from tests.world import UNITS, WEST, World

SCOPES = ("moved", "ended", "given", "restaffed", "redrawn", "epoch")


def move(world: World, now: int, what: str):
    """`what` of SCOPES; nothing when it is so already."""
    today = day_of(now)
    yesterday = today - timedelta(days=1)
    name = lambda unit: UNITS[unit][3]  # noqa: E731
    lu = user(world.people["lu"])
    try:
        with transaction():
            if what == "moved":
                rights.end(lu, "officer", name("squadron2"), yesterday)
                rights.give(lu, "officer", name("squadron3"), today, None, now)
            elif what == "ended":
                rights.end(user(world.people["shen"]), "patroller", name("squadron2"), yesterday)
            elif what == "given":
                rights.give(user(world.people["shen"]), "patroller", name("squadron3"), today, None, now)
            elif what == "restaffed":
                rights.unstaff(user(world.people["wang"]), world.grids["west"], yesterday)
                rights.staff(user(world.people["wang"]), world.grids["east"], today, now)
            elif what == "redrawn":
                _redraw(world.grids["west"], world.grids["L2"])
            else:
                feed.begin_epoch(1, [f"user:{lu.id}"])
    except Problem:
        pass


def _redraw(code: str, parent: str):
    west, south, side = WEST[0] / 1e7, WEST[1] / 1e7, 0.0015
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    grids.take({"type": "FeatureCollection", "features": [{
        "type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"code": code, "name": "west", "level": 3, "kind": "normal", "parent": parent}}]}, None, True)
