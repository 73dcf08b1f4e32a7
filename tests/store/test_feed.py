"""The feed's own rules (protocol 6): each record once per scope, commit order is sequence order, leaving is said."""

from dataclasses import replace

import pytest

from fieldapp.store import feed
from fieldapp.store.base import db
from fieldapp.store.feed import KINDS, ScopeEntry, changes, heads, lies_in, touch
from fieldapp.store.transaction import transaction


@pytest.fixture
def where(app, monkeypatch):
    """Say in which scopes the record "user" of an id lies: {id: scopes}."""
    places = {}
    monkeypatch.setitem(KINDS, "user", replace(KINDS["user"], scopes=lambda i: frozenset(places.get(i, ()))))
    return places


def put(places, record_id, *scopes):
    with transaction():
        places[record_id] = scopes
        touch("user", record_id)


def entries(scope):
    return [(e.record_id, e.seq, e.gone) for e in changes(scope, 0, 100)]


def test_a_change_moves_the_record_to_the_end_of_its_scope(where):
    put(where, "a", "s")
    put(where, "b", "s")
    put(where, "a", "s")

    assert entries("s") == [("b", 2, False), ("a", 3, False)]
    assert heads(["s", "never"]) == {"s": (1, 3), "never": (1, 0)}


def test_leaving_and_coming_back(where):
    put(where, "a", "s", "t")
    put(where, "a", "t")
    assert entries("s") == [("a", 2, True)] and not lies_in("user", "a", ["s"]) and lies_in("user", "a", ["s", "t"])

    put(where, "a", "s")

    assert entries("s") == [("a", 3, False)] and entries("t") == [("a", 3, True)]
    assert db.session.query(ScopeEntry).count() == 2


def test_who_is_gone_is_told_once(where):
    put(where, "a", "s")
    put(where, "a", "t")
    put(where, "a", "t")

    assert entries("s") == [("a", 2, True)]


def test_several_records_of_one_transaction_get_numbers_of_their_own(where):
    where |= {"a": ("s",), "b": ("s", "t")}
    with transaction():
        for record in ("b", "a", "b"):
            touch("user", record)

    assert entries("s") == [("a", 1, False), ("b", 2, False)]
    assert heads(["s", "t"]) == {"s": (1, 2), "t": (1, 1)}


def test_changes_after_a_cursor_in_pages(where):
    for record in "abcd":
        put(where, record, "s")

    assert [e.record_id for e in changes("s", 1, 2)] == ["b", "c"]
    assert changes("s", 4, 10) == []


def test_what_this_transaction_has_touched_is_seen_where_it_will_lie(where):
    with transaction():
        where["a"] = ("s",)
        assert not lies_in("user", "a", ["s"])
        touch("user", "a")
        assert lies_in("user", "a", ["s"]) and not lies_in("user", "a", ["t"])


def test_a_transaction_without_a_change_leaves_the_heads(where):
    put(where, "a", "s")
    with transaction():
        pass

    assert heads(["s"]) == {"s": (1, 1)}
    assert feed.changes("nowhere", 0, 10) == []
