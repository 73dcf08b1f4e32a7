"""What happened to items without anybody's act: deadlines that passed, people who were told, and whether they have seen it."""

from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from fieldapp.edges.language import language
from fieldapp.rulebook import load
from fieldapp.store.alerts import Alert, Delivery, alerts_about, deliveries_of
from fieldapp.store.cases import names_of
from fieldapp.store.orders import DeadlineDecision, OrderItem

from .timeline import Moment
from .words import joined, listed, when

#: The words for how a push went, worst first; `due` is on its way.
CARRIED = ("failed", "gone", "due", "sent")


@dataclass(frozen=True)
class Telling:
    """One person told once. `carried` is the word for the way to their phone."""

    alert: Alert
    rung: str
    name: str
    carried: str


def tellings(subject_ids) -> list[Telling]:
    """Who was told of these things, in order of time."""
    alerts = alerts_about(list(subject_ids))
    names, ways = names_of({a.user_id for a in alerts}), deliveries_of([a.id for a in alerts])
    return [Telling(a, rung_name(a.kind), names.get(a.user_id, "–"), carried(ways[a.id])) for a in alerts]


def rung_name(code: str) -> str:
    row = next((r for r in load().ladder["rungs"] if r["code"] == code), None)
    return row[language()] if row else code


def carried(ways: list[Delivery]) -> str:
    """Of several phones the one that it reached counts."""
    states = {way.state for way in ways}
    best = next((state for state in reversed(CARRIED) if state in states), "")
    return {"sent": _("推送已送出"), "due": _("推送等着发"), "gone": _("手机已不收推送"), "failed": _("推送没有送到"),
            "": _("只在提醒里，没有推送")}[best]


def told_moments(told: list[Telling], items: dict[str, OrderItem]) -> list[Moment]:
    """One moment for all who were told of one rung of one thing."""
    def key(one: Telling):
        return one.alert.made_at, one.alert.subject_id, one.alert.kind

    english, found = language() == "en", []
    for (at, subject, _kind), group in groupby(sorted(told, key=lambda one: (*key(one), one.name)), key=key):
        group = list(group)
        place = _("第 %(n)s 项", n=items[subject].n) if subject in items else ""
        lines = tuple(f"{one.name}: {seen(one)} ({one.carried})" if english else f"{one.name}：{seen(one)}（{one.carried}）" for one in group)
        found.append(Moment(at, _("提醒 → %(names)s", names=listed(one.name for one in group)), (joined(place, group[0].rung), *lines)))
    return found


def seen(one: Telling) -> str:
    return _("%(at)s 看过", at=when(one.alert.seen_at)) if one.alert.seen_at else _("还没看")


def passed(items: list[OrderItem], decisions: dict[str, list[DeadlineDecision]], now: int) -> list[Moment]:
    """Deadlines that passed with the correction still owed, the first one and each later one."""
    found = []
    for one in items:
        granted = decisions[one.id]
        for n, due in enumerate([one.original_due_at, *(d.to_due_at for d in granted)]):
            moved = n < len(granted) and granted[n].at < due
            if due <= now and not moved and _owed_at(one, due):
                found.append(Moment(due, _("第 %(n)s 项期限已过", n=one.n), late=True))
    return found


def _owed_at(one: OrderItem, at: int) -> bool:
    served = one.order.served_at is not None and one.order.served_at <= at
    over = one.closed_at is not None and one.closed_at <= at or one.order.withdrawn_at is not None and one.order.withdrawn_at <= at
    said_done = one.done_claimed_at is not None and one.done_claimed_at < at
    return served and not over and not said_done
