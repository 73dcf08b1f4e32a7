"""The inbox: a person's alerts as records on their phones. It is never delayed, and never fails without the alert failing too."""

from fieldapp.domain.problems import Problem
from fieldapp.rulebook import Rulebook
from fieldapp.store import alerts as store
from fieldapp.store.feed import touch

from .plan import Telling


def take(alert_id: str, _telling: Telling, _rules: Rulebook, _now: int) -> None:
    """The alert goes to its person's scope. Inside a transaction."""
    touch("alert", alert_id)


def seen(user_id: str, alert_id: str, now: int) -> None:
    """They have seen it; the first time counts. Raises Problem `not_found` for anybody else's. Inside a transaction."""
    alert = store.alert_of(user_id, alert_id)
    if alert is None:
        raise Problem("not_found")
    if alert.seen_at is None:
        alert.seen_at = now
        touch("alert", alert.id)
