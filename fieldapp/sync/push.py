"""Push (protocol 5 and 6): every op of a batch judged exactly once, each in a transaction of its own."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.operations import own_ops
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.blobs import PUSH, Claim
from fieldapp.store.counters import insert_if_absent, take
from fieldapp.store.devices import REVOKED, Lane, lane
from fieldapp.store.feed import touch
from fieldapp.store.ledger import Flag, Op, Quarantine
from fieldapp.store.people import User
from fieldapp.store.transaction import transaction

from . import gaps  # the two call each other: what fills a gap is taken in as any op
from .envelope import MAX_OP_BYTES, Envelope, Inauthentic, check_hash, claimed_id, read, size_of
from .judge import LANE_REVOKED, in_effect, judge
from .signing import verifies
from .waiting import has_come, record_of, wake

MAX_OPS, MAX_BATCH_BYTES = 100, 1024 * 1024
QUARANTINE_ROWS, QUARANTINE_BYTES = 1000, 64 * 1024 * 1024
QUARANTINE_WAIT_S = 3600  # until a person at the desk has looked at some
TRIES = 5
Found = TypeVar("Found")


class LaneStop(Exception):
    """A gap or a fork: the batch ends here. `code` is gap or fork."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass
class Answer:
    """What push says. `stop` is None, gap or fork; `scope_heads` is {scope: [epoch, head]}."""

    results: list[dict] = field(default_factory=list)
    lane_head: dict | None = None
    stop: str | None = None


def push(user_id: str, lane_id, ops, now: int) -> Answer:
    """Judge a batch. Raises Problem `invalid`, `too_large`, `lane_revoked` or `slow_down` (the quarantine is full)."""
    if not (isinstance(lane_id, str) and lane_id.isascii() and lane_id.isprintable()):
        raise Problem("invalid", field="lane_id")
    if not isinstance(ops, list):
        raise Problem("invalid", field="ops")
    sizes = [size_of(op) for op in ops]
    if len(ops) > MAX_OPS or sum(sizes) > MAX_BATCH_BYTES or max(sizes, default=0) > MAX_OP_BYTES:
        raise Problem("too_large", ops=MAX_OPS, batch_bytes=MAX_BATCH_BYTES, op_bytes=MAX_OP_BYTES)
    answer = Answer()
    for index, wire in enumerate(ops):
        try:
            answer.results.append(_one(user_id, lane_id, wire, now))
        except LaneStop as stop:
            answer.stop = stop.code
            break
        except Inauthentic as bad:
            answer.results.append({"op_id": bad.op_id, "index": index, "verdict": "quarantined", "code": bad.code})
            answer.results += [{"op_id": claimed_id(later), "index": n, "verdict": None, "code": "gap"}
                               for n, later in enumerate(ops[index + 1:], index + 1)]
            break
    owned = lane(lane_id)
    if owned is not None and owned.user_id == user_id:
        answer.lane_head = {"seq": owned.head_seq, "hash": owned.head_hash}
    return answer


def _one(user_id: str, lane_id: str, wire, now: int) -> dict:
    try:
        return written(lambda: judge_in_lane(user_id, lane_id, wire, now))
    except Inauthentic as bad:
        quarantine(user_id, lane_id, wire, bad, now)
        raise
    except LaneStop as stop:
        if stop.code == "fork":
            quarantine(user_id, lane_id, wire, Inauthentic("fork", claimed_id(wire)), now)
        raise


def written(once: Callable[[], Found]) -> Found:
    """Run `once` in a transaction; again when another writer was first (then its op is there to be found) or the two stood in each
    other's way."""
    for left in reversed(range(TRIES)):
        try:
            with transaction():
                return once()
        except (IntegrityError, OperationalError):
            if not left:
                raise
    raise AssertionError("unreachable")


def judge_in_lane(user_id: str, lane_id: str, wire, now: int) -> dict:
    """One op inside the caller's transaction. Raises Inauthentic, LaneStop, or Problem `lane_revoked`."""
    owned = lane(lane_id, lock=True)
    if owned is None:
        raise Inauthentic("unknown_lane", claimed_id(wire))
    if owned.user_id != user_id:
        raise Inauthentic("wrong_owner", claimed_id(wire))
    if owned.state == REVOKED:
        raise Problem("lane_revoked")
    return judge_in_place(authentic(wire, owned), owned, now, PUSH)


def authentic(wire, owned: Lane) -> Envelope:
    """The op of this wire form, which this lane signed and which says so. Raises Inauthentic."""
    check_hash(wire)
    if not verifies(owned.jwk, wire["body"], wire["sig"]):
        raise Inauthentic("bad_sig", claimed_id(wire))
    said = read(wire)
    if (said.lane_id, said.user_id, said.device_id) != (owned.id, owned.user_id, owned.device_id):
        raise Inauthentic("wrong_owner", said.op_id)
    return said


def judge_in_place(said: Envelope, owned: Lane, now: int, via: str) -> dict:
    """Judge an authentic op that has a place in its lane, which is held: behind the head, or where one was missing. Raises Inauthentic
    `conflict_id`, LaneStop."""
    known = ledger.op(said.op_id)
    if known is not None:
        if known.hash != said.hash:
            raise Inauthentic("conflict_id", said.op_id)
        return result(known, dup=True)
    if said.lane_seq > owned.head_seq + 1:
        raise LaneStop("gap")
    if said.lane_seq <= owned.head_seq and gaps.fits(said, owned):
        return result(gaps.fill(said, owned, now, via))
    if said.lane_seq <= owned.head_seq or said.prev_hash != owned.head_hash:
        raise LaneStop("fork")
    return result(take_in(said, owned, now, via))


def take_in(said: Envelope, owned: Lane, now: int, via: str, stops: tuple[str, ...] = ()) -> Op:
    """Judge the op and write it with its verdict, flags and claims; move the lane's head, unless it comes after those behind it. It has
    no effect where there are `stops` (see judge), or while its lane is shut out."""
    rules = load()
    author = db.session.get(User, owned.user_id)
    if owned.state == REVOKED:
        stops = (*stops, LANE_REVOKED)
    if own_ops.is_put_back(said.op_id, owned.user_id) or own_ops.is_left_to_leader(said.op_id, owned.user_id):
        stops = (*stops, own_ops.WITHDRAWN)
    found = judge(said, owned, author, now, rules, stops)
    counts = in_effect(found, rules)
    op = Op(
        op_id=said.op_id, n=take("ledger"), lane_id=owned.id, lane_seq=said.lane_seq, hash=said.hash, body=said.body, sig=said.sig,
        type=said.type, kind=said.kind, target_type=said.target_type, target_id=said.target_id,
        case_id=found.case_id, user_id=owned.user_id, payload=said.payload,
        claimed_at=said.claim.claimed_ms, mono_ms=said.claim.mono_ms, boot=said.claim.boot, received_at=now, verdict=found.verdict,
        code=found.code, detail=found.detail,
        version=found.thing.version if found.thing is not None else None, in_effect=counts, waits_for=found.waits_for, via=via,
        flags=[Flag(code=f, effect=rules.flags[f].effect is True) for f in dict.fromkeys(found.flags)])
    db.session.add(op)
    db.session.flush()
    about = record_of(op, found)
    for ref in {b.sha256: b for b in said.blobs}.values():
        db.session.add(Claim(op_id=op.op_id, sha256=ref.sha256, user_id=op.user_id, record_type=about and about[0],
                             record_id=about and about[1], role=ref.role, mime=ref.mime, size=ref.bytes))
    if said.lane_seq > owned.head_seq:
        owned.head_seq, owned.head_hash = said.lane_seq, said.hash
    if via == PUSH:
        owned.seen_at = now
    if op.case_id and counts:  # what does not count is not in the record either, and phones need not fetch it again
        touch("case", op.case_id)
    own_ops.replace(op, said.supersedes, now)
    db.session.flush()
    if op.waits_for and has_come(op):  # on PostgreSQL another lane may have brought it since we looked
        wake(op.waits_for, now, rules)
    wake(op.op_id, now, rules)
    for arrived in found.made if counts else ():
        wake(arrived, now, rules)
    return op


def result(op: Op, dup: bool = False) -> dict:
    """One op's answer, as push gives it and gives it again."""
    return {"op_id": op.op_id, "verdict": op.verdict, "code": op.code, "detail": op.detail,
            "flags": [f.code for f in op.flags], "version": op.version, "in_effect": op.in_effect, "dup": dup}


def quarantine(user_id: str, lane_id: str, wire, why: Inauthentic, now: int) -> None:
    """Keep the raw bytes, once. Raises Problem `slow_down` when there is no more room for this sender's."""
    try:
        raw = json.dumps(wire, ensure_ascii=True, separators=(",", ":"))
    except RecursionError as deep:
        raise Problem("invalid", field="ops") from deep
    raw_hash, key = hashlib.sha256(raw.encode()).hexdigest(), lane_id[:64]
    with transaction():
        if ledger.is_quarantined(key, raw_hash):
            return
        rows, size = ledger.quarantine_size(user_id)
        if rows >= QUARANTINE_ROWS or size + len(raw) > QUARANTINE_BYTES:
            raise Problem("slow_down", quarantine="full", retry_after_s=QUARANTINE_WAIT_S)
        insert_if_absent(Quarantine, id=uuid7(now), lane_id=key, user_id=user_id, op_id=why.op_id, code=why.code, raw=raw,
                         raw_hash=raw_hash, size=len(raw), received_at=now)
