"""The only place that commits or rolls back.

SQLite: every connection runs WAL with synchronous=FULL (an acknowledged op survives power loss), a writer begins with
BEGIN IMMEDIATE (a deferred transaction that reads and then writes fails with SQLITE_BUSY at once, whatever the timeout),
and in one process writers queue on a fair lock, so that busy_timeout is a backstop only.
"""

import threading
from collections import deque
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from . import feed, log_tree
from .base import db

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "temp_store=MEMORY", "cache_size=-32768")


class FairLock:
    """A lock that serves its waiters in the order they came; threading.Lock promises no order."""

    def __init__(self):
        self._guard, self._waiting, self._held = threading.Lock(), deque(), False

    def __enter__(self):
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_):
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_writers = FairLock()


@contextmanager
def transaction():
    """One transaction: yields the session, gives what was judged its place in the log, bumps the feed last of all, commits; rolls back
    on any exception.

    Does not nest (RuntimeError): the edge opens it, one web request, one op or one job.
    """
    session = db.session
    if session.info.get("writing"):
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        _writers.__enter__()
    session.info["writing"], session.info["held"] = True, []
    log_tree.forget(session)
    try:
        session.connection(execution_options={"writes": True})
        yield session
        log_tree.flush(session)
        feed.flush(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"], session.info["held"] = False, []
        feed.forget(session)
        log_tree.forget(session)
        if on_sqlite:
            _writers.__exit__()


@contextmanager
def snapshot():
    """One state of the database to read from, whatever others write meanwhile. Writes nothing. Not inside a transaction."""
    let_go()
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite's WAL gives every reader one
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield db.session
    finally:
        db.session.rollback()


def let_go() -> None:
    """End the read that is open, so that slow work (a body still on its way, a hash) holds no connection. Not inside a transaction.

    What was loaded before is loaded anew when it is asked for.
    """
    if db.session.info.get("writing"):
        raise RuntimeError("let_go() inside a transaction")
    db.session.rollback()


@event.listens_for(Session, "loaded_as_persistent")
def _on_load(session, instance):
    """Hold what a transaction has read to its end: else the same rows would be read again each time somebody asks for them."""
    if session.info.get("writing"):
        session.info["held"].append(instance)


@event.listens_for(Engine, "connect")
def _on_connect(connection, _record):
    if connection.__class__.__module__.startswith("sqlite3"):
        connection.isolation_level = None  # we say BEGIN ourselves, in _on_begin
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _on_begin(connection):
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
