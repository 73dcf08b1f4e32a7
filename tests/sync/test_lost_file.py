"""A file that the database names and the folder has lost (a backup restored without it) is asked for again, and taken."""

import pytest

from fieldapp.config import current_settings
from fieldapp.store.base import db
from fieldapp.store.files import Files
from fieldapp.store.transaction import let_go, transaction
from fieldapp.sync import uploads
from tests.phone import photo_ref

JPEG = b"\xff\xd8\xff" + b"p" * 100
SHA256 = photo_ref(JPEG)["sha256"]
ADDRESS = f"/api/v1/blobs/{SHA256}"


@pytest.fixture
def files(app):
    return Files(current_settings().blobs)


@pytest.fixture
def shen(phone, files):
    """沈 filed a report, sent its photo, and then the file was lost."""
    shen = phone("shen")
    shen.sent(shen.report(blobs=[photo_ref(JPEG)])[1])
    assert shen.put(JPEG).status_code == 201
    files.path(SHA256).unlink()
    return shen


def test_it_is_not_said_to_be_stored(shen):
    assert shen.client.get(ADDRESS, headers={"Accept": "application/json"}).json["stored"] is False
    assert shen.client.get(ADDRESS).status_code == 404
    assert shen.client.get(f"{ADDRESS}/display/thumb").status_code == 404


def test_it_is_taken_again(shen, files):
    assert shen.put(JPEG).status_code in (200, 201)

    assert files.path(SHA256).read_bytes() == JPEG
    assert shen.client.get(ADDRESS, headers={"Accept": "application/json"}).json["stored"] is True


def test_no_connection_is_held_while_a_body_is_on_its_way(phone, files, app):
    shen = phone("shen")
    shen.sent(shen.report(blobs=[photo_ref(JPEG)])[1])
    held = []

    def slowly():
        held.append(db.session.registry().in_transaction())
        yield JPEG

    assert uploads.put(files, shen.user_id, SHA256, slowly(), shen.now()) is True
    assert held == [False]


def test_a_transaction_is_never_let_go(app):
    with pytest.raises(RuntimeError), transaction():
        let_go()
