"""Stories of what is overdue and what was handled in time. The JavaScript twin runs the same file; so does the database's read."""

import pytest

from fieldapp.domain.overdue import standing
from tests.contract.files import read
from tests.domain.test_worktime import ms

TOLD = read("overdue.json")


def times(story: dict) -> dict:
    """The case of a story: its three instants in UTC ms."""
    return {f"{name}_at": ms(story[name]) if story.get(name) else None for name in ("due", "handled", "closed")}


@pytest.mark.parametrize("story", TOLD["standing"], ids=lambda s: s["say"])
def test_standing(story):
    assert standing(times(story), ms(TOLD["now"]), ms(TOLD["day_end"])) == story["is"]
