"""Ops that are missing in a lane, and that come after all (protocol 6). Only a rescue makes a gap; anything may fill it."""

from fieldapp.domain.chain import first_prev_hash
from fieldapp.rulebook import load
from fieldapp.store import holes, ledger
from fieldapp.store.devices import Lane
from fieldapp.store.ledger import Op

from . import push
from .envelope import Envelope, read
from .judge import BROKEN_CHAIN
from .waiting import mend


def fits(said: Envelope, owned: Lane) -> bool:
    """Is this the op that is missing at its place? What stands beside it in the chain must say so, as far as it is here."""
    if holes.hole_at(owned.id, said.lane_seq) is None:
        return False
    before, after = _before(said, owned), ledger.op_at(owned.id, said.lane_seq + 1)
    return before in (None, said.prev_hash) and (after is None or _envelope(after).prev_hash == said.hash)


def fill(said: Envelope, owned: Lane, now: int, via: str) -> Op:
    """Judge it now, and with it whatever had no effect for want of it. Its lane is held."""
    op = push.take_in(said, owned, now, via, (BROKEN_CHAIN,) if _before(said, owned) is None else ())
    holes.fill(holes.hole_at(owned.id, said.lane_seq), said.lane_seq)
    after = ledger.op_at(owned.id, said.lane_seq + 1)
    if after is not None:
        mend(after, now, load())
    return op


def whole_head(lane: Lane) -> tuple[int, str]:
    """(seq, hash) up to which nothing is missing: from there a phone offers its ops again, and so fills what it still holds."""
    missing = holes.holes_of(lane.id)
    if not missing:
        return lane.head_seq, lane.head_hash
    seq = missing[0].first - 1
    return (seq, ledger.op_at(lane.id, seq).hash) if seq else (0, first_prev_hash(lane.id, lane.nonce))


def _before(said: Envelope, owned: Lane) -> str | None:
    """What the op must name as its predecessor; None when that is missing."""
    if said.lane_seq == 1:
        return first_prev_hash(owned.id, owned.nonce)
    before = ledger.op_at(owned.id, said.lane_seq - 1)
    return before.hash if before is not None else None


def _envelope(op: Op) -> Envelope:
    return read({"body": op.body, "hash": op.hash, "sig": op.sig})
