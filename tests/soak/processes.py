"""Phones in processes of their own, each with the real application on the same PostgreSQL; and who decides when their commits happen.

Nothing sleeps and nothing is left to luck: a process that has written all but its commit says so and stops there; another is known to
wait when the database says that it waits for a lock.
"""

import multiprocessing
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from unittest.mock import patch

from sqlalchemy import text

from fieldapp.store import feed
from fieldapp.store.base import db

FORK = multiprocessing.get_context("fork")
GIVE_UP_S = 120
HELD, DONE, BUSY = "held", "done", "busy"


class Other:
    """A process that does one step after another. `state` is held (at its commit), done (with its step) or busy."""

    def __init__(self, steps: list[Callable], laid: Callable[[], AbstractContextManager], slow: bool):
        self._pipe, far = FORK.Pipe()
        self.state, self._process = DONE, FORK.Process(target=_does, args=(far, steps, laid, slow), daemon=True)
        self._process.start()

    def say(self):
        """Begin the next step, or commit."""
        self.state = BUSY
        self._pipe.send("go")

    def hear(self, wait_s: float = 0):
        if self.state == BUSY and self._pipe.poll(wait_s):
            self.state, self.found = self._pipe.recv()
            if self.state not in (HELD, DONE):
                raise AssertionError(self.found)

    def answer(self):
        """Do a step and wait for its end; what it gives back."""
        self.say()
        self.hear(GIVE_UP_S)
        assert self.state == DONE, "a reader waits for a writer"
        return self.found

    def end(self):
        self._process.kill()
        self._process.join()


def _does(pipe, steps, laid, slow):
    flush = feed.flush

    def slowly(session):
        flush(session)
        if slow:
            pipe.send((HELD, None))
            pipe.recv()

    try:
        with laid(), patch.object(feed, "flush", slowly):
            for step in steps:
                pipe.recv()
                pipe.send((DONE, step()))
    except BaseException:
        pipe.send(("failed", traceback.format_exc()))


def started(jobs: list[list[Callable]], laid, slow: bool) -> list[Other]:
    """A process for each list of steps. None of this process's connections may go with them."""
    db.session.remove()
    db.engine.dispose()
    return [Other(steps, laid, slow) for steps in jobs]


def settle(others: list[Other]):
    """Until each is held, done, or waits for another's lock: then nothing changes any more until somebody is told to go on."""
    until = time.monotonic() + GIVE_UP_S
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while True:
            for one in others:
                one.hear()
            busy = [one for one in others if one.state == BUSY]
            if not busy or len(busy) == connection.scalar(WAITING):
                return
            assert time.monotonic() < until, "the processes do not come to rest"
            busy[0].hear(0.005)


#: How many of our connections wait for a lock of another.
WAITING = text("SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
               "WHERE NOT granted AND backend_type = 'client backend' AND datname = current_database()")


def all_at_once(others: list[Other], read: Callable):
    """One step of each. They write in their order, and commit in the opposite one, as far as the database lets them; after each
    commit, and before the first, somebody reads."""
    waiting = []
    for one in others:
        one.say()
        settle(others)
    while any(one.state != DONE for one in others):
        waiting = [one for one in waiting if one.state == HELD] + [one for one in others if one.state == HELD and one not in waiting]
        assert waiting, "all wait for each other"
        read()
        waiting[-1].say()
        settle(others)
    read()
