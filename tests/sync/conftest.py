import pytest

from fieldapp.store.base import db
from tests.phone import Phone
from tests.world import PASSWORD, build_world


@pytest.fixture
def world(app):
    return build_world()


@pytest.fixture
def phone(app, world, clock):
    """Make a phone for a person by short name; each has a browser of its own."""
    return lambda name, **more: Phone(app.test_client(), name, PASSWORD, more.pop("now", clock), **more)


@pytest.fixture
def rows(app):
    """Count rows of a table, by its model."""
    return lambda model, **where: db.session.query(model).filter_by(**where).count()
