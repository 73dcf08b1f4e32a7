"""Walk every lane from the raw bytes (protocol 8): hashes, chain, signatures, against the stored heads."""

from dataclasses import dataclass

from fieldapp.domain.chain import Fault, Link, first_prev_hash, walk
from fieldapp.store.counters import taken
from fieldapp.store.devices import Lane, lanes
from fieldapp.store.ledger import ops_of_lane

from .envelope import Inauthentic, read
from .signing import verifies


@dataclass(frozen=True)
class Report:
    """How much was walked, and what was found: (lane id, fault) pairs. No fault means the log is intact."""

    lanes: int
    ops: int
    faults: list[tuple[str, Fault]]


def verify_all() -> Report:
    count, faults = 0, []
    walked = lanes()
    for lane in walked:
        ops = ops_of_lane(lane.id)
        count += len(ops)
        links = [_link(op) for op in ops]
        faults += [(lane.id, fault) for fault in walk(links, first_prev_hash(lane.id, lane.nonce), (lane.head_seq, lane.head_hash),
                                                      _signed_by(lane))]
    if not faults and count < taken("ledger"):  # whole lanes gone, with their heads
        faults.append(("-", Fault("missing_op", None, count + 1)))
    return Report(len(walked), count, faults)


def _link(op) -> Link:
    """What the body itself says; a row that says otherwise, or a body that cannot be read any more, stands nowhere in the lane."""
    try:
        said = read({"body": op.body, "hash": op.hash, "sig": op.sig})
        row = (op.op_id, op.user_id, op.type, op.target_id, op.payload)
        seq = said.lane_seq if row == (said.op_id, said.user_id, said.type, said.target_id, said.payload) else 0
        return Link(op.op_id, op.lane_seq, seq, said.prev_hash, op.hash, op.body, op.sig)
    except Inauthentic:
        return Link(op.op_id, op.lane_seq, 0, "", op.hash, op.body, op.sig)


def _signed_by(lane: Lane):
    return lambda body, sig: verifies(lane.jwk, body, sig)
