"""The tree of RFC 6962: the same file as tests/pwa/domain/merkle.test.js, and every tree up to 70 leaves against the definition."""

import hashlib

import pytest

from fieldapp.domain import merkle, notes
from tests.contract.files import read

TOLD = read("merkle.json")
LEAVES = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in TOLD["leaves"]]
ROOTS = [bytes.fromhex(root) for root in TOLD["roots"]]


def unhex(hashes):
    return [bytes.fromhex(h) for h in hashes]


def root_of(leaves):
    """MTH of RFC 6962 section 2.1, as it is written there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + root_of(leaves[:k]) + root_of(leaves[k:])).digest()


class Grown:
    """A tree that grew leaf by leaf, with every node it ever completed."""

    def __init__(self, count):
        self.leaves, self.frontier, self.nodes = [merkle.leaf_hash(bytes([n])) for n in range(count)], [], {}
        for n, leaf in enumerate(self.leaves):
            self.frontier, done = merkle.append(self.frontier, n, leaf)
            self.nodes |= {(level, n >> level): node for level, node in enumerate(done)}

    def node(self, level, index):
        return self.nodes[level, index]


def test_the_known_roots():
    frontier = []
    for n, leaf in enumerate(LEAVES):
        frontier, _ = merkle.append(frontier, n, leaf)
        assert merkle.fold(frontier) == ROOTS[n + 1]
    assert merkle.fold([]) == merkle.EMPTY == ROOTS[0]


def test_the_ranges_of_the_rfc():
    told = TOLD["ranges_of_rfc_6962_2_1_3"]
    assert all(merkle.inclusion_ranges(t["index"], t["size"]) == [tuple(r) for r in t["ranges"]] for t in told["inclusion"])
    assert all(merkle.consistency_ranges(t["first"], t["second"]) == [tuple(r) for r in t["ranges"]] for t in told["consistency"])


@pytest.mark.parametrize("told", TOLD["inclusion"], ids=lambda t: f"{t['index']} in {t['size']}")
def test_inclusion(told):
    index, size, proof = told["index"], told["size"], unhex(told["proof"])
    node = lambda level, i: root_of(LEAVES[i << level:(i + 1) << level])  # noqa: E731

    assert merkle.hashes(merkle.inclusion_ranges(index, size), node) == proof
    assert merkle.includes(index, size, LEAVES[index], proof, ROOTS[size])
    assert not merkle.includes(index, size, LEAVES[index - 1], proof, ROOTS[size])


@pytest.mark.parametrize("told", TOLD["consistency"], ids=lambda t: f"{t['first']} to {t['second']}")
def test_consistency(told):
    first, second, proof = told["first"], told["second"], unhex(told["proof"])
    node = lambda level, i: root_of(LEAVES[i << level:(i + 1) << level])  # noqa: E731

    assert merkle.hashes(merkle.consistency_ranges(first, second), node) == proof
    assert merkle.extends(first, second, ROOTS[first], ROOTS[second], proof)
    assert not merkle.extends(first, second, ROOTS[first - 1], ROOTS[second], proof)


@pytest.mark.parametrize("told", TOLD["wrong_inclusion"], ids=lambda t: t["say"])
def test_wrong_inclusion(told):
    assert not merkle.includes(told["index"], told["size"], LEAVES[told["leaf"]], unhex(told["proof"]), ROOTS[told["root_of"]])


@pytest.mark.parametrize("told", TOLD["wrong_consistency"], ids=lambda t: t["say"])
def test_wrong_consistency(told):
    assert not merkle.extends(told["first"], told["second"], ROOTS[told["first_root_of"]], ROOTS[told["second_root_of"]], unhex(told["proof"]))


def test_every_tree_extends_the_empty_one():
    assert merkle.extends(0, 7, merkle.EMPTY, ROOTS[7], [])


def test_every_proof_of_every_tree_up_to_seventy_leaves():
    grown = Grown(70)
    roots = [root_of(grown.leaves[:n]) for n in range(71)]
    for size in range(1, 71):
        for n in range(size):
            proof = merkle.hashes(merkle.inclusion_ranges(n, size), grown.node)
            assert merkle.includes(n, size, grown.leaves[n], proof, roots[size])
            assert len(proof) <= size.bit_length()
            proof = merkle.hashes(merkle.consistency_ranges(n + 1, size), grown.node)
            assert merkle.extends(n + 1, size, roots[n + 1], roots[size], proof)


def test_no_proof_of_what_is_not_there():
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ValueError):
            merkle.inclusion_ranges(index, size)
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(ValueError):
            merkle.consistency_ranges(first, second)


def test_the_entry_of_the_ledger():
    told = TOLD["entry"]
    assert merkle.entry(told["hash"], told["verdict"], told["at"]).hex() == told["sha256"]


def test_a_note_and_its_checkpoint():
    told = TOLD["note"]
    note = notes.opened(told["note"])
    found = notes.checkpoint_of(note.text)

    assert note.text == told["text"] == notes.text_of(found)
    assert [notes.key_id(*notes.public_of(told["key"]))] == [key for _, key, _ in note.signatures]
    assert notes.verifier_key(*notes.public_of(told["key"])) == told["key"]
    assert notes.note_of(note.text, list(note.signatures)) == told["note"]
    assert [{"origin": h.origin, "size": h.size, "root": h.root.hex()} for h in (found.head, *found.before)] == [told["head"], *told["before"]]


@pytest.mark.parametrize("text", TOLD["no_notes"])
def test_what_is_no_note(text):
    with pytest.raises(ValueError):
        notes.opened(text)


@pytest.mark.parametrize("text", TOLD["no_checkpoints"])
def test_what_is_no_checkpoint(text):
    with pytest.raises(ValueError):
        notes.checkpoint_of(text)


@pytest.mark.parametrize("key", ["", "name", "name+00000000+AQ==", TOLD["note"]["key"].replace("fieldapp", "fieldapq")])
def test_what_is_no_key(key):
    with pytest.raises(ValueError):
        notes.public_of(key)
