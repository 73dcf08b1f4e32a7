"""The one door: every change of a case is an op that comes through here, from the phone and from the desk alike.

`VERBS` names the function of each op type; the rulebook says who may and from which state. Nothing here commits.
"""

from fieldapp.domain.cases import Refused, judge
from fieldapp.store import cases as store
from fieldapp.store.access import Actor
from fieldapp.store.cases import Case
from fieldapp.store.feed import touch
from fieldapp.store.units import unit

from . import cases, reports, tasks
from .act import Act
from .payload import check_shapes

VERBS = {
    "case.note": lambda act, case: None,
    "case.verify": cases.verify,
    "case.accept": cases.accept,
    "case.reject": cases.reject,
    "case.merge": cases.merge,
    "case.dispatch": cases.dispatch,
    "case.escalate": cases.escalate,
    "case.handover": cases.hand_over,
    "case.receipt": cases.receipt,
    "case.close": cases.close,
    "case.reopen": cases.reopen,
    "case.suspend": cases.suspend,
    "case.educate": tasks.educate,
    "task.accept": tasks.accept,
    "task.return": tasks.give_back,
    "task.report_done": tasks.report_done,
}
#: Types with a door of their own.
ELSEWHERE = frozenset({"report.file", "flag.decide"})


def knows(op_type: str) -> bool:
    """Whether there is code for a type of the rulebook; an op of any other type is held until there is."""
    return op_type in VERBS or op_type in ELSEWHERE


def perform(act: Act, case: Case | None) -> Case:
    """Do the op on its case (None: it makes one) and put the change on the feed. Inside a transaction.

    Raises Refused with the code of the rule that stands against it; then nothing has been written.
    """
    move = judge(act.rules, act.type, act.actor.as_plain(), view(case), act.payload, facts(act, case), rights=not act.admitted)
    check_shapes(act.payload)
    if case is None:
        case = reports.file_report(act, move.to)
    else:
        VERBS[act.type](act, case)
        case.version += 1
        if move.to and move.to != case.state:
            case.state, case.state_at = move.to, act.received
    touch("case", case.id)
    return case


def allowed(act: Act, case: Case | None, actor: Actor) -> bool:
    """Would this person have the right, as they stood then? Says nothing about state or payload."""
    try:
        judge(act.rules, act.type, actor.as_plain(), view(case), act.payload, facts(act, case))
    except Refused as no:
        return no.code != "not_allowed"
    return True


def note_only(case: Case) -> None:
    """An op that counts but moves nothing (its state had moved on): the case's history grows, that is all."""
    case.version += 1
    touch("case", case.id)


def view(case: Case | None) -> dict | None:
    """A case as the pure domain reads it."""
    if case is None:
        return None
    return {"state": case.state, "unit": case.unit_id, "assignee": case.assignee_id, "reporter": case.reporter_id,
            "handler": case.handler_id, "returns": case.returns, "receipt": case.receipt, "lead_unit": case.lead_unit_id}


def facts(act: Act, case: Case | None) -> dict:
    """What else a guard may ask about: the kinds of the units that the op names."""
    named = [act.payload.get("to_unit"), act.payload.get("lead_unit"), case.unit_id if case else None]
    found = [unit(n) for n in named if isinstance(n, str)]
    return {"unit_kinds": {u.id: u.kind for u in found if u}}


def case_of(target_id: str, lock: bool = True) -> Case | None:
    return store.case(target_id, lock=lock)


__all__ = ["VERBS", "Act", "Refused", "allowed", "case_of", "facts", "knows", "note_only", "perform", "view"]
