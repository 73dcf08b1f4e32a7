"""The demo world, put into an empty database in one go: Dongcheng Street with the seed's exact counts, and five weeks of work."""

import gc
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from time import monotonic

from fieldapp.config import Settings
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.files import Files
from fieldapp.store.transaction import transaction

from . import rows
from .cells import cells
from .incidents import incidents
from .people import SQUAD, everybody, grid_staff
from .plan import in_order, plan
from .play import drawn, play
from .street import street
from .units import UNITS
from .worktimes import Worktimes

Say = Callable[[str, str], None]
REPORT_EVERY = 150


#: How this connection is told not to wait for the disk at every commit, and to do so again. Nothing can be torn by it: a power
#: cut meanwhile loses the end of a world that would have to be seeded anew anyway.
PATIENCE = {"sqlite": ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"),
            "postgresql": ("SET synchronous_commit TO off", "SET synchronous_commit TO on")}


def make(now: int, settings: Settings, say: Say) -> None:
    """Fill an empty database as of `now` (UTC ms). The same `now` makes the same world, but for signatures and the hashes
    of passwords."""
    gc.freeze()  # what is loaded stays loaded: looking through it again and again would cost a tenth of the time
    try:
        with unhurried_disk():
            _fill(now, settings, say)
    finally:
        gc.unfreeze()


def _fill(now: int, settings: Settings, say: Say) -> None:
    began, rules = monotonic(), load()
    with transaction():
        rows.write(day_of(now), now)
    say(f"{len(UNITS)} 个单位，{len(everybody())} 人（执法队 {len(SQUAD)}，网格 {len(grid_staff())}），{len(cells())} 个网格",
        f"{len(UNITS)} units, {len(everybody())} people (squad {len(SQUAD)}, grid {len(grid_staff())}), {len(cells())} grid cells")
    stories = plan(now, rules)
    steps = in_order(stories)
    files = Files(settings.blobs)
    photos = sorted({photo for _, _, step in steps for photo in step.photos})
    for name in photos:
        drawn(*name)
    say(f"画了 {len(photos)} 张照片", f"{len(photos)} photos drawn")
    acts = [(step.at, partial(play, story, k, step, files, settings.lane_keys[0])) for story, k, step in steps]
    acts += incidents(stories, Worktimes(now, rules), settings, files)
    acts += street(Worktimes(now, rules), settings, files)
    for done, (_at, act) in enumerate(sorted(acts, key=itemgetter(0)), 1):
        act()
        if done % REPORT_EVERY == 0:
            say(f"办到第 {done} 步，共 {len(acts)} 步", f"step {done} of {len(acts)}")
    took = monotonic() - began
    say(f"演示世界已就绪：{len(stories)} 个案卷、{len(acts)} 步，用时 {took:.1f} 秒",
        f"the demo world is ready: {len(stories)} cases, {len(acts)} steps, {took:.1f} s")


@contextmanager
def unhurried_disk():
    """Some 1,500 commits in one go; the pool of this one thread has one connection."""
    before, after = PATIENCE[db.engine.dialect.name]
    _tell(before)
    try:
        yield
    finally:
        _tell(after)


def _tell(setting: str) -> None:
    db.session.rollback()
    db.session.remove()
    raw = db.engine.raw_connection()
    try:
        raw.cursor().execute(setting)
        raw.commit()
    finally:
        raw.close()
