"""The only place that commits: all or nothing, writers one after another, and what an acknowledged write survives."""

from threading import Event, Thread

import pytest
from sqlalchemy import event

from fieldapp.store import feed
from fieldapp.store.base import db
from fieldapp.store.counters import Counter, take, taken
from fieldapp.store.transaction import FairLock, transaction
from fieldapp.store.units import unit
from tests.sync.test_repeats import at_once


def test_all_or_nothing(app):
    with pytest.raises(ZeroDivisionError), transaction():
        take("books", 5)
        feed.touch("rulebook", "current")
        raise ZeroDivisionError

    assert taken("books") == 0
    with transaction():
        take("books")
    assert feed.heads(["reference"]) == {"reference": (1, 0)}  # what was touched in vain is forgotten


def test_it_does_not_nest(app):
    with transaction(), pytest.raises(RuntimeError, match="nest"), transaction():
        pass
    with transaction():  # and the way is free again
        take("books")


def test_what_is_yielded_is_the_session(app):
    with transaction() as session:
        session.add(Counter(id="books", n=7))

    assert taken("books") == 7


def test_numbers_have_no_gap_and_no_twin_among_many_writers(app):
    def write():
        with app.app_context():
            numbers = []
            for _ in range(5):
                with transaction():
                    numbers.append(take("books"))
            return numbers

    numbers = sum(at_once(*[write] * 8), [])

    assert sorted(numbers) == list(range(1, 41))


def test_several_numbers_at_once(app):
    with transaction():
        assert (take("books", 3), take("books"), take("other")) == (1, 4, 1)


def test_waiting_writers_are_served_in_the_order_they_came():
    lock, served, waiting = FairLock(), [], []
    lock.__enter__()
    for n in range(6):
        arrived = Event()

        def wait(n=n, arrived=arrived):
            arrived.set()
            with lock:
                served.append(n)

        waiting.append(Thread(target=wait))
        waiting[-1].start()
        arrived.wait()
        while len(lock._waiting) <= n:  # until it stands in the queue
            pass
    lock.__exit__()
    for thread in waiting:
        thread.join()

    assert served == list(range(6))


def test_an_acknowledged_write_survives_the_loss_of_power(app):
    """On every connection: SQLite syncs at each commit, keeps foreign keys and waits for its turn."""
    if db.engine.dialect.name != "sqlite":
        assert db.session.scalar(db.text("SHOW fsync")) in ("on", "off")  # the server's own business
        return
    for _ in range(3):
        with db.engine.connect() as connection:
            settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]
        assert settings == ["wal", 2, 1, 10000]


def test_a_row_read_twice_in_a_transaction_is_asked_for_once_and_anew_in_the_next(app, world):
    asked = []
    listen = lambda *call: asked.append(call[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        for _ in range(2):
            with transaction():
                names = [unit(world.units["squadron2"]).name for _ in range(3)]
                assert names == ["二中队"] * 3
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)

    assert sum("FROM unit" in statement for statement in asked) == 2
