from tests.alerts.conftest import faults, look, push_server, pushing  # noqa: F401  (fixtures)
from tests.sync.conftest import phone, rows, world  # noqa: F401  (fixtures)
