from tests.desk.conftest import at_desk  # noqa: F401  (fixtures)
from tests.papers.conftest import street  # noqa: F401
from tests.sync.conftest import phone, world  # noqa: F401
