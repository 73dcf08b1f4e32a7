"""PostgreSQL, eight phones at once, commits that take their time: a reader that pulls all the while never skips a record.

Ops follow one another (they share the ledger's counter), so half of the phones send photos: those transactions touch the feed alone.
"""

import threading
import time
from unittest.mock import patch

import pytest

from fieldapp.store import feed
from fieldapp.store.base import db
from fieldapp.store.people import user
from fieldapp.sync.pull import pull
from tests.clock import Clock
from tests.phone import Phone, photo_ref
from tests.world import PASSWORD, build_world

from .machine import JPEG

OPS, SLOW_S = 6, 0.02
PUSHING, SENDING = ("shen", "lu", "gu", "shen"), ("lu", "gu", "shen", "lu")


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


@pytest.fixture
def made(app, clock):
    """(jobs of eight phones, a reader): reports to push, and photos of reports that are there already."""
    build_world()
    phone = lambda name: Phone(app.test_client(), name, PASSWORD, clock)  # noqa: E731
    jobs, reader = [], phone("lu")
    for who, name in enumerate(PUSHING):
        one = phone(name)
        jobs.append([lambda one=one, op=one.report(text=f"{who} {n}")[1]: one.sent(op) for n in range(OPS)])
    for who, name in enumerate(SENDING):
        one, photos = phone(name), [JPEG + f"{who} {n}".encode() for n in range(OPS)]
        one.sent(*(one.report(blobs=[photo_ref(data)])[1] for data in photos))
        jobs.append([lambda one=one, data=data: one.put(data) for data in photos])
    reader.pull()
    return jobs, reader


def skipped(app, jobs, reader, clock: Clock) -> list:
    """What the reader lacks or holds otherwise, when all is over, beside a first load."""
    flush, turn = feed.flush, threading.Lock()

    def read():
        with turn, app.app_context():
            reader._take(pull(user(reader.user_id), reader.cursors, 500, clock())["scopes"])
            db.session.remove()

    def slowly(session):
        flush(session)
        if threading.current_thread() is not threading.main_thread():
            time.sleep(SLOW_S)  # the others go on meanwhile
            read()

    def run(job):
        with app.app_context():
            for step in job:
                step()
            db.session.remove()

    with patch.object(feed, "flush", slowly):
        threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    reader.pull()
    held = dict(reader.records)
    reader.cursors, reader.records, reader.members = {}, {}, set()
    reader.pull()
    return [key for key in reader.records.keys() | held.keys() if held.get(key) != reader.records.get(key)]


def test_no_reader_skips_a_record(app, clock, made):
    jobs, reader = made
    assert skipped(app, jobs, reader, clock) == []
