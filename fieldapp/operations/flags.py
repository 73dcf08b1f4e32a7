"""flag.decide: a leader has looked at a flagged or held op and confirms or dismisses it. The decision is itself an op."""

from collections.abc import Callable
from typing import Any

from fieldapp.domain.cases import Refused, judge
from fieldapp.domain.permissions import unit_scope
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.access import Actor
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.ledger import HELD, REFUSED, Op
from fieldapp.store.people import User, user

from . import facts, view
from .act import Act
from .numbers import settle, spoil
from .own_ops import HAND_OVER, together
from .payload import check_shapes
from .things import THINGS, nobody


def decide(act: Act, take_up: Callable) -> tuple[Any, str | None]:
    """Confirm (`take_up` gives the op its effect if it had none) or dismiss every open flag of the target op, or a request that is
    held. A request that was refused stays refused. Returns what the op is about, if that exists, and the case behind it.

    Raises Refused `unknown_target`, `no_access`, `not_allowed`, `state_moved` (nothing open), `same_person`, `number_taken`, or why
    the op cannot take effect. What it wrote until then the caller undoes.
    """
    op = ledger.op(act.target_id, lock=True)
    if op is None:
        raise Refused("unknown_target")
    author = db.session.get(User, op.user_id)
    row, units = _about(op, lock=True), _homes(author, act.received)
    if not _answers_for(act.actor, units, op, row):
        raise Refused("no_access")
    check_shapes(act.type, act.payload)
    judge(act.rules, act.type, act.actor.as_plain(), _judged_as(act.actor, units, op, row), act.payload, facts(act, None))
    open_flags = [f for f in op.flags if f.state == "open"]
    if not open_flags and op.verdict != HELD:
        raise Refused("state_moved")
    with_it = together(op)
    if any(act.user_id in _party_to(one) for one in (op, *with_it)):
        raise Refused("same_person")
    _settle(op, act, author, take_up)
    for one in with_it:
        _settle_too(one, op, act, author, take_up)
    return _about(op), op.case_id


def _settle_too(op: Op, lead: Op, act: Act, author: User, take_up: Callable) -> None:
    """What is handed over and cannot take effect as it is stays open by itself: the leader has answered the handing over all the same."""
    try:
        with db.session.begin_nested():
            _settle(op, act, author, take_up)
    except Refused as no:
        if lead.type != HAND_OVER:
            raise
        lead.detail = {**lead.detail, "still_open": no.code}


def _settle(op: Op, act: Act, author: User, take_up: Callable) -> None:
    """One op of those that are decided together; why is told to its author."""
    open_flags = [f for f in op.flags if f.state == "open"]
    confirmed = act.payload["decision"] == "confirm"
    for flag in open_flags:
        flag.state, flag.decided_by = "confirmed" if confirmed else "dismissed", act.op_id
    settle(op.op_id, confirmed, act.op_id, {f.code for f in open_flags}, act.received)
    op.decided_at = act.received
    op.detail = {**(op.detail or {}), "decision": {"decision": act.payload["decision"], "by": act.user_id, "reason": act.payload["reason"]}}
    if confirmed and not op.in_effect and op.verdict != REFUSED:
        take_up(op, author, act.received, act.rules)
    elif not confirmed:
        if not op.in_effect:
            spoil(op, act)
            op.waits_for = None
        if op.verdict == HELD:
            op.verdict, op.code = REFUSED, "dismissed"


def may_decide(actor: Actor, op: Op, now: int) -> bool:
    """Is a decision on this op theirs to make? What the desk offers is what the rule above allows."""
    units, row = _homes(user(op.user_id), now), _about(op)
    if actor.user_id in _party_to(op) or not _answers_for(actor, units, op, row):
        return False
    try:
        judge(load(), "flag.decide", actor.as_plain(), _judged_as(actor, units, op, row), {"decision": "confirm", "reason": "."}, {})
    except Refused:
        return False
    return True


def _about(op: Op, lock: bool = False) -> Any:
    """What the op is about or made; None while there is no such thing."""
    thing = THINGS.get(op.target_type)
    return thing.load(op.target_id, lock) if thing else None


def _party_to(op: Op) -> set[str]:
    """Who did it, and the officers it names: nobody decides on an act of their own (回避, 处罚法 43)."""
    named = op.payload.get("officers")
    return {op.user_id, *(one for one in (named if isinstance(named, list) else ()) if isinstance(one, str))}


def _homes(author: User, at_ms: int) -> frozenset[str]:
    return frozenset(g.unit for g in author.held(day_of(at_ms)) if g.unit)


def _answers_for(actor: Actor, units: frozenset[str], op: Op, row: Any) -> bool:
    """The leader for all; a squadron leader for what they may see or for one of their own people."""
    if actor.holds("leader") or (row is not None and THINGS[op.target_type].visible(row, op.target_id, actor.scopes)):
        return True
    return any(unit_scope(one) in actor.scopes for one in units)


def _judged_as(actor: Actor, units: frozenset[str], op: Op, row: Any) -> dict:
    """What the op is about, as it stands. To whoever leads its author's squadron it is that squadron's, wherever it has gone; so is an
    op about nothing that is there."""
    own = next((g.unit for g in actor.grants if g.role == "squad_leader" and g.unit in units), None)
    judged = view(op.target_type, row) or nobody("reported")
    return judged | {"unit": own} if own else judged
