"""Fixtures for every test. A test that asks for `app` runs twice: on SQLite and on a real PostgreSQL.

Pure tests ask for nothing. Schema comes from the models (migrations have a test of their own that they agree).
"""

import logging
import shutil
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from fieldapp import create_app
from fieldapp.config import Settings
from fieldapp.store.base import db
from tests.clock import Clock
from tests.postgres import Postgres

# The same examples on every machine, and no verdict that a busy one could change.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

DATABASES = ("sqlite", "postgresql")
#: Signs checkpoints: 32 bytes that anybody may know.
LOG_KEY = "bG9nIGtleSBvZiB0ZXN0cywgd2l0aCAzMiBieXRlcy4"


class PageClient(FlaskClient):
    """A browser on one of our own pages: it says so, as real ones do.

    Each request gets a context of its own, as on a real server: inside the test's, Flask-Login would remember the
    last visitor and the test's session would be the server's. Afterwards the test reads anew what was committed.
    """

    def open(self, *args, **kwargs):
        headers = kwargs.get("headers")
        if headers is None or isinstance(headers, dict):
            kwargs["headers"] = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return answer


def settings_for(folder: Path, database_url: str, **more) -> Settings:
    """Settings of an installation of its own in `folder`."""
    return Settings(data=folder, database_url=database_url, blobs=folder / "blobs", cookie_keys=("cookie key of tests",),
                    lane_keys=(b"lane key of tests",), **({"log_keys": (LOG_KEY,)} | more))


def build_app(settings: Settings, clock: Clock) -> Flask:
    app = create_app(settings, clock)
    app.testing = True
    logging.getLogger("fieldapp").setLevel(logging.WARNING)
    app.test_client_class = PageClient
    return app


@pytest.fixture(scope="session")
def postgres():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_with_tables(postgres, tmp_path_factory):
    app = build_app(settings_for(tmp_path_factory.mktemp("schema"), postgres.url), Clock())
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return postgres


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory):
    """An empty database with all tables, to be copied."""
    folder = tmp_path_factory.mktemp("schema")
    app = build_app(settings_for(folder, f"sqlite:///{folder / 'empty.db'}"), Clock())
    with app.app_context():
        db.create_all()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "empty.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqlite_url(sqlite_with_tables, tmp_path) -> str:
    shutil.copyfile(sqlite_with_tables, tmp_path / "fieldapp.db")
    return f"sqlite:///{tmp_path / 'fieldapp.db'}"


@pytest.fixture
def postgres_url(postgres_with_tables) -> str:
    postgres_with_tables.empty([table.name for table in db.metadata.sorted_tables])
    return postgres_with_tables.url


@pytest.fixture(params=DATABASES)
def database_url(request) -> str:
    return request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])


@pytest.fixture
def app(database_url, tmp_path, clock):
    """The application on an empty database, with a standing clock, inside its context."""
    app = build_app(settings_for(tmp_path, database_url), clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app) -> FlaskClient:
    """A browser of its own, signed out."""
    return app.test_client()
