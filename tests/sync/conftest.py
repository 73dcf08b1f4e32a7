import pytest

from tests.phone import Phone
from tests.world import PASSWORD, build_world


@pytest.fixture
def world(app):
    return build_world()


@pytest.fixture
def phone(app, world, clock):
    """Make a phone for a person by short name; each has a browser of its own."""
    return lambda name, **more: Phone(app.test_client(), name, PASSWORD, more.pop("now", clock), **more)
