import pytest

from fieldapp.store.base import db
from tests.phone import Phone, photo_ref
from tests.sync.export import PHOTO
from tests.world import PASSWORD


@pytest.fixture
def world(small_world):
    return small_world


@pytest.fixture
def phone(app, world, clock):
    """Make a phone for a person by short name; each has a browser of its own."""
    return lambda name, **more: Phone(app.test_client(), name, PASSWORD, more.pop("now", clock), **more)


@pytest.fixture
def rows(app):
    """Count rows of a table, by its model."""
    return lambda model, **where: db.session.query(model).filter_by(**where).count()


@pytest.fixture
def story(phone):
    """沈's phone with a report that has a photo, a note on it and another report, nothing sent; 陆, who gets the file; the ops."""
    shen, lu = phone("shen"), phone("lu")
    case, first = shen.report(blobs=[photo_ref(PHOTO)])
    note = shen.op("case.note", case, {"text": "已通知"}, "fact")
    _, last = shen.report(category="HW03")
    return shen, lu, [first, note, last]
