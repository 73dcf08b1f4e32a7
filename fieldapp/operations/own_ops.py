"""What somebody does about an op of their own that had no effect: hand it to the leader (转交负责人), withdraw it (撤回), or do it anew in
its place. The op itself stays in the ledger as it is; each of these is an op too."""

import json

from fieldapp.domain.cases import Refused, blank, judge
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.ledger import HELD, REFUSED, Op, Quarantine

from .act import Act
from .payload import check_shapes
from .references import REPLACES
from .things import nobody

HAND_OVER, WITHDRAW = "op.hand_over", "op.withdraw"
#: The flag by which a leader is asked, and the code of what its author took back.
HANDED_OVER, WITHDRAWN = "handed_over", "withdrawn"
#: Flags of the way an op came, not of what it says: it is judged, and has no effect until they are dealt with.
BROKEN_CHAIN, LANE_REVOKED = "broken_chain", "lane_revoked"
STOPS = (BROKEN_CHAIN, LANE_REVOKED, WITHDRAWN)
#: The op that was done in place of this one and counts.
MADE_ANEW = "made_anew"
#: How far back what was made anew again and again is followed.
LONGEST_CHAIN = 100


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
        for one in _open_hand_overs(act.target_id, act.user_id):
            _put_back_one(one, act.op_id, act.received)
        return None, act.target_id
    if is_act(op):
        raise Refused("paper_stands")
    if op.in_effect:
        raise Refused("state_moved")
    return op.case_id, put_back(op, act.op_id, act.received)


DOORS = {HAND_OVER: hand_over, WITHDRAW: withdraw}


def replace(op: Op, supersedes: str | None, now: int) -> None:
    """An op that its author made in place of an earlier one without effect: that one is withdrawn, or will be when it comes; also while
    the later one itself only waits, for they may wait for the same. Papers have a rule of their own (`replacing`)."""
    if supersedes is None or op.type in REPLACES or op.type in DOORS or not (op.in_effect or is_underway(op)):
        return
    earlier = ledger.op(supersedes)
    if earlier is not None:
        arrived(op, earlier, now)
    elif op.in_effect:
        op.waits_for = supersedes


def arrived(op: Op, earlier: Op, now: int) -> None:
    """What `op` withdraws or takes the place of is here. What counts already, and what somebody else did, stays."""
    awaited = None
    if earlier.user_id == op.user_id and not is_act(earlier) and not earlier.in_effect:
        awaited = put_back(earlier, op.op_id, now)
    elif earlier.user_id == op.user_id and not earlier.in_effect and op.in_effect and op.type not in DOORS:
        earlier.detail = {**(earlier.detail or {}), MADE_ANEW: op.op_id}  # done on the spot, it stays open, but never counts twice
    if op.in_effect:
        op.waits_for = awaited


def is_put_back(op_id: str, user_id: str) -> bool:
    """Did its author withdraw or replace this op before it came? Also by what only waits itself, or was made anew in its turn."""
    if any(one.in_effect and one.user_id == user_id for one in ledger.ops_waiting_for(op_id)):
        return True
    return any(one.type not in REPLACES and supersedes(one) == op_id and (is_underway(one) or _is_given_up(one))
               for one in ledger.in_vain_naming(user_id, op_id))


def is_left_to_leader(op_id: str, user_id: str) -> bool:
    """Did its author hand it to the leader with its content before it came? Then a leader decides, or has decided."""
    return any(one.user_id == user_id and one.in_effect for one in ledger.ops_on(op_id, HAND_OVER))


def is_underway(op: Op) -> bool:
    """Does it only wait for something that comes? Nobody has to decide whether it is its author's at all."""
    return (op.verdict == HELD or bool(op.waits_for)) and not op.in_effect and not any(
        f.code in STOPS and f.state == "open" for f in op.flags)


def _is_given_up(op: Op) -> bool:
    """Did its author put it back?"""
    deciders = {f.decided_by for f in op.flags if f.decided_by}
    return op.code == WITHDRAWN or any(by is not None and by.user_id == op.user_id for by in map(ledger.op, deciders))


def put_back(op: Op, by: str, now: int) -> str | None:
    """It never takes effect, nor does what it was made in place of. Returns the id of what of that has not come yet."""
    seen = {by}
    for _ in range(LONGEST_CHAIN):
        _put_back_one(op, by, now)
        seen.add(op.op_id)
        before = None if op.type in REPLACES else supersedes(op)
        earlier = ledger.op(before) if before else None
        if before and earlier is None:
            return before
        if earlier is None or earlier.op_id in seen or earlier.user_id != op.user_id or earlier.in_effect or is_act(earlier):
            return None
        op = earlier
    return None


def _put_back_one(op: Op, by: str, now: int) -> None:
    for one in (op, *handed_over(op)):
        for flag in one.flags:
            if flag.state == "open":
                flag.state, flag.decided_by = "dismissed", by
        one.decided_at = now
    op.waits_for = None
    if op.verdict == HELD:
        op.verdict, op.code = REFUSED, WITHDRAWN


def check_not_made_anew(op: Op) -> None:
    """Of what its author did and what they did in its place one counts. Raises Refused `made_anew`."""
    pair = [ledger.op(one) for one in ((op.detail or {}).get(MADE_ANEW), supersedes(op)) if one]
    if op.type not in REPLACES and any(one is not None and one.in_effect and one.user_id == op.user_id for one in pair):
        raise Refused(MADE_ANEW)


def handed_over(op: Op) -> list[Op]:
    """The ops by which its author handed this one to the leader, while nobody has decided."""
    return _open_hand_overs(op.op_id, op.user_id)


def _open_hand_overs(op_id: str, user_id: str) -> list[Op]:
    return [one for one in ledger.ops_on(op_id, HAND_OVER) if one.user_id == user_id and one.in_effect and is_open(one)]


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


def is_act(op: Op) -> bool:
    """By the rulebook; what the phone called it is the phone's word."""
    action = load().actions.get(op.type)
    return (action.kind if action else op.kind) == "act"


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
