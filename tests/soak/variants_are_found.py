"""Each broken variant is caught by the same machine, by the invariant that it breaks, within a bounded number of runs.

Run by `make soak`: ids are random in each run, so how soon one is met is not the same twice.
"""

import pytest
from hypothesis import Phase

from .broken import Broken
from .machine import Machine
from .test_machine import SEED, drive
from .variants import VARIANTS

MOST_RUNS = 60


def caught(place, name):
    phone, server, expected = VARIANTS[name]

    class Here(Machine):
        pass
    Here.place, Here.phone_kind = place, phone
    with server(), pytest.raises(Broken) as found:
        drive(Here, MOST_RUNS, SEED, phases=[Phase.generate], report_multiple_bugs=False)
    assert found.value.name in expected, found.value


@pytest.fixture
def database_url(request):
    """A plain sequence is only wrong where two writers really are at once."""
    return request.getfixturevalue("postgres_url" if "sequence" in request.node.name else "sqlite_url")


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_caught(place, name):
    caught(place, name)
