"""What the desk does with a case: verify, accept, reject, merge, dispatch, escalate, hand over, close, reopen, suspend.

Each verb writes what it alone knows; the state, the version and the feed are moved by `operations.perform`.
"""

from datetime import date

from fieldapp.domain.cases import Refused
from fieldapp.store import cases as store
from fieldapp.store.cases import Case
from fieldapp.store.days import day_of
from fieldapp.store.feed import lies_in, touch
from fieldapp.store.people import user
from fieldapp.store.units import unit

from .act import Act
from .deadlines import handling_due, receipt_due


def verify(act: Act, case: Case) -> None:
    _give_to(act, case)


def accept(act: Act, case: Case) -> None:
    back_to_platform(case)
    case.review_on = None


def reject(act: Act, case: Case) -> None:
    case.outcome, case.closed_at = "rejected", act.received


def merge(act: Act, case: Case) -> None:
    """并案. Raises Refused `wrong_case` when the other one is this one, closed, or not visible."""
    into = str(act.payload["into"])
    other = store.case(into, lock=True)  # it goes on the feed too, and nobody may move it meanwhile
    if other is None or other.id == case.id or other.closed_at is not None or not lies_in("case", into, act.actor.scopes):
        raise Refused("wrong_case")
    case.merged_into, case.closed_at = other.id, act.received
    touch("case", other.id)


def dispatch(act: Act, case: Case) -> None:
    """派遣. With `lead_unit` a department leads and the squadron cooperates (联合执法)."""
    _give_to(act, case)
    lead = act.payload.get("lead_unit")
    if lead is not None and (unit(lead) is None or unit(lead).kind not in ("department", "city")):
        raise Refused("wrong_unit")
    case.lead_unit_id, case.queue = lead, "squadron"
    if case.due_at is None:
        case.due_at, case.due_warned = handling_due(act, act.category(case.category))


def escalate(act: Act, case: Case) -> None:
    _pass_up(act, case)


def hand_over(act: Act, case: Case) -> None:
    _pass_up(act, case)


def receipt(act: Act, case: Case) -> None:
    case.receipt = str(act.payload["text"])


def close(act: Act, case: Case) -> None:
    case.closed_at = act.received
    case.outcome = case.outcome or ("transferred" if case.receipt else None)


def reopen(act: Act, case: Case) -> None:
    case.closed_at = case.handled_at = case.due_at = case.outcome = case.receipt = None
    back_to_platform(case)


def suspend(act: Act, case: Case) -> None:
    """挂账 until a review date, which must lie ahead. Raises Refused `field_missing:review_on`."""
    try:
        day = date.fromisoformat(str(act.payload["review_on"]))
    except ValueError:
        day = date.min
    if day <= day_of(act.received):
        raise Refused("field_missing:review_on")
    case.review_on, case.due_at, case.assignee_id = day.isoformat(), None, None


def back_to_platform(case: Case) -> None:
    """It waits for the dispatcher again: nobody has it, nobody leads it, and whoever did sees it no longer."""
    case.unit_id, case.assignee_id, case.lead_unit_id, case.queue = case.platform_id, None, None, "dispatch"


def _give_to(act: Act, case: Case) -> None:
    """The unit and, if named, the person of that unit. Raises Refused `wrong_unit`."""
    to_unit, to_user = act.payload.get("to_unit"), act.payload.get("to_user")
    person = user(to_user) if to_user else None
    homes = [g.unit for g in person.held(day_of(act.received))] if person else []
    to_unit = to_unit or next((h for h in homes if h), None)
    if unit(to_unit) is None or (to_user and (to_unit not in homes or person.disabled_at is not None)):
        raise Refused("wrong_unit")
    case.unit_id, case.assignee_id = to_unit, to_user or None


def _pass_up(act: Act, case: Case) -> None:
    case.unit_id, case.assignee_id, case.lead_unit_id, case.queue, case.receipt = act.payload["to_unit"], None, None, "city", None
    case.due_at, case.due_warned = receipt_due(act)
