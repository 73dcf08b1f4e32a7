"""Two writers at once and a reader between them, in a fixed order: A has written everything but its commit, B writes or waits for A,
C pulls, A commits. No luck with threads: each step waits for what it needs."""

import threading
import time
from unittest.mock import patch

from fieldapp.store import feed, transaction
from fieldapp.store.base import db
from fieldapp.store.people import user
from fieldapp.sync.pull import pull

from .processes import WAITING

WAIT_S = 30


def while_one_is_slow(app, slow, other, reader):
    """`slow` pushes; at its last moment before the commit `other` sends a photo, or else its ops, and `reader` pulls all."""
    flush, first = feed.flush, threading.get_ident()
    threads: list[threading.Thread] = []

    def flushed(session):
        flush(session)
        if threading.get_ident() != first or threads:
            return
        threads.append(threading.Thread(target=_sends, args=(app, other)))
        threads[0].start()
        _until_done_or_waiting(app, threads[0])
        reading = threading.Thread(target=_pulls, args=(app, reader))
        reading.start()
        reading.join()

    with patch.object(feed, "flush", flushed):
        slow.send(slow.batch(3))
        for thread in threads:
            thread.join()
    db.session.rollback()


def _sends(app, phone):
    with app.app_context():
        if phone.uploadable():
            phone.upload()
        else:
            phone.send(phone.batch(3))
        db.session.remove()


def _pulls(app, phone):
    """As far as a reader gets; that a phone's contact is noted may have to wait for its own push, so it reads only."""
    with app.app_context():
        answer = pull(user(phone.user_id), phone.cursors, 500, phone.now())
        phone._take(answer["scopes"])
        db.session.remove()


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
