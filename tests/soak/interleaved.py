"""Two writers at once and a reader between them, in a fixed order: A has written everything but its commit, B writes or waits for A,
C pulls, A commits. No luck with threads: each step waits for what it needs."""

import json
import threading
import time
from unittest.mock import patch

from fieldapp.store import feed, transaction
from fieldapp.store.base import db
from fieldapp.store.people import user
from fieldapp.sync.pull import as_json, pull

from .processes import WAITING

WAIT_S = 120


class Beside(threading.Thread):
    """Somebody else's step; what goes wrong there goes wrong for whoever waits for its end."""

    def __init__(self, app, step, phone):
        super().__init__()
        self._of, self._wrong = (app, step, phone), None

    def run(self):
        app, step, phone = self._of
        try:
            with app.app_context():
                step(phone)
                db.session.remove()
        except BaseException as wrong:
            self._wrong = wrong

    def over(self):
        self.join()
        if self._wrong is not None:
            raise self._wrong


def while_one_is_slow(app, slow, other, reader):
    """`slow` pushes; at its last moment before the commit `other` sends a photo, or else its ops, and `reader` pulls all."""
    flush, first = feed.flush, threading.get_ident()
    threads: list[Beside] = []

    def flushed(session):
        flush(session)
        if threading.get_ident() != first or threads:
            return
        threads.append(Beside(app, _sends, other))
        threads[0].start()
        _until_done_or_waiting(app, threads[0])
        reading = Beside(app, _pulls, reader)
        reading.start()
        reading.over()

    with patch.object(feed, "flush", flushed):
        slow.send(slow.batch(3))
        for thread in threads:
            thread.over()
    db.session.rollback()


def _sends(phone):
    if phone.uploadable():
        phone.upload()
    else:
        phone.send(phone.batch(3))


def _pulls(phone):
    """As far as a reader gets; that a phone's contact is noted may have to wait for its own push, so it reads only."""
    answer = pull(user(phone.user_id), phone.cursors, 500, phone.now())
    phone._take(json.loads(as_json(answer))["scopes"])


def _until_done_or_waiting(app, thread):
    with app.app_context():
        until = time.monotonic() + WAIT_S
        while thread.is_alive() and not _waits() and time.monotonic() < until:
            time.sleep(0.002)
        db.session.remove()


def _waits() -> bool:
    if db.session.get_bind().dialect.name == "sqlite":
        return bool(transaction._writers._waiting)
    with db.engine.connect() as connection:
        return connection.scalar(WAITING) > 0
