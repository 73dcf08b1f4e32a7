"""The hash chain of a lane, without keys or database."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.chain import Link, body_hash, first_prev_hash, walk

START = first_prev_hash("lane", "nonce")


def chain(length):
    links, prev = [], START
    for seq in range(1, length + 1):
        body = f"{seq}|{prev}"
        links.append(Link(f"op{seq}", seq, seq, prev, body_hash(body), body, f"signed:{body}"))
        prev = links[-1].hash
    return links


def found(links, head=None, **more):
    head = head or ((links[-1].row_seq, links[-1].hash) if links else (0, START))
    return [(f.code, f.lane_seq) for f in walk(links, START, head, lambda body, sig: sig == f"signed:{body}", **more)]


def but(link, **change):
    return Link(**(link.__dict__ | change))


def test_hashes_are_of_the_exact_utf8_text():
    assert body_hash("木") == sha256("木".encode()).hexdigest()
    assert first_prev_hash("lane", "nonce") == sha256(b"lanenonce").hexdigest()
    with pytest.raises(UnicodeEncodeError):
        body_hash("\ud800")


@given(st.integers(0, 6))
def test_an_unbroken_chain_has_no_fault(length):
    assert found(chain(length)) == []


@given(st.integers(1, 6), st.sampled_from(["body", "hash", "sig"]))
def test_one_changed_byte_is_one_fault_at_its_place(seq, what):
    links = chain(6)
    spoilt = links[seq - 1]
    links[seq - 1] = but(spoilt, **{what: getattr(spoilt, what)[:-1] + "#"})

    assert found(links, (6, chain(6)[-1].hash)) == [("bad_signature" if what == "sig" else "changed_byte", seq)]


@given(st.sets(st.integers(1, 5), min_size=1))
def test_missing_ops_are_each_named(gone):
    assert found([link for link in chain(6) if link.row_seq not in gone]) == [("missing_op", seq) for seq in sorted(gone)]


def test_a_hole_that_is_known_is_no_fault_but_any_other_is():
    links = [link for link in chain(6) if link.row_seq not in (2, 4)]

    assert found(links, holes=frozenset({2})) == [("missing_op", 4)]


def test_the_tail_is_measured_against_the_head():
    links = chain(5)

    assert found(links[:3], (5, links[4].hash)) == [("cut_tail", 4)]
    assert found([], (5, links[4].hash)) == [("cut_tail", 1)]
    assert found(links, (4, links[3].hash)) == [("extra_op", 5)]
    assert found(links, (5, "0" * 64)) == [("changed_byte", 5)]


def test_a_body_that_claims_another_place():
    links = chain(3)
    links[1] = but(links[1], lane_seq=7)

    assert found(links) == [("changed_byte", 2)]


def test_another_chain_grafted_on():
    links = chain(4)
    body = "stranger"
    links[2] = but(links[2], body=body, hash=body_hash(body), sig=f"signed:{body}", prev_hash="0" * 64)

    assert found(links) == [("changed_byte", 3), ("changed_byte", 4)]
