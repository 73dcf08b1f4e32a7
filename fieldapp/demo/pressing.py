"""What presses in the demo world: so many cases overdue and so many due today, whatever the weekday and the hour of the anchor.

No deadline in working days ends on a rest day. What is due today then came in to whoever is on duty (值班), within its two hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fieldapp.domain.overdue import OVERDUE, TODAY, standing
from fieldapp.domain.worktime import add, due, is_working_day
from fieldapp.operations.deadlines import RECEIPT_DAYS
from fieldapp.rulebook.model import Rulebook

from . import fates
from .story import Fate, Story
from .worktimes import MINUTE, Worktimes

DAY = 86_400_000
#: Of many minutes one in so many is tried.
SPARSE = 11
#: A deadline that is over was over for at most so long.
RECENTLY = 12 * DAY


@dataclass(frozen=True)
class Pressing:
    """A case to come: its category on a working day and on a rest day, how it goes, who saw it and who handles it."""

    when: str
    code: str
    on_rest_days: str
    fate: Fate
    reporter: str
    handler: str | None = None


LU, SHEN = "lu.guyu", "shen.bailu"
CASES = (
    Pressing(TODAY, "HW02", "HB03", fates.working, SHEN, LU), Pressing(TODAY, "HW06", "HB01", fates.working, SHEN, LU),
    Pressing(TODAY, "HW03", "HB06", fates.waiting, SHEN), Pressing(TODAY, "HW08", "HB03", fates.working, LU, SHEN),
    Pressing(TODAY, "HW06", "HB06", fates.waiting, "xiao.yushui"), Pressing(TODAY, "HW02", "HB01", fates.working, "deng.chunfen", "qin.lixia"),
    Pressing(TODAY, "HW03", "HB03", fates.working, "yu.xiazhi", "su.xiaoman"),
    Pressing(OVERDUE, "HW06", "HW06", fates.working, "pan.xiaoshu", LU), Pressing(OVERDUE, "HW05", "HW05", fates.working, SHEN, SHEN),
    Pressing(OVERDUE, "HW04", "HW04", fates.waiting, SHEN), Pressing(OVERDUE, "HW08", "HW08", fates.working, "su.xiaoman", "qin.lixia"),
    Pressing(OVERDUE, "CJ03", "CJ03", fates.educated, "tian.liqiu", "ye.qingming"),
    Pressing(OVERDUE, "HB03", "HB03", fates.rework, LU, "dong.chushu"), Pressing(OVERDUE, "LY01", "LY01", fates.working, "wei.xiaoxue", "he.jingzhe"),
    Pressing(OVERDUE, "SL01", "SL01", fates.waiting, "yao.guyu"),
)


def stands(story: Story, rules: Rulebook) -> str:
    """The word of `domain.overdue` for a story as it will stand at the anchor."""
    anchor = story.times.anchor
    return standing(_clock(story, rules), anchor, day_end(anchor, rules))


def _clock(story: Story, rules: Rulebook) -> dict:
    """The deadline as operations will set it, step by step."""
    one = {"due_at": None, "handled_at": None, "closed_at": None}
    ours = story.category.mark == "Y" and story.source in ("patrol", "grid")
    for step in story.steps:
        if step.type == "case.dispatch" or step.type == "report.file" and ours and not step.payload["fixed_on_spot"]:
            limit = due(step.at, story.category.limit, rules.clocks, rules.calendars)
            one["due_at"] = one["due_at"] or (limit and limit.at_ms)
        elif step.type in ("case.escalate", "case.handover"):
            one["due_at"] = add(step.at, RECEIPT_DAYS, "working_day", rules.clocks, rules.calendars).at_ms
        elif step.type == "task.report_done":
            one["handled_at"] = step.at
        elif step.type == "task.return":
            one["handled_at"] = None
        elif step.type in ("case.close", "case.reject", "case.merge"):
            one["closed_at"] = step.at
        elif step.type in ("case.reopen", "case.suspend"):
            one = dict.fromkeys(one)
    return one


def presses(story: Story, rules: Rulebook) -> bool:
    return stands(story, rules) in (OVERDUE, TODAY)


def beginnings(row: Pressing, limit: dict, times: Worktimes, rules: Rulebook) -> Iterator[int]:
    """Moments (ms) at which such a case can have begun, so that its deadline lies as it should; the nearest first."""
    anchor, end = times.anchor, day_end(times.anchor, rules)
    for minute in times.minutes[::-SPARSE if len(times.minutes) > SPARSE**2 else -1]:
        at = due(minute, limit, rules.clocks, rules.calendars).at_ms
        if anchor < at <= end if row.when == TODAY else anchor - RECENTLY < at <= anchor:
            yield minute


def on_duty(anchor: int, rules: Rulebook) -> Worktimes | None:
    """The minutes of the last two hours, on a rest day; None on a working day."""
    zone = ZoneInfo(rules.clocks["zone"])
    if is_working_day(datetime.fromtimestamp(anchor / 1000, zone).date().isoformat(), rules.calendars):
        return None
    duty = Worktimes(anchor, rules, weeks=0)
    duty.minutes = list(range(anchor // MINUTE * MINUTE - 119 * MINUTE, anchor - MINUTE, MINUTE))
    return duty


def day_end(now: int, rules: Rulebook) -> int:
    """The local midnight after an instant (ms)."""
    zone = ZoneInfo(rules.clocks["zone"])
    midnight = datetime.fromtimestamp(now / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return round(midnight.timestamp() * 1000)
