"""Each broken variant is caught: its story ends well on the product, and breaks the invariant that it is about on the variant."""

import pytest

from .broken import Broken
from .faulty_phone import FaultyPhone
from .machine import Machine
from .variants import VARIANTS

URLS = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}


@pytest.fixture
def database_url(request, database):
    return request.getfixturevalue(URLS[database])


def told(place, story, phone: type[FaultyPhone] = FaultyPhone):
    """A run of the machine that is this story."""
    class Here(Machine):
        pass
    Here.place, Here.phone_kind = place, phone
    machine = Here()
    story(machine)
    machine.teardown()


@pytest.mark.parametrize("name, database", [(name, database) for name, one in VARIANTS.items() for database in one.databases])
def test_it_is_caught(place, name, database):
    variant = VARIANTS[name]
    told(place, variant.story)
    with variant.server(), pytest.raises(Broken) as found:
        told(place, variant.story, variant.phone)
    assert found.value.name == variant.breaks, found.value
