"""Ops that took no effect at first, and what becomes of them (protocol 2): what they waited for has come, or a leader has decided."""

from fieldapp.operations import Refused
from fieldapp.rulebook import Rulebook
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.blobs import claims_of_op
from fieldapp.store.feed import touch
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, Flag, Op
from fieldapp.store.people import User

from . import judge as court

WAITING = "waiting_target"


def take_up(op: Op, author: User, now: int, rules: Rulebook) -> None:
    """A leader confirmed an op that had no effect: it takes effect now. A flagged one's rights are not asked again; a held one is
    judged as any request, but no longer waits for the op it came after.

    Raises Refused with the reason why it still cannot; then nothing has been written.
    """
    again = court.judge_again(op, author, now, rules, admitted=op.verdict == FLAGGED)
    if not court.in_effect(again, rules):
        raise Refused(again.code)
    if op.verdict == HELD:
        op.verdict, op.code = again.verdict, again.code
        _add_flags(op, again.flags, rules)
    _settle(op, again, now, rules, in_effect=True)


def wake(awaited: str, now: int, rules: Rulebook) -> None:
    """What ops waited for, a record or another op, has arrived: judge them, in ledger order. Inside the transaction that brought it."""
    for op in ledger.ops_waiting_for(awaited):
        again = court.judge_again(op, db.session.get(User, op.user_id), now, rules)
        for flag in op.flags:
            if flag.code == WAITING and WAITING not in again.flags:
                flag.state = "confirmed"
        _add_flags(op, again.flags, rules)
        standing = [f.code for f in op.flags if f.code != WAITING or f.state == "open"]
        op.verdict, op.code, op.detail = again.verdict, again.code, again.detail
        if again.verdict == APPLIED and standing:
            op.verdict, op.code = FLAGGED, standing[0]
        op.decided_at = now
        _settle(op, again, now, rules, in_effect=court.in_effect(again, rules))


def _add_flags(op: Op, codes: list[str], rules: Rulebook) -> None:
    known = {flag.code for flag in op.flags}
    op.flags += [Flag(op_id=op.op_id, code=c, effect=rules.flags[c].effect is True) for c in dict.fromkeys(codes) if c not in known]


def _settle(op: Op, again, now: int, rules: Rulebook, *, in_effect: bool) -> None:
    """What hangs on an op follows it to its case: its blobs' claims, and those who waited for it or for what it made."""
    op.in_effect, op.waits_for = in_effect, again.waits_for
    if again.case is not None:
        op.case_id, op.version = again.case.id, again.case.version
    db.session.flush()
    for claim in claims_of_op(op.op_id):
        claim.case_id = op.case_id
    if op.case_id:
        touch("case", op.case_id)
    if in_effect:
        wake(op.op_id, now, rules)
        if rules.actions[op.type].creates:
            wake(op.target_id, now, rules)

