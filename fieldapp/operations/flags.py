"""flag.decide: a leader has looked at a flagged or held op and confirms or dismisses it. The decision is itself an op."""

from collections.abc import Callable

from fieldapp.domain.cases import Refused, judge
from fieldapp.domain.permissions import unit_scope
from fieldapp.rulebook import load
from fieldapp.store import cases, ledger
from fieldapp.store.access import Actor
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.days import day_of
from fieldapp.store.feed import lies_in
from fieldapp.store.ledger import HELD, REFUSED, Op
from fieldapp.store.people import User, user

from . import facts, view
from .act import Act
from .payload import check_shapes


def decide(act: Act, take_up: Callable) -> Case | None:
    """Confirm (`take_up` gives the op its effect if it had none) or dismiss every open flag of the target op, or a request that is
    held. A request that was refused stays refused.

    Raises Refused `unknown_target`, `no_access`, `not_allowed`, `state_moved` (nothing open), `same_person`, or why the op cannot
    take effect. What it wrote until then the caller undoes.
    """
    op = ledger.op(act.target_id, lock=True)
    if op is None:
        raise Refused("unknown_target")
    author = db.session.get(User, op.user_id)
    case = cases.case(op.case_id or op.target_id, lock=True)
    units = _homes(author, act.received)
    if not _answers_for(act.actor, units, case):
        raise Refused("no_access")
    check_shapes(act.payload)
    judge(act.rules, act.type, act.actor.as_plain(), _judged_as(act.actor, units, case), act.payload, facts(act, case))
    open_flags = [f for f in op.flags if f.state == "open"]
    held = op.verdict == HELD
    if not open_flags and not held:
        raise Refused("state_moved")
    if op.user_id == act.user_id:
        raise Refused("same_person")
    confirmed = act.payload["decision"] == "confirm"
    for flag in open_flags:
        flag.state, flag.decided_by = "confirmed" if confirmed else "dismissed", act.op_id
    op.decided_at = act.received
    if confirmed and not op.in_effect and op.verdict != REFUSED:
        take_up(op, author, act.received, act.rules)
    elif not confirmed:
        op.waits_for = None
        if held:
            op.verdict, op.code = REFUSED, "dismissed"
    return db.session.get(Case, op.case_id) if op.case_id else None


def may_decide(actor: Actor, op: Op, now: int) -> bool:
    """Is a decision on this op theirs to make? What the desk offers is what the rule above allows."""
    units, case = _homes(user(op.user_id), now), cases.case(op.case_id or op.target_id)
    if op.user_id == actor.user_id or not _answers_for(actor, units, case):
        return False
    try:
        judge(load(), "flag.decide", actor.as_plain(), _judged_as(actor, units, case), {"decision": "confirm", "reason": "."}, {})
    except Refused:
        return False
    return True


def _homes(author: User, at_ms: int) -> frozenset[str]:
    return frozenset(g.unit for g in author.held(day_of(at_ms)) if g.unit)


def _answers_for(actor: Actor, units: frozenset[str], case: Case | None) -> bool:
    """The leader for all; a squadron leader for a visible case or for one of their own people."""
    if actor.holds("leader") or (case is not None and lies_in("case", case.id, actor.scopes)):
        return True
    return any(unit_scope(one) in actor.scopes for one in units)


def _judged_as(actor: Actor, units: frozenset[str], case: Case | None) -> dict:
    """The op's case, as it stands. To whoever leads its author's squadron it is that squadron's, wherever it has gone; so is an op that
    has no case."""
    own = next((g.unit for g in actor.grants if g.role == "squad_leader" and g.unit in units), None)
    judged = view(case) or {"state": "reported", "unit": None, "assignee": None, "reporter": None, "handler": None, "returns": 0,
                            "receipt": None, "lead_unit": None}
    return judged | {"unit": own} if own else judged
