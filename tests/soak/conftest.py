import pytest

from tests.soak.place import Place
from tests.world import build_world


@pytest.fixture
def place(app, clock):
    return Place(app, clock, build_world())
