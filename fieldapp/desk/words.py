"""Times, ages and names in the reader's language. First what people look for: the day, then the minute."""

from datetime import timedelta

from babel.dates import format_skeleton
from flask_babel import gettext as _
from flask_babel import ngettext

from fieldapp.edges.clock import now_ms
from fieldapp.edges.language import language
from fieldapp.store.days import local

from . import bp

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def midnight(ms: int, days: int = 0) -> int:
    """The start of the local day of an instant, or of one `days` later (ms)."""
    start = local(ms).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return round(start.timestamp() * 1000)


@bp.app_template_filter()
def named(row) -> str:
    """A row of the rulebook in the reader's language."""
    return row.en if language() == "en" else row.zh


@bp.app_template_filter()
def age(ms: int | None) -> str:
    """How long something took or is ago: minutes, hours or days, the largest that fits."""
    minutes = max(0, ms or 0) // MINUTE
    if minutes < 60:
        return ngettext("%(num)d 分钟", "%(num)d 分钟", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)d 小时", "%(num)d 小时", minutes // 60)
    return ngettext("%(num)d 天", "%(num)d 天", minutes // 1440)


@bp.app_template_filter()
def clock(ms: int) -> str:
    return f"{local(ms):%H:%M}"


@bp.app_template_filter()
def day(ms: int) -> str:
    """11月26日 / Nov 26, with the year unless that goes without saying."""
    return _skeleton("MMMd" if local(ms).year == local(now_ms()).year else "yMMMd", ms)


@bp.app_template_filter()
def day_in_full(ms: int) -> str:
    """With the weekday, and with the year unless that goes without saying."""
    return _skeleton("MMMdEEE" if local(ms).year == local(now_ms()).year else "yMMMdEEE", ms)


@bp.app_template_filter()
def stamp(ms: int) -> str:
    """To the second, for what may be compared: 2026-11-18 10:05:41."""
    return f"{local(ms):%Y-%m-%d %H:%M:%S}"


@bp.app_template_filter()
def when(ms: int) -> str:
    return f"{day(ms)} {clock(ms)}"


@bp.app_template_filter()
def deadline(ms: int) -> str:
    """Day, weekday and time; the last moment of a day is its 24:00, not the next day's 0:00."""
    last = local(ms) == local(midnight(ms))
    return f"{_skeleton('MMMdEEE', ms - 1 if last else ms)} {'24:00' if last else clock(ms)}"


def _skeleton(skeleton: str, ms: int) -> str:
    locale = "en_GB" if language() == "en" else "zh_Hans_CN"  # the day before the month, as on the phone
    # Chinese puts no space before the weekday, and 「11月26日周四」 is hard to read at a glance
    return format_skeleton(skeleton, local(ms), locale=locale).replace("日周", "日 周")


@bp.app_template_filter()
def metres(cm: int | None) -> str:
    return _("±%(n)d 米", n=max(1, round((cm or 0) / 100))) if cm is not None else ""


@bp.app_template_filter()
def listed(words) -> str:
    """「甲、乙」 or "A, B"."""
    return (", " if language() == "en" else "、").join(str(w) for w in words if w)


def joined(*words: str) -> str:
    """What belongs together, without what is empty."""
    return (", " if language() == "en" else " ").join(word for word in words if word)
