"""UUIDv7 (RFC 9562, section 5.7)."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.ids import is_uuid7, uuid7

MS = st.integers(0, 2**48 - 1)


@given(MS, st.binary(min_size=10, max_size=10))
def test_it_is_one_and_holds_its_instant(ms, noise):
    made = uuid7(ms, lambda n: noise[:n])

    assert is_uuid7(made)
    assert (uuid.UUID(made).version, uuid.UUID(made).variant) == (7, uuid.RFC_4122)
    assert uuid.UUID(made).int >> 80 == ms


@given(MS, MS)
def test_they_sort_by_time(a, b):
    first, second = sorted((a, b))
    if first < second:
        assert uuid7(first) < uuid7(second)


def test_the_rfcs_example():
    assert uuid7(0x017F22E279B0, lambda n: bytes.fromhex("0cc318c4dc0c0c07398f")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_no_two_are_alike():
    assert len({uuid7(1) for _ in range(1000)}) == 1000


def test_what_is_none():
    good = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert is_uuid7(good)
    for other in (good.upper(), good.replace("-7", "-4"), good[:-1], good + "0", good + "\n", good.replace("-", ""), "", None, 7, [good]):
        assert not is_uuid7(other), other
