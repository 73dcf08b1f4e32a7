"""What somebody does about an op of their own that had no effect: hand it to the leader (转交负责人), withdraw it (撤回), or do it anew in
its place. The op itself stays in the ledger as it is; each of these is an op too."""

import json

from fieldapp.domain.cases import Refused, blank, judge
from fieldapp.store import ledger
from fieldapp.store.ledger import HELD, REFUSED, Op, Quarantine

from .act import Act
from .payload import check_shapes
from .references import REPLACES
from .things import nobody

HAND_OVER, WITHDRAW = "op.hand_over", "op.withdraw"
#: The flag by which a leader is asked, and the code of what its author took back.
HANDED_OVER, WITHDRAWN = "handed_over", "withdrawn"


def hand_over(act: Act) -> tuple[str | None, str | None]:
    """转交负责人: flagged, so that a leader decides. Of what the server never got, `content` says what it was, and its photos come with
    this op. Returns the case behind it, and what it waits for: nothing. Raises Refused `field_missing`, `not_allowed`."""
    op = _own(act)
    if blank(act.payload.get("text")):
        raise Refused("field_missing:text")
    if op is None and not act.payload.get("content"):
        raise Refused("field_missing:content")
    act.flags.append(HANDED_OVER)
    return op.case_id if op is not None else None, None


def withdraw(act: Act) -> tuple[str | None, str | None]:
    """撤回: no leader is asked any more, and it never takes effect. Of what has not come it is withdrawn when it comes: that is what
    this op waits for, in effect meanwhile. Returns as `hand_over`.

    Raises Refused `reason_missing`, `not_allowed`, `paper_stands` for an act, `state_moved` for what is in effect.
    """
    op = _own(act)
    if op is None:
        return None, act.target_id
    if op.kind == "act":
        raise Refused("paper_stands")
    if op.in_effect:
        raise Refused("state_moved")
    put_back(op, act.op_id, act.received)
    return op.case_id, None


DOORS = {HAND_OVER: hand_over, WITHDRAW: withdraw}


def replace(op: Op, supersedes: str | None, now: int) -> None:
    """An op in effect that its author made in place of an earlier one, which had none: that one is withdrawn, or will be when it comes.
    Papers have a rule of their own (`replacing`)."""
    if supersedes is None or op.type in REPLACES:
        return
    earlier = ledger.op(supersedes)
    if earlier is None:
        op.waits_for = supersedes
    else:
        arrived(op, earlier, now)


def arrived(op: Op, earlier: Op, now: int) -> None:
    """What `op` withdraws or takes the place of is here. What counts already, and what somebody else did, stays."""
    op.waits_for = None
    if earlier.user_id == op.user_id and earlier.kind != "act" and not earlier.in_effect:
        put_back(earlier, op.op_id, now)


def is_put_back(op_id: str, user_id: str) -> bool:
    """Did its author withdraw or replace this op before it came?"""
    return any(one.in_effect and one.user_id == user_id for one in ledger.ops_waiting_for(op_id))


def put_back(op: Op, by: str, now: int) -> None:
    for one in (op, *handed_over(op)):
        for flag in one.flags:
            if flag.state == "open":
                flag.state, flag.decided_by = "dismissed", by
        one.decided_at = now
    op.waits_for = None
    if op.verdict == HELD:
        op.verdict, op.code = REFUSED, WITHDRAWN


def handed_over(op: Op) -> list[Op]:
    """The ops by which its author handed this one to the leader, while nobody has decided."""
    return [one for one in ledger.ops_on(op.op_id, HAND_OVER) if one.user_id == op.user_id and one.in_effect and is_open(one)]


def together(op: Op) -> list[Op]:
    """What is decided with an op: what it hands over, if that still needs somebody, or the ops that handed it over."""
    if op.type != HAND_OVER:
        return handed_over(op)
    about = ledger.op(op.target_id, lock=True)
    return [about] if about is not None and about.user_id == op.user_id and (about.verdict == HELD or is_open(about)) else []


def about_quarantined(row: Quarantine) -> list[Op]:
    """What whoever sent these bytes has done about them since."""
    found = [one for type_ in DOORS for one in ledger.ops_on(row.op_id, type_)] if row.op_id else []
    return [one for one in found if one.user_id == row.user_id]


def supersedes(op: Op) -> str | None:
    return json.loads(op.body).get("supersedes")


def is_open(op: Op) -> bool:
    """Is a flag of it still to be decided?"""
    return any(flag.state == "open" for flag in op.flags)


def _own(act: Act) -> Op | None:
    """The op it is about; None while it has not come. Raises Refused `not_allowed` for somebody else's."""
    check_shapes(act.type, act.payload)
    judge(act.rules, act.type, act.actor.as_plain(), nobody("reported"), act.payload, {})
    op = ledger.op(act.target_id, lock=True)
    if op is not None and op.user_id != act.user_id:
        raise Refused("not_allowed")
    return op
