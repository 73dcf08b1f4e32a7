"""The Merkle tree of the ledger (RFC 6962 section 2.1, RFC 9162 section 2.1): hashes, what a proof is made of, and checking one.

A tree of n leaves falls into perfect subtrees, the largest first: its *frontier*. A perfect subtree is named by (level, index): it covers
the leaves index·2^level up to (index+1)·2^level. Once complete it never changes, so whoever keeps these nodes appends and proves in O(log n).
"""

import hashlib
from collections.abc import Callable, Sequence

#: The root of a tree without leaves.
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def entry(op_hash: str, verdict: str, at_ms: int) -> bytes:
    """What a leaf of our ledger is (protocol 8): SHA-256 over op hash, verdict and the server's time of it."""
    return hashlib.sha256(f"{op_hash}|{verdict}|{at_ms}".encode()).digest()


def append(frontier: Sequence[bytes], size: int, leaf: bytes) -> tuple[list[bytes], list[bytes]]:
    """(the new frontier, the nodes that this leaf completes: itself at level 0, then one for each level above)."""
    rest, done = list(frontier), [leaf]
    while size >> (len(done) - 1) & 1:
        done.append(node_hash(rest.pop(), done[-1]))
    return [*rest, done[-1]], done


def fold(parts: Sequence[bytes]) -> bytes:
    """The hash over perfect subtrees side by side, the largest first; of a whole frontier it is the root."""
    if not parts:
        return EMPTY
    found = parts[-1]
    for part in reversed(parts[:-1]):
        found = node_hash(part, found)
    return found


def cover(start: int, end: int) -> list[tuple[int, int]]:
    """The perfect subtrees (level, index) of the leaves from `start` up to `end`, as the tree itself is split."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes prove that leaf `index` is in a tree of `size`: PATH(m, D_n), from the leaf upward."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    found, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        found.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    return found[::-1]


def consistency_ranges(first: int, second: int) -> list[tuple[int, int]]:
    """The ranges that prove the tree of `first` leaves to be the beginning of that of `second`: PROOF(m, D_n)."""
    if not 0 < first <= second:
        raise ValueError("no such tree")
    found, start, end = [], 0, second
    while first != end:
        middle = start + _split(end - start)
        left = first <= middle
        found.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    return ([(start, end)] if start else []) + found[::-1]


def hashes(ranges: Sequence[tuple[int, int]], node: Callable[[int, int], bytes]) -> list[bytes]:
    """The proof that these ranges make. `node(level, index)` gives the hash of a perfect subtree."""
    return [fold([node(*one) for one in cover(*part)]) for part in ranges]


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Does the proof show `leaf` at `index` of the tree with this root? RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for part in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node_hash(part, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, part)
        at, last = at >> 1, last >> 1
    return not last and found == root


def extends(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof show the first tree to be the beginning of the second? RFC 9162 section 2.1.4.2. Every tree extends the empty one."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not proof and first_root == (second_root if first else EMPTY)
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, part)
        at, last = at >> 1, last >> 1
    return not last and (old, new) == (first_root, second_root)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
