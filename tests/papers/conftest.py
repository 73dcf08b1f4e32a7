import pytest

from tests.papers.street import Street
from tests.sync.conftest import phone, rows, world  # noqa: F401  (fixtures)


@pytest.fixture
def street(phone, world):  # noqa: F811
    """陆 and 顾 on the street with a case that is theirs."""
    return Street(phone, world)
