"""flag.decide: a leader has looked at a flagged op and confirms or dismisses it. The decision is itself an op."""

from collections.abc import Callable

from fieldapp.domain.cases import Refused, judge
from fieldapp.domain.permissions import unit_scope
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.feed import lies_in
from fieldapp.store.people import User

from . import facts, view
from .act import Act


def decide(act: Act, let_in: Callable) -> Case | None:
    """Confirm (`let_in` gives the op its effect if it had none) or dismiss every open flag of the target op.

    Raises Refused `unknown_target`, `state_moved` (nothing open), `same_person`, `not_allowed`.
    """
    op = ledger.op(act.target_id, lock=True)
    if op is None:
        raise Refused("unknown_target")
    author = db.session.get(User, op.user_id)
    case = db.session.get(Case, op.case_id or op.target_id)
    if not _answers_for(act, author, case):
        raise Refused("no_access")
    judge(act.rules, act.type, act.actor.as_plain(), view(case) or _nothing(act), act.payload, facts(act, case))
    open_flags = [f for f in op.flags if f.state == "open"]
    if not open_flags:
        raise Refused("state_moved")
    if op.user_id == act.user_id:
        raise Refused("same_person")
    confirmed = act.payload["decision"] == "confirm"
    for flag in open_flags:
        flag.state, flag.decided_by = "confirmed" if confirmed else "dismissed", act.op_id
    op.decided_at = act.received
    if confirmed and not op.in_effect:
        let_in(op, author, act.received, act.rules)
    return db.session.get(Case, op.case_id) if op.case_id else None


def _answers_for(act: Act, author: User, case: Case | None) -> bool:
    """The leader for all; a squadron leader for a visible case or for one of their own people."""
    if act.actor.holds("leader") or (case is not None and lies_in("case", case.id, act.actor.scopes)):
        return True
    return any(unit_scope(g.unit_id) in act.actor.scopes for g in author.grants if g.unit_id)


def _nothing(act: Act) -> dict:
    """There is no case: a squadron leader decides over their own unit."""
    own = next((g.unit for g in act.actor.grants if g.role == "squad_leader"), None)
    return {"state": "reported", "unit": own, "assignee": None, "reporter": None, "handler": None, "returns": 0, "receipt": None,
            "lead_unit": None}
