"""Walk the log's tree from the ledger's rows (protocol 8): every leaf, every node, the head, and the verdicts of today."""

from dataclasses import dataclass

from fieldapp.domain import merkle
from fieldapp.domain.chain import Fault
from fieldapp.domain.notes import Checkpoint
from fieldapp.store import log_tree


@dataclass(frozen=True)
class Tree:
    """What was walked. A fault's `lane_seq` is a place in the tree, counted from 1."""

    size: int
    root: bytes
    faults: list[Fault]


def walk_tree(known: Checkpoint | None = None) -> Tree:
    """Inside a snapshot. `known`: an earlier checkpoint, kept outside, that the tree has to extend."""
    frontier, size, faults, last = [], 0, [], {}
    roots, wanted = {0: merkle.EMPTY}, known.head.size if known else 0
    for leaf in log_tree.walk():
        if leaf.n != size:
            faults.append(Fault("missing_op", None, size + 1))
            break
        stored = bytes.fromhex(leaf.nodes[:log_tree.HEX])
        if leaf.op_hash is None:
            faults.append(Fault("missing_op", leaf.op_id, size + 1))
        elif merkle.leaf_hash(merkle.entry(leaf.op_hash, leaf.verdict, leaf.at)) != stored:
            faults.append(Fault("changed_leaf", leaf.op_id, size + 1))
        frontier, nodes = merkle.append(frontier, size, stored)
        if b"".join(nodes).hex() != leaf.nodes:
            faults.append(Fault("changed_tree", leaf.op_id, size + 1))
        size, last[leaf.op_id] = size + 1, leaf.verdict
        if size == wanted:
            roots[size] = merkle.fold(frontier)
    root = merkle.fold(frontier)
    whole = not any(fault.code == "missing_op" and fault.op_id is None for fault in faults)
    if whole:
        ends = _head(size, root, bool(faults))
        faults += ends + _verdicts(last, cut=any(fault.code == "cut_tail" for fault in ends))
    return Tree(size, root, faults + (_known(known, roots) if known else []))


def _verdicts(last: dict[str, str], cut: bool) -> list[Fault]:
    """Ops whose verdict is another than the tree says, or that are not in it though its end is there."""
    return [Fault("changed_verdict" if op_id in last else "not_in_tree", op_id, 0)
            for op_id, verdict in log_tree.verdicts() if last.get(op_id) != verdict and not (cut and op_id not in last)]


def _head(size: int, root: bytes, told: bool) -> list[Fault]:
    """The stored head against the end of the leaves; `told`: that a node is not what it was, which may make it another root."""
    head = log_tree.head()
    stored = (head.size, head.root, head.frontier) if head else (0, merkle.EMPTY.hex(), "")
    if size != stored[0]:
        return [Fault("cut_tail", None, size + 1) if size < stored[0] else Fault("extra_op", None, size)]
    right = root.hex() == stored[1] == merkle.fold(log_tree.unhex(stored[2])).hex()
    return [] if right or told else [Fault("changed_tree", None, size)]


def _known(known: Checkpoint, roots: dict[int, bytes]) -> list[Fault]:
    """Is the kept checkpoint, of this log or of one that went before, the beginning of this tree?"""
    now = log_tree.head()
    names = {h.origin for h in log_tree.ended()} | ({log_tree.origin_of(now.log_id, now.epoch)} if now else set())
    if known.head.origin not in names:
        return [Fault("other_log", None, known.head.size)]
    found = roots.get(known.head.size)
    if found is None:
        return [Fault("older_than_known", None, known.head.size)]
    return [] if found == known.head.root else [Fault("forked", None, known.head.size)]

