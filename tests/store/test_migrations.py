"""The migrations make exactly the tables that the models describe, on both databases."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from fieldapp.store.base import db
from tests.conftest import build_app, settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrated.db'}"
    return request.getfixturevalue("postgres").new_database("migrated")


def test_migrated_database_equals_the_models(fresh_url, tmp_path, clock):
    app = build_app(settings_for(tmp_path, fresh_url), clock)

    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
        db.engine.dispose()

    assert differences == []
