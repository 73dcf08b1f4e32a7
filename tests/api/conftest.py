from tests.sync.conftest import phone, rows, world  # noqa: F401  (fixtures)
