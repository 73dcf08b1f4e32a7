"""Walk every lane from the raw bytes (protocol 8): hashes, chain, signatures, against the stored heads; and then the log's tree."""

from dataclasses import dataclass

from fieldapp.domain.chain import Fault, Link, first_prev_hash, walk
from fieldapp.domain.notes import Checkpoint
from fieldapp.store.blobs import Claim, claims_of_lane
from fieldapp.store.counters import taken
from fieldapp.store.devices import Lane, lanes
from fieldapp.store.holes import holes_of
from fieldapp.store.ledger import Op, ops_of_lane
from fieldapp.store.transaction import snapshot

from .envelope import Envelope, Inauthentic, read
from .signing import verifies
from .verify_tree import Tree, walk_tree

#: Stands in a lane's place for what is wrong with the ledger as a whole.
LEDGER = "-"
MISSING = ("missing_op", "cut_tail")


@dataclass(frozen=True)
class Report:
    """How much was walked, and what was found: (lane id, fault) pairs, LEDGER for those of the tree. No fault means the log is intact."""

    lanes: int
    ops: int
    faults: list[tuple[str, Fault]]
    tree: Tree


def verify_all(known: Checkpoint | None = None) -> Report:
    """`known` is a checkpoint that was kept elsewhere: what was cut since, with every stored head, shows against it."""
    with snapshot():
        return _verify_all(known)


def _verify_all(known: Checkpoint | None) -> Report:
    count, faults = 0, []
    walked = lanes()
    for lane in walked:
        ops, claims = ops_of_lane(lane.id), claims_of_lane(lane.id)
        count += len(ops)
        links = [_link(op, claims.get(op.op_id, [])) for op in ops]
        known_holes = frozenset(n for hole in holes_of(lane.id) for n in range(hole.first, hole.last + 1))
        faults += [(lane.id, fault) for fault in walk(links, first_prev_hash(lane.id, lane.nonce), (lane.head_seq, lane.head_hash),
                                                      _signed_by(lane), known_holes)]
    tree = walk_tree(known)
    faults += _untold(tree, [fault for _, fault in faults])
    if not faults and count < taken("ledger"):  # whole lanes gone, with their heads
        faults.append((LEDGER, Fault("missing_op", None, count + 1)))
    if not faults and count > taken("ledger"):  # whole lanes come, with theirs; or the counter of another moment
        faults.append((LEDGER, Fault("extra_op", None, count)))
    return Report(len(walked), count, faults, tree)


def _untold(tree: Tree, told: list[Fault]) -> list[tuple[str, Fault]]:
    """One change is told once: what a lane has said of an op, or that ops of its are missing, the tree need not say again."""
    ops, missing = {fault.op_id for fault in told if fault.op_id}, any(fault.code in MISSING for fault in told)
    return [(LEDGER, fault) for fault in tree.faults
            if fault.op_id is None or fault.op_id not in ops and not (missing and fault.code == "missing_op")]


def _link(op: Op, claims: list[Claim]) -> Link:
    """What the body itself says; a row that says otherwise, or a body that cannot be read any more, stands nowhere in the lane."""
    try:
        said = read({"body": op.body, "hash": op.hash, "sig": op.sig})
        return Link(op.op_id, op.lane_seq, said.lane_seq if _says(said) == _stored(op, claims) else 0, said.prev_hash, op.hash, op.body, op.sig)
    except Inauthentic:
        return Link(op.op_id, op.lane_seq, 0, "", op.hash, op.body, op.sig)


def _says(said: Envelope) -> tuple:
    files = {b.sha256: (said.user_id, b.role, b.mime, b.bytes) for b in said.blobs}
    return (said.op_id, said.lane_id, said.user_id, said.type, said.kind, said.target_type, said.target_id, said.payload,
            said.claim.claimed_ms, said.claim.mono_ms, said.claim.boot, files)


def _stored(op: Op, claims: list[Claim]) -> tuple:
    files = {c.sha256: (c.user_id, c.role, c.mime, c.size) for c in claims}
    return (op.op_id, op.lane_id, op.user_id, op.type, op.kind, op.target_type, op.target_id, op.payload,
            op.claimed_at, op.mono_ms, op.boot, files)


def _signed_by(lane: Lane):
    return lambda body, sig: verifies(lane.jwk, body, sig)
