"""Ops that took no effect at first, and what becomes of them (protocol 2): what they waited for has come, or a leader has decided."""

from collections import deque

from fieldapp.operations import THINGS, Refused, own_ops
from fieldapp.rulebook import Rulebook
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.blobs import claims_of_op
from fieldapp.store.feed import KINDS, touch
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, REFUSED, Flag, Op
from fieldapp.store.people import User

from . import judge as court

WAITING, UNKNOWN_TYPE = "waiting_target", "unknown_type"


def take_up(op: Op, author: User, now: int, rules: Rulebook) -> None:
    """A leader confirmed an op that had no effect: it takes effect now. A flagged one's rights are not asked again; a held one is
    judged as any request, but no longer waits for the op it came after.

    Raises Refused with the reason why it still cannot; then nothing has been written.
    """
    own_ops.check_not_made_anew(op)
    again = court.judge_again(op, author, now, rules, admitted=op.verdict == FLAGGED, settled=op.verdict == HELD)
    if not court.in_effect(again, rules):
        raise Refused(again.code)
    if op.verdict == HELD:
        op.verdict, op.code = again.verdict, again.code
    _add_flags(op, again.flags, rules)
    for arrived in _settle(op, again, now, in_effect=True):
        wake(arrived, now, rules)


def wake(awaited: str, now: int, rules: Rulebook) -> None:
    """What ops waited for (a record, another op, a type of op) has arrived: judge them, in ledger order, and then those who waited for
    them. Inside the transaction that brought it. A long chain of ops that wait for each other is a queue here, not a deep stack."""
    arrived = deque([awaited])
    while arrived:
        come = arrived.popleft()
        for op in ledger.ops_waiting_for(come):
            if op.waits_for != come:  # another of them has put it back meanwhile
                continue
            if not op.in_effect:
                arrived += _judge_woken(op, now, rules)
            elif (earlier := ledger.op(come)) is not None:  # it withdraws, or stands for, what has come now; a record is none of these
                own_ops.arrived(op, earlier, now)


def mend(op: Op, now: int, rules: Rulebook) -> None:
    """The op before this one in its lane has come after all: the chain is whole here, and what that alone held up takes effect."""
    broken = [flag for flag in op.flags if flag.code == court.BROKEN_CHAIN and flag.state == "open"]
    for flag in broken:
        flag.state = "confirmed"
    if broken and op.verdict != REFUSED and not op.in_effect:
        for arrived in _judge_woken(op, now, rules):
            wake(arrived, now, rules)


def has_come(op: Op) -> bool:
    """Is what this op waits for here already? Asked once more when the op has its place in the ledger: whoever brings the other
    thing gets a later place, and wakes it, or had an earlier one, and is seen here."""
    if op.code == "depends_on_refused":
        return ledger.held_back([op.waits_for]) is None
    return ledger.op(op.waits_for) is not None or any(thing.load(op.waits_for, False) is not None for thing in THINGS.values())


def wake_types(now: int, rules: Rulebook) -> None:
    """After an upgrade: judge what was held because its type, or the version of it, was unknown. Inside a transaction."""
    for type_ in sorted({op.type for op in ledger.held_ops() if op.code == UNKNOWN_TYPE and op.type in rules.actions}):
        wake(type_, now, rules)


def _judge_woken(op: Op, now: int, rules: Rulebook) -> list[str]:
    again = court.judge_again(op, db.session.get(User, op.user_id), now, rules)
    for flag in op.flags:
        if flag.code == WAITING and WAITING not in again.flags:
            flag.state = "confirmed"
    _add_flags(op, again.flags, rules)
    standing = [f.code for f in op.flags if f.code not in (WAITING, court.BROKEN_CHAIN) or f.state == "open"]
    anew = {k: v for k, v in (op.detail or {}).items() if k == own_ops.MADE_ANEW}
    op.verdict, op.code, op.detail = again.verdict, again.code, again.detail | anew
    if again.verdict == APPLIED and standing and rules.actions[op.type].kind != "request":
        op.verdict, op.code = FLAGGED, standing[0]
    op.decided_at = now
    return _settle(op, again, now, in_effect=court.in_effect(again, rules))


def _add_flags(op: Op, codes: list[str], rules: Rulebook) -> None:
    known = {flag.code for flag in op.flags}
    op.flags += [Flag(op_id=op.op_id, code=c, effect=rules.flags[c].effect is True) for c in dict.fromkeys(codes) if c not in known]


def record_of(op: Op, found) -> tuple[str, str] | None:
    """The record that an op's files belong to: what it is about or made, if that is one; None while there is nothing."""
    if found.thing is None or op.target_type not in KINDS:
        return ("case", op.case_id) if op.case_id else None
    return op.target_type, op.target_id


def _settle(op: Op, again, now: int, *, in_effect: bool) -> list[str]:
    """What hangs on an op follows it to its record: its files' claims. Returns what has arrived with it: itself, and what it made."""
    op.in_effect, op.waits_for = in_effect, again.waits_for
    if again.thing is not None:
        op.case_id, op.version = again.case_id, again.thing.version
    db.session.flush()
    about = record_of(op, again)
    for claim in claims_of_op(op.op_id):
        claim.record_type, claim.record_id = about or (None, None)
    if op.case_id:
        touch("case", op.case_id)
    own_ops.replace(op, own_ops.supersedes(op), now)
    return [op.op_id, *again.made] if in_effect else []
