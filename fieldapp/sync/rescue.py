"""Rescue (protocol 6): what a phone exported, taken in by whoever has the file. The author of an op is its lane's, never who loads it.

Each op is judged once, through the same door as a push, in the order of its lane. What a push would wait for may never come here: a
missing op is noted as a hole in its lane and the one behind it flagged `broken_chain`; it fills the hole when it comes after all.
"""

from dataclasses import asdict, dataclass, field
from itertools import chain, groupby
from operator import attrgetter
from typing import BinaryIO

from fieldapp.domain.problems import Problem
from fieldapp.store import blobs, holes, ledger
from fieldapp.store.blobs import RESCUE, Blob
from fieldapp.store.counters import insert_if_absent
from fieldapp.store.devices import Lane, lane
from fieldapp.store.files import SHA256, Files
from fieldapp.store.transaction import let_go

from .envelope import MAX_OP_BYTES as MOST
from .envelope import Envelope, Inauthentic, claimed_id, size_of
from .judge import BROKEN_CHAIN
from .push import LaneStop, authentic, judge_in_place, quarantine, result, take_in, written
from .rescue_file import Broken, OpLine, op_at, op_lines, parts
from .uploads import MAX_BYTES, tell

MAX_HOLE = 10_000  # ops that may be missing in one place; no phone makes so many off line


@dataclass
class Rescued:
    """`results` as push gives them, each with `via`, `lane_id` and `lacks` (files of it that are still missing); `blobs` are
    {sha256, stored, dup, code}; `missing` is {lane_id, first, last} of what is not here of the lanes in the file."""

    results: list[dict] = field(default_factory=list)
    blobs: list[dict] = field(default_factory=list)
    missing: list[dict] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def as_wire(self) -> dict:
        return asdict(self)


def rescue(file: BinaryIO, files: Files, sender: str, now: int) -> Rescued:
    """Take in what a spooled file holds; loading it again changes nothing. `sender` is who loads it."""
    done = Rescued()
    found = op_lines(file, done.broken)
    rank = {lane_id: n for n, lane_id in enumerate(dict.fromkeys(one.lane_id for one in found))}
    for one in sorted(found, key=lambda one: (rank[one.lane_id], one.lane_seq)):
        done.results.append(_judged(op_at(file, one.at), one, sender, now) | {"via": RESCUE, "lane_id": one.lane_id})
    for sha256, pieces in groupby(parts(file), key=attrgetter("sha256")):
        done.blobs.append(_stored(files, sha256, pieces, now))
    ids = [one["op_id"] for one in done.results if one["verdict"] not in (None, "quarantined")]
    lacks: dict[str, int] = {}
    for at in range(0, len(ids), 500):
        lacks |= blobs.unfilled(ids[at:at + 500])
    for one in done.results:
        one["lacks"] = lacks.get(one["op_id"], 0)
    done.missing = [{"lane_id": lane_id, "first": hole.first, "last": hole.last} for lane_id in rank for hole in holes.holes_of(lane_id)]
    return done


def _judged(wire: dict, one: OpLine, sender: str, now: int) -> dict:
    try:
        return _once(wire, one, sender, now)
    except Inauthentic as bad:
        unclear = {"op_id": bad.op_id, "verdict": "quarantined", "code": bad.code}
        why = bad
    except LaneStop as stop:
        why = Inauthentic(stop.code, claimed_id(wire))
        unclear = {"op_id": why.op_id, "verdict": "quarantined", "code": stop.code}
    try:
        quarantine(sender, one.lane_id or "-", wire, why, now)
    except Problem as full:
        return unclear | {"verdict": None, "code": full.code}
    return unclear


def _once(wire: dict, one: OpLine, sender: str, now: int) -> dict:
    if size_of(wire) > MOST:
        raise Inauthentic("malformed", claimed_id(wire))

    def once() -> dict:
        owned = lane(one.lane_id, lock=True)
        if owned is None:
            raise Inauthentic("unknown_lane", claimed_id(wire))
        return _in_its_place(authentic(wire, owned), owned, sender, now)

    return written(once)


def _in_its_place(said: Envelope, owned: Lane, sender: str, now: int) -> dict:
    ahead = said.lane_seq - owned.head_seq - 1
    if ahead <= 0 or ledger.op(said.op_id) is not None:
        return judge_in_place(said, owned, now, RESCUE)
    if ahead > MAX_HOLE:
        raise LaneStop("gap")
    holes.note(owned.id, owned.head_seq + 1, said.lane_seq - 1, sender, now)
    return result(take_in(said, owned, now, RESCUE, (BROKEN_CHAIN,)))


def _stored(files: Files, sha256: str, pieces, now: int) -> dict:
    first = next(pieces)
    op_ids = list(first.ops)
    claims = blobs.claims_by_ops(op_ids, sha256) if SHA256.fullmatch(sha256) else []
    if not claims:
        return {"sha256": sha256[:64], "stored": False, "dup": False, "code": "not_found"}
    if all(claim.filled_at is not None for claim in claims) and files.has(sha256):
        return {"sha256": sha256, "stored": True, "dup": True, "code": None}
    let_go()
    try:
        size, mime = files.put(sha256, (piece.data for piece in chain([first], pieces)), MAX_BYTES)
    except Problem as bad:
        return {"sha256": sha256, "stored": False, "dup": False, "code": bad.code}

    def fill() -> None:
        insert_if_absent(Blob, sha256=sha256, size=size, mime=mime, stored_at=now)
        tell(blobs.fill_by_rescue(op_ids, sha256, now))

    written(fill)
    return {"sha256": sha256, "stored": True, "dup": False, "code": None}
