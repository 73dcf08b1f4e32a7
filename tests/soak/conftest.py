import gc

import pytest

from tests.soak.chance import Chance
from tests.soak.place import Place
from tests.world import build_world


@pytest.fixture
def place(app, clock):
    """Ids from a seed; and no search for garbage at each turn, which is a tenth of a run's time."""
    often, chance = gc.get_threshold(), Chance()
    gc.set_threshold(50_000, 20, 100)
    with chance.laid():
        place = Place(app, clock, build_world(), chance)
        yield place
        place.close()
    gc.set_threshold(*often)
