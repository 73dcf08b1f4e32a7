from tests.papers.conftest import street  # noqa: F401
from tests.sync.conftest import phone, world  # noqa: F401
