"""The verdict on one authentic op (protocol 2 and 6); what becomes of one that had no effect at first stands in `waiting`.

A fact or an act is never refused: at most it is flagged, and its flag's row says whether it counts meanwhile. Only a request
can be refused or held; it is never flagged: where there are flags and it counts all the same, it is applied, and they are listed.
"""

from dataclasses import dataclass, field
from typing import Any

from fieldapp import operations
from fieldapp.domain.clock import MAX_FUTURE_MS, Claim, clock_flags, last_contact_before
from fieldapp.domain.ids import is_uuid7
from fieldapp.domain.instants import instant
from fieldapp.operations import THINGS, Act, Refused, own_ops
from fieldapp.operations.flags import decide
from fieldapp.rulebook import Rulebook
from fieldapp.store import ledger
from fieldapp.store.access import Actor, actor
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.devices import Lane
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, REFUSED, Op
from fieldapp.store.people import User

from . import waiting  # the two call each other: to judge a decision is to judge an op again
from .envelope import Envelope, read

BROKEN_CHAIN, LANE_REVOKED, STOPS = own_ops.BROKEN_CHAIN, own_ops.LANE_REVOKED, own_ops.STOPS
#: What a rule against a fact or an act becomes; every other rule leaves it in the history without effect on the case.
AS_FLAG = {"not_allowed": "no_authority", "no_authority": "no_authority", "state_moved": "state_moved"}


@dataclass
class Judgement:
    """Verdict, first code, flags (code → in effect?), and what the op waits for, if anything.

    `thing` is what it was about or made, `case_id` the case behind that, `made` the ids of all that came to be with it.
    """

    verdict: str = APPLIED
    code: str | None = None
    detail: dict = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    thing: Any = None
    case_id: str | None = None
    made: list[str] = field(default_factory=list)
    waits_for: str | None = None

    def refuse(self, code: str, detail: dict | None = None) -> "Judgement":
        self.verdict, self.code, self.detail = REFUSED, code, detail or {}
        return self

    def hold(self, code: str, waits_for: str | None) -> "Judgement":
        self.verdict, self.code, self.waits_for = HELD, code, waits_for
        return self


def judge(said: Envelope, lane: Lane, author: User, now: int, rules: Rulebook, stops: tuple[str, ...] = ()) -> Judgement:
    """Judge an op that has its place in its lane, and do what it says as far as it counts; nothing where there are `stops` (of STOPS).
    Inside the op's own transaction."""
    found = Judgement(flags=[*_clock(said.claim, lane, said.lane_seq, now), *stops])
    return _judge(said, author, now, rules, found, said.base_after)


def judge_again(op: Op, author: User, now: int, rules: Rulebook, *, admitted: bool = False, settled: bool = False) -> Judgement:
    """Judge a stored op once more: what it waited for is here, or a leader lets it in (`admitted`) or says it waits no longer."""
    said = read({"body": op.body, "hash": op.hash, "sig": op.sig})
    stops = [f.code for f in op.flags if f.code in STOPS and f.state == "open"]
    return _judge(said, author, now, rules, Judgement(flags=stops), (), admitted, settled)


def _judge(
    said: Envelope, author: User, now: int, rules: Rulebook, found: Judgement, after: tuple[str, ...], admitted: bool = False,
    settled: bool = False,
) -> Judgement:
    """Facts and acts are judged by the rights of the claimed time, requests by those of now."""
    action = rules.actions.get(said.type)
    if action is None or action.type_v != said.type_v or not operations.knows(said.type):
        return found.hold("unknown_type", said.type)
    kind = action.kind
    if said.kind != kind:
        found.flags.append("wrong_kind")
    at_receipt, claimed = actor(author, now), min(said.claim.claimed_ms, now)
    by_now = kind == "request" or day_of(claimed) == day_of(now)  # roles are held by the day
    by = at_receipt if by_now else actor(author, claimed)
    act = Act(said.op_id, said.type, kind, said.lane_id, said.target_type, said.target_id, said.payload, by, rules, now,
              said.claim.claimed_ms, said.place, said.expect, said.number, said.supersedes, admitted, settled)
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
    if act.target_type not in THINGS:
        return _stopped(act, found) or _of_op(act, found)
    thing = THINGS[act.target_type]
    row = thing.load(act.target_id, True)
    if action.creates and row is not None:
        return found.refuse("id_taken") if request else _flagged(act, found, "id_taken")
    if not action.creates and row is None:
        return _lacks(act, found, act.target_id)
    if row is not None and not act.admitted and not thing.visible(row, act.target_id, at_receipt.scopes):
        return _unseen(act, found, thing.visible(row, act.target_id, act.actor.scopes))
    lack = operations.check_refers(act, at_receipt.scopes)
    if lack is not None and lack.waits_for is not None:
        return _lacks(act, found, lack.waits_for)
    if lack is not None:
        return _unseen(act, found, operations.check_refers(act, act.actor.scopes) is None)
    blocking = ledger.held_back(after) if request and after else None
    if blocking:
        return found.hold("depends_on_refused", blocking)
    if row is not None:
        found.thing, found.case_id = row, thing.case_id(row)
    if request and row is not None and (moved := _moved_on(act, thing.view(row))) is not None:
        return found.hold("deadline_changed", None) if moved == "due_at" else found.refuse(
            "state_moved", {"state": row.state, "expected": act.expect["state"]})
    return _stopped(act, found) or _do(act, row, found, at_receipt)


def _stopped(act: Act, found: Judgement) -> Judgement | None:
    """Whatever it says, the way it came keeps it from having an effect: a leader decides, or what is missing comes."""
    stops = [code for code in found.flags if code in STOPS]
    if not stops:
        return None
    return found.hold(stops[0], None) if act.kind == "request" else _flagged(act, found)


def _lacks(act: Act, found: Judgement, waits_for: str) -> Judgement:
    if act.kind == "request":
        return found.hold("unknown_target", waits_for)
    found.waits_for = waits_for
    return _flagged(act, found, "waiting_target")


def _unseen(act: Act, found: Judgement, was_seen: bool) -> Judgement:
    if act.kind == "request":
        return found.refuse("no_access")
    return _flagged(act, found, "authority_ended" if was_seen else "no_access")


def _moved_on(act: Act, seen: dict) -> str | None:
    """What the request relied on and is no longer so: `state`, or `due_at`, the deadline that another decision has moved."""
    state, due = act.expect.get("state"), act.expect.get("due_at")
    if state and state != seen["state"]:
        return "state"
    stands = due is None or act.settled or "due_at" not in seen or seen["due_at"] in (due, instant(due))
    return None if stands else "due_at"


def _do(act: Act, row: Any, found: Judgement, at_receipt: Actor) -> Judgement:
    request = act.kind == "request"
    if not request and not act.admitted:
        then = operations.allowed(act, row, act.actor, min(act.claimed, act.received))
        if then and not operations.allowed(act, row, at_receipt, act.received):
            return _flagged(act, found, "authority_ended")
    try:
        with db.session.begin_nested():
            made = operations.perform(act, row)
            found.thing, found.case_id, found.made = made, THINGS[act.target_type].case_id(made), act.made
        found.flags += act.flags
    except Refused as no:
        if request:
            return found.refuse(no.code, {"state": row.state} if row is not None else {})
        found.flags.append(AS_FLAG.get(no.code, "bad_payload"))
        found.detail = {"why": no.code} | no.detail
        if row is not None and found.flags[-1] == "state_moved":
            operations.note_only(act, row)
    return _flagged(act, found)


def _of_op(act: Act, found: Judgement) -> Judgement:
    """An op about an op: a leader's decision, or what its author does about it."""
    try:
        with db.session.begin_nested():
            if act.type in own_ops.DOORS:
                found.case_id, found.waits_for = own_ops.DOORS[act.type](act)
            else:
                found.thing, found.case_id = decide(act, waiting.take_up)
        found.flags += act.flags
    except Refused as no:
        if act.kind != "request":
            found.detail = {"why": no.code} | no.detail
            return _flagged(act, found, AS_FLAG.get(no.code, "bad_payload"))
        # A decision waits for the op it is about, never for what that op waits for.
        waits = no.code == "unknown_target" and ledger.op(act.target_id) is None
        return found.hold("unknown_target", act.target_id) if waits else found.refuse(no.code)
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
