"""The verdict on one authentic op (protocol 2 and 6), and the same again when what it waited for has come.

A fact or an act is never refused: at most it is flagged, and its flag's row says whether it counts meanwhile. Only a request
can be refused or held.
"""

from dataclasses import dataclass, field

from fieldapp import operations
from fieldapp.domain.clock import Claim, clock_flags, last_contact_before
from fieldapp.operations import Act, Refused
from fieldapp.operations.flags import decide
from fieldapp.rulebook import Rulebook
from fieldapp.store import ledger
from fieldapp.store.access import Actor, actor
from fieldapp.store.base import db
from fieldapp.store.blobs import Claim as BlobClaim
from fieldapp.store.cases import Case
from fieldapp.store.devices import Lane
from fieldapp.store.feed import lies_in, touch
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, REFUSED, Flag, Op
from fieldapp.store.people import User

from .envelope import Envelope, read

#: What a rule against a fact or an act becomes; every other rule leaves it in the history without effect on the case.
AS_FLAG = {"not_allowed": "no_authority", "state_moved": "state_moved"}


@dataclass
class Judgement:
    """Verdict, first code, flags (code → in effect?), and what the op waits for, if anything."""

    verdict: str = APPLIED
    code: str | None = None
    detail: dict = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    case: Case | None = None
    waits_for: str | None = None

    def refuse(self, code: str, detail: dict | None = None) -> "Judgement":
        self.verdict, self.code, self.detail = REFUSED, code, detail or {}
        return self

    def hold(self, code: str, waits_for: str) -> "Judgement":
        self.verdict, self.code, self.waits_for = HELD, code, waits_for
        return self


def judge(said: Envelope, lane: Lane, author: User, now: int, rules: Rulebook) -> Judgement:
    """Judge an op that is next in its lane, and do what it says as far as it counts. Inside the op's own transaction."""
    action = rules.actions.get(said.type)
    if action is None or action.type_v != said.type_v:
        return Judgement().hold("unknown_type", said.type)
    found = Judgement(flags=_clock(said.claim, lane, said.lane_seq, now))
    if said.kind != action.kind:
        found.flags.append("wrong_kind")
    return _weigh(_act(said, author, now, rules), said.base_after, found, actor(author, now))


def judge_again(op: Op, author: User, now: int, rules: Rulebook, *, admitted: bool = False) -> Judgement:
    """Judge a stored op once more: what it waited for is here, or a leader lets it in (`admitted`)."""
    said = read({"body": op.body, "hash": op.hash, "sig": op.sig})
    return _weigh(_act(said, author, now, rules, admitted), (), Judgement(), actor(author, now))


def _act(said: Envelope, author: User, now: int, rules: Rulebook, admitted: bool = False) -> Act:
    """Facts and acts are judged by the rights of the claimed time, requests by those of now."""
    kind = rules.actions[said.type].kind
    by = actor(author, now if kind == "request" else min(said.claim.claimed_ms, now))
    return Act(said.op_id, said.type, kind, said.target_id, said.payload, by, rules, now, said.claim.claimed_ms, said.place,
               said.expect, admitted)


def _clock(claim: Claim, lane: Lane, lane_seq: int, now: int) -> list[str]:
    before = ledger.op_at(lane.id, lane_seq - 1)
    previous = Claim(before.claimed_at, 0, before.mono_ms, before.boot) if before else None
    return clock_flags(claim, now, lane.made_at, last_contact_before(lane.contacts, lane_seq), previous)


def _weigh(act: Act, after: tuple[str, ...], found: Judgement, at_receipt: Actor) -> Judgement:
    action, request = act.rules.actions[act.type], act.kind == "request"
    if action.target == "op":
        return _decide(act, found)
    case = operations.case_of(act.target_id)
    if action.creates and case is not None:
        found.flags.append("id_taken")
        return _flagged(act, found)
    if not action.creates and case is None:
        if request:
            return found.hold("unknown_target", act.target_id)
        found.flags.append("waiting_target")
        found.waits_for = act.target_id
        return _flagged(act, found)
    if case is not None and not act.admitted and not lies_in("case", case.id, act.actor.scopes | at_receipt.scopes):
        if request:
            return found.refuse("no_access")
        found.flags.append("no_access")
        return _flagged(act, found)
    blocking = next((a for a in after if (earlier := ledger.op(a)) is not None and earlier.verdict in (REFUSED, HELD)), None)
    if request and blocking:
        return found.hold("depends_on_refused", blocking)
    found.case = case
    expected = act.expect.get("state")
    if request and case is not None and expected and expected != case.state:
        return found.refuse("state_moved", {"state": case.state, "expected": expected})
    return _do(act, case, found, at_receipt)


def _do(act: Act, case: Case | None, found: Judgement, at_receipt: Actor) -> Judgement:
    request = act.kind == "request"
    if not request and not act.admitted and operations.allowed(act, case, act.actor) and not operations.allowed(act, case, at_receipt):
        found.flags.append("authority_ended")
        return _flagged(act, found)
    try:
        with db.session.begin_nested():
            found.case = operations.perform(act, case)
    except Refused as no:
        if request:
            return found.refuse(no.code, {"state": case.state} if case else {})
        found.flags.append(AS_FLAG.get(no.code, "bad_payload"))
        if case is not None and found.flags[-1] == "state_moved":
            operations.note_only(case)
    return _flagged(act, found)


def _decide(act: Act, found: Judgement) -> Judgement:
    try:
        found.case = decide(act, let_in)
    except Refused as no:
        return found.refuse(no.code) if no.code != "unknown_target" else found.hold("unknown_target", act.target_id)
    return _flagged(act, found)


def _flagged(act: Act, found: Judgement) -> Judgement:
    """Settle verdict and code by the flags: one that stops the effect speaks first."""
    if found.flags:
        stopping = [f for f in found.flags if act.rules.flags[f].effect is not True]
        found.verdict, found.code = FLAGGED, (stopping or found.flags)[0]
    return found


def in_effect(found: Judgement, rules: Rulebook) -> bool:
    return found.verdict == APPLIED or found.verdict == FLAGGED and all(rules.flags[f].effect is True for f in found.flags)


def let_in(op: Op, author: User, now: int, rules: Rulebook) -> None:
    """A leader confirmed the op: it takes effect now, its rights are not asked again."""
    again = judge_again(op, author, now, rules, admitted=True)
    op.in_effect, op.case_id, op.waits_for = True, again.case.id if again.case else op.case_id, None
    _follow(op, now, rules)


def wake_waiting(record_id: str, now: int, rules: Rulebook) -> None:
    """Something that ops waited for has arrived: judge them, in ledger order. Inside the transaction that brought it."""
    for op in ledger.ops_waiting_for(record_id):
        author = db.session.get(User, op.user_id)
        again = judge_again(op, author, now, rules)
        op.waits_for, op.decided_at = again.waits_for, now
        for flag in op.flags:
            if flag.code == "waiting_target" and "waiting_target" not in again.flags:
                flag.state = "confirmed"
        fresh = [f for f in again.flags if f not in {flag.code for flag in op.flags}]
        op.flags += [Flag(op_id=op.op_id, code=f, effect=rules.flags[f].effect is True) for f in fresh]
        op.in_effect = in_effect(again, rules)
        op.verdict, op.code = (FLAGGED, op.code) if again.verdict == APPLIED and op.verdict == FLAGGED else (again.verdict, again.code)
        op.case_id = again.case.id if again.case else op.case_id
        _follow(op, now, rules)


def _follow(op: Op, now: int, rules: Rulebook) -> None:
    """What hangs on an op follows it to its case: its blobs' claims, and those who waited for what it made."""
    db.session.flush()
    for claim in db.session.query(BlobClaim).filter_by(op_id=op.op_id):
        claim.case_id = op.case_id
    if op.case_id:
        touch("case", op.case_id)
    if op.in_effect and rules.actions[op.type].creates:
        wake_waiting(op.target_id, now, rules)
