"""The ledger as a log that others can hold us to (protocol 8): signed checkpoints, and proofs against them."""

from dataclasses import dataclass

from fieldapp.domain import merkle
from fieldapp.domain.notes import Checkpoint, Head, text_of
from fieldapp.domain.problems import Problem
from fieldapp.store import feed, log_tree
from fieldapp.store.feed import KINDS
from fieldapp.store.ledger import Op, op

from .log_key import signed, verifier_keys


@dataclass(frozen=True)
class Given:
    """A checkpoint as it is handed out: the note, and the verifier keys of whoever signed it."""

    checkpoint: Checkpoint
    note: str
    keys: list[str]


def current() -> Checkpoint | None:
    """What the tree is now; None before the first verdict."""
    head = log_tree.head()
    if head is None:
        return None
    return Checkpoint(Head(log_tree.origin_of(head.log_id, head.epoch), head.size, bytes.fromhex(head.root)), tuple(log_tree.ended()))


def checkpoint(keys: tuple[str, ...]) -> Given:
    """Raises Problem `not_found` while there is nothing to sign, or nothing to sign with."""
    now = current()
    if now is None or not keys:
        raise Problem("not_found")
    return Given(now, signed(text_of(now), now.head.origin, keys), verifier_keys(now.head.origin, keys))


def inclusion(index: int, size: int) -> list[str]:
    """That leaf `index` is in the tree of `size`; hashes in hex, from the leaf upward. The tree was once that large."""
    return _proof(merkle.inclusion_ranges(index, size))


def consistency(first: int, second: int) -> list[str]:
    """That the tree of `first` is the beginning of that of `second`, 0 < first ≤ second."""
    return _proof(merkle.consistency_ranges(first, second))


def _proof(ranges: list[tuple[int, int]]) -> list[str]:
    nodes = log_tree.nodes({one for part in ranges for one in merkle.cover(*part)})
    return [part.hex() for part in merkle.hashes(ranges, lambda level, index: nodes[level, index])]


def readable(op_id: str, user_id: str, scopes: frozenset[str]) -> Op:
    """An op by its author, or about something that they may see. Raises Problem `not_found`."""
    found = op(op_id)
    about = [] if found is None else [("case", found.case_id or found.target_id), (found.target_type, found.target_id)]
    if found is None or found.user_id != user_id and not any(
            type_ in KINDS and feed.lies_in(type_, record_id, scopes) for type_, record_id in about):
        raise Problem("not_found")
    return found


def leaves(found: Op, size: int) -> list[dict]:
    """Each verdict that an op got, with its proof of inclusion."""
    return [{"index": leaf.n, "verdict": leaf.verdict, "at": leaf.at, "proof": inclusion(leaf.n, size)}
            for leaf in log_tree.leaves_of([found.op_id]) if leaf.n < size]
