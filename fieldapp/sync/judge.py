"""The verdict on one authentic op (protocol 2 and 6); what becomes of one that had no effect at first stands in `waiting`.

A fact or an act is never refused: at most it is flagged, and its flag's row says whether it counts meanwhile. Only a request
can be refused or held; it is never flagged: where there are flags and it counts all the same, it is applied, and they are listed.
"""

from dataclasses import dataclass, field

from fieldapp import operations
from fieldapp.domain.clock import MAX_FUTURE_MS, Claim, clock_flags, last_contact_before
from fieldapp.domain.days import local_date
from fieldapp.domain.ids import is_uuid7
from fieldapp.operations import Act, Refused
from fieldapp.operations.flags import decide
from fieldapp.rulebook import Rulebook
from fieldapp.store import ledger
from fieldapp.store.access import Actor, actor
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.devices import Lane
from fieldapp.store.feed import lies_in
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, REFUSED, Op
from fieldapp.store.people import User

from . import waiting  # the two call each other: to judge a decision is to judge an op again
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
    found = Judgement(flags=_clock(said.claim, lane, said.lane_seq, now))
    return _judge(said, author, now, rules, found, said.base_after)


def judge_again(op: Op, author: User, now: int, rules: Rulebook, *, admitted: bool = False) -> Judgement:
    """Judge a stored op once more: what it waited for is here, or a leader lets it in (`admitted`)."""
    return _judge(read({"body": op.body, "hash": op.hash, "sig": op.sig}), author, now, rules, Judgement(), (), admitted)


def _judge(
    said: Envelope, author: User, now: int, rules: Rulebook, found: Judgement, after: tuple[str, ...], admitted: bool = False,
) -> Judgement:
    """Facts and acts are judged by the rights of the claimed time, requests by those of now."""
    action = rules.actions.get(said.type)
    if action is None or action.type_v != said.type_v or not operations.knows(said.type):
        return found.hold("unknown_type", said.type)
    kind, zone = action.kind, rules.clocks["zone"]
    if said.kind != kind:
        found.flags.append("wrong_kind")
    at_receipt, claimed = actor(author, now), min(said.claim.claimed_ms, now)
    by_now = kind == "request" or local_date(claimed, zone) == local_date(now, zone)  # roles are held by the day
    by = at_receipt if by_now else actor(author, claimed)
    act = Act(said.op_id, said.type, kind, said.target_id, said.payload, by, rules, now, said.claim.claimed_ms, said.place,
              said.expect, admitted)
    if said.target_type not in action.targets or action.creates and not is_uuid7(said.target_id):
        return found.refuse("wrong_target") if kind == "request" else _flagged(act, found, "bad_payload")
    return _weigh(act, after, found, at_receipt)


def _clock(claim: Claim, lane: Lane, lane_seq: int, now: int) -> list[str]:
    """The op before it bears witness only if its own claim could be believed: a clock that was fast may be put right."""
    before = ledger.op_at(lane.id, lane_seq - 1)
    believed = before is not None and before.claimed_at <= before.received_at + MAX_FUTURE_MS
    previous = Claim(before.claimed_at, 0, before.mono_ms, before.boot) if believed else None
    return clock_flags(claim, now, lane.made_at, last_contact_before(lane.contacts, lane_seq), previous)


def _weigh(act: Act, after: tuple[str, ...], found: Judgement, at_receipt: Actor) -> Judgement:
    action, request = act.rules.actions[act.type], act.kind == "request"
    if "op" in action.targets:
        return _decide(act, found)
    case = operations.case_of(act.target_id)
    if action.creates and case is not None:
        return found.refuse("id_taken") if request else _flagged(act, found, "id_taken")
    if not action.creates and case is None:
        if request:
            return found.hold("unknown_target", act.target_id)
        found.waits_for = act.target_id
        return _flagged(act, found, "waiting_target")
    if case is not None and not act.admitted and not lies_in("case", case.id, at_receipt.scopes):
        if request:
            return found.refuse("no_access")
        return _flagged(act, found, "authority_ended" if lies_in("case", case.id, act.actor.scopes) else "no_access")
    blocking = ledger.held_back(after) if request and after else None
    if blocking:
        return found.hold("depends_on_refused", blocking)
    found.case = case
    expected = act.expect.get("state")
    if request and case is not None and expected and expected != case.state:
        return found.refuse("state_moved", {"state": case.state, "expected": expected})
    return _do(act, case, found, at_receipt)


def _do(act: Act, case: Case | None, found: Judgement, at_receipt: Actor) -> Judgement:
    request = act.kind == "request"
    if not request and not act.admitted and operations.allowed(act, case, act.actor) and not operations.allowed(act, case, at_receipt):
        return _flagged(act, found, "authority_ended")
    try:
        with db.session.begin_nested():
            found.case = operations.perform(act, case)
    except Refused as no:
        if request:
            return found.refuse(no.code, {"state": case.state} if case else {})
        found.flags.append(AS_FLAG.get(no.code, "bad_payload"))
        found.detail = {"why": no.code}
        if case is not None and found.flags[-1] == "state_moved":
            operations.note_only(case)
    return _flagged(act, found)


def _decide(act: Act, found: Judgement) -> Judgement:
    try:
        with db.session.begin_nested():
            found.case = decide(act, waiting.take_up)
    except Refused as no:
        return found.refuse(no.code) if no.code != "unknown_target" else found.hold("unknown_target", act.target_id)
    return _flagged(act, found)


def _flagged(act: Act, found: Judgement, *more: str) -> Judgement:
    """Settle verdict and code by the flags, with `more` of them: one that stops the effect speaks first. A request's flags never
    stop it (what would, has refused or held it), so it stays applied; a leader is asked to look all the same."""
    found.flags += more
    if found.flags and act.kind != "request":
        stopping = [f for f in found.flags if act.rules.flags[f].effect is not True]
        found.verdict, found.code = FLAGGED, (stopping or found.flags)[0]
    return found


def in_effect(found: Judgement, rules: Rulebook) -> bool:
    return found.verdict == APPLIED or found.verdict == FLAGGED and all(rules.flags[f].effect is True for f in found.flags)
