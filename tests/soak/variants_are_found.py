"""The search finds the broken variants too, without being told a story. Run by `make soak`; always the same seed, so always the same runs.

Which invariant is the first to break depends on the run; test_variants tells for each the one that it is about.
"""

import pytest
from hypothesis import Phase

from .broken import Broken
from .machine import Machine
from .test_machine import SEED, drive
from .test_variants import URLS
from .variants import VARIANTS

MOST_RUNS = 60


@pytest.fixture
def database_url(request, name):
    return request.getfixturevalue(URLS[VARIANTS[name].databases[0]])


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_found(place, name):
    class Here(Machine):
        pass
    Here.place, Here.phone_kind = place, VARIANTS[name].phone
    with VARIANTS[name].server(), pytest.raises(Broken):
        drive(Here, MOST_RUNS, SEED, phases=[Phase.generate], report_multiple_bugs=False)
