"""PostgreSQL, eight processes that push at once and are slow to commit: a reader in a ninth, who pulls all the while, skips no record.

Ops follow one another, for they share the ledger's counter; a photo's transaction touches the feed alone. So each process pushes a
report while its neighbours send photos, and the other way round, and at last all send photos.
"""

from contextlib import nullcontext
from itertools import repeat

import pytest
from sqlalchemy import func, select

from fieldapp.store.base import db
from fieldapp.store.blobs import Claim
from fieldapp.store.ledger import Op
from tests.phone import photo_ref
from tests.world import build_world

from .faulty_phone import FaultyPhone
from .invariants import first_load, pulled
from .machine import JPEG
from .processes import all_at_once, started
from .variants import cursor_from_the_sequence, sequence_cursor

PEOPLE, ROUNDS = ("shen", "lu", "gu", "shen", "lu", "gu", "shen", "lu"), 3


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


@pytest.fixture
def phone(app, clock):
    build_world()
    return lambda name: FaultyPhone(app.test_client(), name, clock, None)


def steps_of(phone, who: int):
    """A report to push, the photo of one that is there already, and the photo of the first."""
    photos = [JPEG + f"{who} {n}".encode() for n in range(2)]
    there, later = (phone.report(text=f"{who} {n}", blobs=[photo_ref(data)])[1] for n, data in enumerate(photos))
    assert phone.sent(there)[0]["verdict"] == "applied"
    push, *put = lambda: phone.sent(later)[0]["verdict"], *(lambda data=data: phone.put(data).status_code for data in photos)
    return [push, *put] if who % 2 else [put[0], push, put[1]]


def skipped(phone, in_each_process) -> list:
    """What the reader lacks or holds otherwise, when all is over, beside a first load."""
    jobs, reader = [steps_of(phone(name), who) for who, name in enumerate(PEOPLE)], pulled(phone("lu"))
    others, (reading,) = started(jobs, in_each_process, slow=True), started([repeat(lambda: pulled(reader).records)], in_each_process, slow=False)
    try:
        for _ in range(ROUNDS):
            all_at_once(others, reading.answer)
        held, fresh = reading.answer(), first_load(reader).records
    finally:
        for one in (*others, reading):
            one.end()
    assert {one.found for one in others} == {201}
    assert db.session.scalar(select(func.count()).select_from(Op)) == 2 * len(PEOPLE)
    assert db.session.scalar(select(func.count()).select_from(Claim).where(Claim.filled_at.is_(None))) == 0
    return [key for key in fresh.keys() | held.keys() if held.get(key) != fresh.get(key)]


def test_no_reader_skips_a_record(phone):
    assert skipped(phone, nullcontext) == []


def test_a_sequence_as_cursor_lets_a_reader_skip_records(phone):
    with sequence_cursor():
        assert skipped(phone, cursor_from_the_sequence)
