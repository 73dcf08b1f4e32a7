"""The hash chain of a lane (protocol 3 and 8): every op names the hash of the one before it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass


def body_hash(body: str) -> str:
    """SHA-256, in hex, of the op's exact text."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def first_prev_hash(lane_id: str, nonce: str) -> str:
    """What op 1 of a lane names as its predecessor."""
    return hashlib.sha256((lane_id + nonce).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Link:
    """One stored op as the walk needs it. `prev_hash` and `lane_seq` are those of the signed body."""

    op_id: str
    row_seq: int
    lane_seq: int
    prev_hash: str
    hash: str
    body: str
    sig: str


@dataclass(frozen=True)
class Fault:
    """What the walk found: `code` is changed_byte, bad_signature, missing_op, cut_tail or extra_op."""

    code: str
    op_id: str | None
    lane_seq: int


def walk(
    links: Iterable[Link], first_prev: str, head: tuple[int, str], verify: Callable[[str, str], bool],
    holes: frozenset[int] = frozenset(),
) -> list[Fault]:
    """Check one lane from the raw bytes, in order of `row_seq`.

    `verify(body, sig)` says whether the lane's key signed the body; `head` is the lane's stored (seq, hash);
    `holes` are sequence numbers known to be missing (rescue). Returns every fault found; none means intact.
    """
    faults: list[Fault] = []
    expected_seq, expected_prev = 1, {first_prev}
    for link in links:
        while expected_seq < link.row_seq:
            if expected_seq not in holes:
                faults.append(Fault("missing_op", None, expected_seq))
            expected_seq, expected_prev = expected_seq + 1, set()
        right_hash = body_hash(link.body)
        if right_hash != link.hash or link.lane_seq != link.row_seq:
            faults.append(Fault("changed_byte", link.op_id, link.row_seq))
        elif not verify(link.body, link.sig):
            faults.append(Fault("bad_signature", link.op_id, link.row_seq))
        elif expected_prev and link.prev_hash not in expected_prev:
            faults.append(Fault("changed_byte", link.op_id, link.row_seq))
        expected_seq, expected_prev = link.row_seq + 1, {link.hash, right_hash}  # one change is one fault, not two
    last_seq = expected_seq - 1
    if last_seq < head[0]:
        faults.append(Fault("cut_tail", None, last_seq + 1))
    elif last_seq > head[0]:
        faults.append(Fault("extra_op", None, last_seq))
    elif expected_prev and head[1] not in expected_prev:
        faults.append(Fault("changed_byte", None, last_seq))
    return faults
