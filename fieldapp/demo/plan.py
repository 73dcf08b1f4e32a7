"""Five weeks of cases, planned before anything is written: what was reported, where, by whom, and how it went."""

import tomllib
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from fieldapp.domain.grids import cell_at
from fieldapp.domain.overdue import TODAY
from fieldapp.domain.worktime import due
from fieldapp.rulebook.model import Category, Rulebook

from . import fates, phrases
from .cells import EXCLUSIVE, MICRO, SHOWN, Cell, cells
from .chance import dice
from .people import SHOWN_AIDE, grid_staff
from .pressing import CASES, Pressing, beginnings, day_end, on_duty, presses, stands
from .story import CREWS, DESK, Fate, Step, Story
from .worktimes import MINUTE, Worktimes

DAY = 86_400_000
#: Fates in turn, for each way into the house; the span says when such a case began (0: five weeks ago, 1: now). A word instead
#: of a span says how its deadline lies to the anchor. How many are overdue or due today is not left to them: see `pressing`.
OLD, MIDDLE, RECENT = (0.0, 0.8), (0.55, 0.88), (0.8, 0.97)
OURS: tuple[tuple[Fate, object], ...] = (
    (fates.closed, OLD), (fates.waiting, "soon"), (fates.closed, OLD), (fates.working, "soon"), (fates.educated_closed, OLD),
    (fates.working, "soon"), (fates.on_spot_closed, OLD), (fates.waiting, "soon"), (fates.closed, OLD), (fates.feedback, RECENT),
    (fates.closed, OLD), (fates.working, "soon"), (fates.rework_closed, OLD), (fates.closed, OLD), (fates.waiting, "soon"),
    (fates.educated, RECENT), (fates.closed, OLD), (fates.returned_closed, OLD), (fates.on_spot, RECENT), (fates.closed, OLD),
    (fates.suspended, MIDDLE), (fates.educated_closed, OLD), (fates.returned, RECENT), (fates.closed, OLD), (fates.rework, RECENT),
    (fates.on_spot_closed, OLD), (fates.closed, OLD))
CALLED: tuple[tuple[Fate, object], ...] = (
    (fates.verified_closed, OLD), (fates.verifying, RECENT), (fates.dispatched_closed, OLD), (fates.reported, RECENT),
    (fates.not_found, OLD), (fates.accepted, RECENT), (fates.reopened, OLD), (fates.dispatched, RECENT), (fates.rejected, OLD))
NOT_OURS: tuple[tuple[Fate, object], ...] = (
    (fates.escalated_closed, OLD), (fates.handed, RECENT), (fates.handed_closed, OLD), (fates.reported, RECENT),
    (fates.joint_closed, OLD), (fates.escalated, MIDDLE), (fates.city_hands_over, OLD), (fates.joint, RECENT), (fates.rejected, OLD),
    (fates.handed_closed, OLD), (fates.accepted, RECENT), (fates.escalated_closed, OLD), (fates.accepted_suspended, MIDDLE))
SOURCES = ("patrol", "patrol", "grid", "patrol", "hotline", "patrol", "grid", "patrol", "public", "patrol", "grid", "city")
PREFIX = {"hotline": phrases.HOTLINE, "public": phrases.PUBLIC, "city": phrases.CITY}
TWINS = 6
#: How a case ended that would press if it were open. Begun later and later before that.
ENDS = {"ours": fates.closed, "called": fates.dispatched_closed, "not_ours": fates.escalated_closed}
LATER_SPANS = ((0.9, 0.97), (0.96, 0.995), (0.98, 1.0))


def plan(now: int, rules: Rulebook) -> list[Story]:
    """All stories, told up to the anchor `now` (ms)."""
    times = Worktimes(now, rules)
    rows = tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))
    codes = [code for code, row in rows.items() for _ in range(row["n"])]
    dice("order").shuffle(codes)
    turns: dict[str, int] = {}
    stories = []
    for n, code in enumerate(codes):
        category, source = rules.categories[code], SOURCES[n % len(SOURCES)]
        group = "not_ours" if category.mark != "Y" else "ours" if source in ("patrol", "grid") else "called"
        ways = {"ours": OURS, "called": CALLED, "not_ours": NOT_OURS}[group]
        turns[group] = turns.get(group, -1) + 1
        fate, when = ways[turns[group] % len(ways)]
        tries = ((fate, when), *((fate, span) for span in LATER_SPANS), (ENDS[group], OLD))
        stories.append(_calm(n, category, source, rows[code], tries, times, rules))
    stories += [_press(1000 + n, row, rows, times, rules) for n, row in enumerate(CASES)]
    return stories + _twins(stories, times)


def _calm(n: int, category: Category, source: str, row: dict, tries, times: Worktimes, rules: Rulebook) -> Story:
    """A case that does not press: what is overdue or due today is counted out by `pressing`."""
    for fate, when in tries:
        story = _begin(n, category, source, row, when, times, rules)
        fate(story)
        if not presses(story, rules):
            break
    return story


def _press(n: int, row: Pressing, rows: dict, times: Worktimes, rules: Rulebook) -> Story:
    duty = on_duty(times.anchor, rules) if row.when == TODAY else None
    category = rules.categories[row.on_rest_days if duty else row.code]
    fitting = list(islice(beginnings(row, category.limit, duty or times, rules), 60))
    for start in dice("pressing", n).sample(fitting, len(fitting)):
        story = _begin(n, category, "patrol", rows[category.code], start, duty or times, rules)
        story.reporter, story.handler = row.reporter, row.handler
        row.fate(story)
        if stands(story, rules) == row.when:
            return story
    raise ValueError(f"no beginning for {row}")


def _begin(n: int, category: Category, source: str, row: dict, when, times: Worktimes, rules: Rulebook) -> Story:
    rand = dice("story", n)
    reporter, cell = _finder(n, category, source, rand)
    start = when if isinstance(when, int) else times.between(rand, *when) if isinstance(when, tuple) else _soon(category, times, rules, rand)
    quarter = next(q for q in phrases.ROADS if cell.name.startswith(q) or (cell.parent or "").startswith(q))
    text = PREFIX.get(source, "") + row["texts"][n % len(row["texts"])].format(
        shop=rand.choice(phrases.SHOPS), road=phrases.ROADS[quarter], no=rand.randrange(2, 99))
    seen = source in ("patrol", "grid") and rand.random() < 0.85
    scene = (rand.choice(row["scenes"]), rand.randrange(1, 3)) if seen else None
    return Story(n, category, text, cell, start, times, rand, source, reporter, place_in(cell, source, start, rand), scene)


def _finder(n: int, category: Category, source: str, rand: Random) -> tuple[str, Cell]:
    """Who reports, and the cell it lies in. People on the grid report from their own; the printed one has had several."""
    if source == "grid":
        postings = [p for p in grid_staff() if p.cell.level == MICRO and p.cell.name not in _hosts()]
        shown = next(p for p in postings if p.person == SHOWN_AIDE)
        posting = shown if n % 5 == 0 else rand.choice(postings)
        return posting.person.username, posting.cell
    places = [c for c in cells() if c.level in (MICRO, EXCLUSIVE) and c.name not in _hosts()]
    cell = rand.choice([c for c in places if (c.parent or "") in SHOWN] if rand.random() < 0.3 else places)
    if source == "patrol":
        crew = CREWS[category.squadron or 2 + n % 2]
        return ("shen.bailu" if category.squadron == 2 and rand.random() < 0.25 else rand.choice(crew)), cell
    return (rand.choice(("ling.xiao", "bu.qiuyue")) if source == "city" else rand.choice(DESK)), cell


@cache
def _hosts() -> frozenset[str]:
    """Micro cells with an exclusive cell inside, which would claim some of their places."""
    return frozenset(c.host for c in cells() if c.host)


def _soon(category: Category, times: Worktimes, rules: Rulebook, rand: Random) -> int:
    """A beginning whose deadline comes after today, as seen from the anchor; where there is none, a late one."""
    end, fitting = day_end(times.anchor, rules), []
    for minute in times.minutes[::-13][:400]:
        limit = due(minute, category.limit, rules.clocks, rules.calendars)
        if limit is None or limit.at_ms > end:
            fitting.append(minute)
    return rand.choice(fitting[:60]) if fitting else times.between(rand, 0.93, 0.99)


def place_in(cell: Cell, source: str, at: int, rand: Random) -> dict | None:
    """A measured position inside the cell; callers' places are set by hand; now and then there was no fix."""
    if rand.random() < 0.06:
        return None
    plain = [{"id": cell.id, "level": cell.level, "kind": cell.kind, "bbox": cell.bbox, "ring": cell.ring}]
    west, south, east, north = cell.bbox
    while True:
        lat, lon = rand.randint(south, north), rand.randint(west, east)
        if cell_at(lat, lon, plain) is not None:
            break
    by_hand = source not in ("patrol", "grid")
    accuracy = None if by_hand else rand.randrange(4000, 8000) if rand.random() < 0.1 else rand.randrange(400, 2600)
    return {"lat_e7": lat, "lon_e7": lon, "acc_cm": accuracy, "fix_at": _iso(at - rand.randrange(2000, 20000)),
            "source": "manual" if by_hand else "gps", "datum": "WGS84"}


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo("Asia/Shanghai")).isoformat(timespec="milliseconds")


def _twins(stories: list[Story], times: Worktimes) -> list[Story]:
    """The same matter reported once more by a caller, and merged (并案) into the case that is being worked on."""
    taken = ("task.accept", "case.note")
    open_ones = [s for s in stories if s.n < 1000 and s.source == "patrol" and s.category.mark == "Y" and s.steps[-1].type in taken]
    twins = []
    for first in open_ones[:TWINS]:
        rand = dice("twin", first.n)
        start = times.later(rand, first.start, 10, 90)
        if start is None or start + 45 * MINUTE > times.anchor:
            continue
        twin = Story(len(stories) + len(twins), first.category, phrases.HOTLINE + first.text, first.cell, start, times, rand, "hotline",
                     rand.choice(DESK), first.place and first.place | {"source": "manual", "acc_cm": None})
        twin.file()
        twin.act(twin.desk(), "case.merge", fates.SOON, into=first.id)
        twins.append(twin)
    return twins


def in_order(stories: list[Story]) -> list[tuple[Story, int, Step]]:
    """Every step of every story as it happened."""
    steps = [(story, k, step) for story in stories for k, step in enumerate(story.steps)]
    return sorted(steps, key=lambda row: (row[2].at, row[0].n, row[1]))
