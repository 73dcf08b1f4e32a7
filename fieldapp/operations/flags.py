"""flag.decide: a leader has looked at a flagged or held op and confirms or dismisses it. The decision is itself an op."""

from collections.abc import Callable
from typing import Any

from fieldapp.domain.cases import Refused, judge
from fieldapp.domain.permissions import unit_scope
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.ledger import HELD, REFUSED
from fieldapp.store.people import User

from . import facts
from .act import Act
from .numbers import settle
from .payload import check_shapes
from .things import THINGS


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
    thing = THINGS.get(op.target_type)
    row = thing.load(op.target_id, True) if thing else None
    if not _answers_for(act, author, row is not None and thing.visible(row, op.target_id, act.actor.scopes)):
        raise Refused("no_access")
    check_shapes(act.type, act.payload)
    judge(act.rules, act.type, act.actor.as_plain(), thing.view(row) if row is not None else _nothing(act), act.payload, facts(act, None))
    open_flags = [f for f in op.flags if f.state == "open"]
    held = op.verdict == HELD
    if not open_flags and not held:
        raise Refused("state_moved")
    if op.user_id == act.user_id:
        raise Refused("same_person")
    confirmed = act.payload["decision"] == "confirm"
    for flag in open_flags:
        flag.state, flag.decided_by = "confirmed" if confirmed else "dismissed", act.op_id
    settle(op.op_id, confirmed, act.op_id, {f.code for f in open_flags}, act.received)
    op.decided_at = act.received
    if confirmed and not op.in_effect and op.verdict != REFUSED:
        take_up(op, author, act.received, act.rules)
    elif not confirmed:
        op.waits_for = None
        if held:
            op.verdict, op.code = REFUSED, "dismissed"
    return (thing.load(op.target_id, False) if thing else None), op.case_id


def _answers_for(act: Act, author: User, visible: bool) -> bool:
    """The leader for all; a squadron leader for what they may see or for one of their own people."""
    if act.actor.holds("leader") or visible:
        return True
    return any(unit_scope(g.unit_id) in act.actor.scopes for g in author.grants if g.unit_id)


def _nothing(act: Act) -> dict:
    """It is about nothing that is there: a squadron leader decides over their own unit."""
    own = next((g.unit for g in act.actor.grants if g.role == "squad_leader"), None)
    return {"state": "reported", "unit": own, "assignee": None, "reporter": None, "handler": None, "returns": 0, "receipt": None,
            "lead_unit": None}
