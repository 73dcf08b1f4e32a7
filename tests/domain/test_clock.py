"""What a phone's clock may be believed: the limits of protocol 6, to the millisecond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.clock import (
    EARLIEST_MS,
    Claim,
    clock_flags,
    last_contact_before,
    read_claim,
    remember_contact,
)
from tests.clock import DAY, HOUR, MINUTE, NOW


def claim(claimed, offset=0, mono=0, boot=""):
    return Claim(claimed, offset, mono, boot)


def flags(said, received=NOW, made=NOW - DAY, contact=0, previous=None):
    return clock_flags(said, received, made, contact, previous)


def test_the_claimed_time_is_the_phones_with_its_known_offset():
    at = {"local": "2026-11-18T10:00:05.250+08:00", "offset_ms": -5000, "mono_ms": 7, "boot": "b"}

    assert read_claim(at) == Claim(NOW + 250, -5000, 7, "b")
    assert read_claim({"local": "2026-11-18T02:00:00Z"}).claimed_ms == NOW


@pytest.mark.parametrize("at", [
    {}, {"local": "2026-11-18T10:00:00"}, {"local": "yesterday"}, {"local": "2026-11-18T10:00:00+08:00", "offset_ms": "0"},
    {"local": "2026-11-18T10:00:00+08:00", "mono_ms": True}, {"local": "9999-12-31T23:59:59+00:00"},
    {"local": "0001-01-01T00:00:00+14:00"}, {"local": "2026-11-18T10:00:00+08:00", "offset_ms": EARLIEST_MS * 9},
])
def test_what_is_no_claim(at):
    with pytest.raises((ValueError, KeyError, OverflowError)):
        read_claim(at)


@pytest.mark.parametrize("said, expected", [
    (claim(NOW), []), (claim(NOW, 5 * MINUTE), []), (claim(NOW, 5 * MINUTE + 1), ["clock_off"]), (claim(NOW, -5 * MINUTE - 1), ["clock_off"]),
    (claim(NOW + 2 * MINUTE), []), (claim(NOW + 2 * MINUTE + 1), ["clock_future"]),
    (claim(NOW - DAY - 2 * MINUTE), []), (claim(NOW - DAY - 2 * MINUTE - 1), ["clock_back"]),
    (claim(NOW + HOUR, HOUR), ["clock_off", "clock_future"]),
])
def test_limits(said, expected):
    assert flags(said) == expected


def test_before_the_last_contact():
    assert flags(claim(NOW - HOUR), contact=NOW - HOUR + 2 * MINUTE) == []
    assert flags(claim(NOW - HOUR), contact=NOW - HOUR + 2 * MINUTE + 1) == ["clock_back"]


def test_within_one_page_load_the_monotonic_clock_passes_with_the_claimed_time():
    before = claim(NOW - HOUR, mono=0, boot="b")

    assert flags(claim(NOW, mono=HOUR, boot="b"), previous=before) == []
    assert flags(claim(NOW, mono=HOUR + 2 * MINUTE, boot="b"), previous=before) == []
    assert flags(claim(NOW, mono=HOUR + 2 * MINUTE + 1, boot="b"), previous=before) == ["clock_back"]
    assert flags(claim(NOW, mono=HOUR + 2 * MINUTE + 1, boot="another"), previous=before) == []


def test_ops_of_a_lane_are_made_in_order():
    assert flags(claim(NOW - 2 * MINUTE), previous=claim(NOW)) == []
    assert flags(claim(NOW - 2 * MINUTE - 1), previous=claim(NOW)) == ["clock_back"]


def test_a_contact_counts_only_for_ops_made_after_it():
    contacts = [[3, 100], [5, 200]]

    assert [last_contact_before(contacts, seq) for seq in (3, 4, 5, 6)] == [0, 100, 100, 200]
    assert last_contact_before([], 1) == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=12))
def test_what_is_forgotten_of_contacts_would_never_be_asked(steps):
    """The phone reaches further and further, the server's head follows: the short memory answers as the whole one does."""
    short, whole, reached, head = [], [], 0, 0
    for now, (more, pushed) in enumerate(steps, 1):
        reached += more
        short = remember_contact(short, reached, now, head)
        whole.append([reached, now])
        head = min(reached, head + pushed)
        for seq in range(head + 1, reached + 3):
            assert last_contact_before(short, seq) == last_contact_before(whole, seq)
