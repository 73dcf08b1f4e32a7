"""The one door: every change of a case or of a paper is an op that comes through here, from the phone and from the desk alike.

`MAKERS` and `VERBS` name the function of each op type; the rulebook says who may and from which state. Nothing here commits.
"""

from typing import Any

from fieldapp.domain.cases import Refused, judge
from fieldapp.store.access import Actor
from fieldapp.store.units import unit

from . import attest, authority, cases, follow, inspections, items, numbers, orders, papers, reports, tasks
from .act import Act
from .payload import check_shapes
from .references import check_refers
from .things import THINGS, Thing

#: What makes something new: (act, state by the rulebook) → row.
MAKERS = {
    "report.file": reports.file_report,
    "inspection.record": inspections.record,
    "order.issue": orders.issue,
    "document.issue": papers.issue,
}
#: What changes something: (act, row) → None, or the state it takes instead of the rulebook's.
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
    "order.serve": orders.serve,
    "order.withdraw": orders.withdraw,
    "document.serve": papers.serve,
    "officer.attest": attest.answer,
    "item.report_done": items.report_done,
    "extension.request": items.ask_extension,
    "extension.decide": items.decide_extension,
    "recheck.record": items.recheck,
    "number.void": numbers.void,
}
#: What follows of itself after an act on a thing of a type.
FOLLOWS = {"order": follow.of_order, "item": follow.of_item}
#: Types with a door of their own.
ELSEWHERE = frozenset({"flag.decide", "op.hand_over", "op.withdraw"})


def knows(op_type: str) -> bool:
    """Whether there is code for a type of the rulebook; an op of any other type is held until there is."""
    return op_type in VERBS or op_type in MAKERS or op_type in ELSEWHERE


def perform(act: Act, row: Any) -> Any:
    """Do the op on the thing it is about (None: it makes one) and put the change on the feed; returns the thing. Inside a transaction.

    What a person must look at though it counts stands in `act.flags` afterwards, what came to be besides in `act.made`. Raises
    Refused with the code of the rule that stands against it; then nothing has been written.
    """
    thing = THINGS[act.target_type]
    move = judge(act.rules, act.type, act.actor.as_plain(), view(act.target_type, row), act.payload, facts(act, row), rights=not act.admitted)
    check_shapes(act.type, act.payload)
    if not act.admitted:
        authority.demand(act, row)
    authority.known_officers(act)
    if row is None:
        row = MAKERS[act.type](act, move.to)
        act.made.append(act.target_id)
    else:
        to = VERBS[act.type](act, row) or move.to
        row.version += 1
        if to and to != row.state:
            row.state, row.state_at = to, act.received
        if act.target_type in FOLLOWS:
            FOLLOWS[act.target_type](row, act.received)
    thing.changed(act.target_id)
    return row


def allowed(act: Act, row: Any, actor: Actor, at_ms: int) -> bool:
    """Would this person have the right, by role and certificate, as they stood at `at_ms`? Says nothing about state or payload."""
    try:
        judge(act.rules, act.type, actor.as_plain(), view(act.target_type, row), act.payload, facts(act, row))
        check_shapes(act.type, act.payload)
    except Refused as no:
        return no.code != "not_allowed"
    return authority.certified(act, row, at_ms)


def note_only(act: Act, row: Any) -> None:
    """An op that counts but moves nothing (its state had moved on): the thing's history grows, that is all."""
    row.version += 1
    THINGS[act.target_type].changed(act.target_id)


def view(type_: str, row: Any) -> dict | None:
    """The thing as the pure domain reads it; None for none."""
    return None if row is None else THINGS[type_].view(row)


def facts(act: Act, row: Any) -> dict:
    """What else a guard may ask about: the kinds of the units that the op names, and when it was done."""
    seen = view(act.target_type, row)
    named = [act.payload.get("to_unit"), act.payload.get("lead_unit"), seen["unit"] if seen else None]
    found = [unit(n) for n in named if isinstance(n, str)]
    return {"unit_kinds": {u.id: u.kind for u in found if u}, "now": min(act.claimed, act.received)}


__all__ = ["MAKERS", "THINGS", "VERBS", "Act", "Refused", "Thing", "allowed", "check_refers", "facts", "knows", "note_only", "perform",
           "view"]
