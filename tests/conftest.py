"""Fixtures for every test. A test that asks for `app` runs twice: on SQLite and on a real PostgreSQL.

Pure tests ask for nothing. Schema comes from the models (migrations have a test of their own that they agree).
"""

import copy
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from fieldapp.config import Settings
from fieldapp.store.base import db
from tests.apps import Kept, build_app
from tests.clock import NOW, Clock
from tests.databases import PostgresDatabase, SqliteFile
from tests.postgres import Postgres
from tests.world import World, build_world

# The same examples on every machine, and no verdict that a busy one could change.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

DATABASES = ("sqlite", "postgresql")
CATALOGUE = Path(__file__).resolve().parents[1] / "fieldapp" / "desk" / "translations"
#: Signs checkpoints: 32 bytes that anybody may know.
LOG_KEY = "bG9nIGtleSBvZiB0ZXN0cywgd2l0aCAzMiBieXRlcy4"


def settings_for(folder: Path, database_url: str, **more) -> Settings:
    """Settings of an installation of its own in `folder`."""
    return Settings(data=folder, database_url=database_url, blobs=folder / "blobs", cookie_keys=("cookie key of tests",),
                    lane_keys=(b"lane key of tests",), **({"log_keys": (LOG_KEY,)} | more))


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogue():
    """English texts, as `make` compiles them; made here too, so that a single test can be run in a fresh clone."""
    source = CATALOGUE / "en" / "LC_MESSAGES" / "messages.po"
    made = source.with_suffix(".mo")
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([Path(sys.executable).parent / "pybabel", "-q", "compile", "-d", CATALOGUE], check=True, capture_output=True)


@pytest.fixture(scope="session")
def postgres():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def on_sqlite_file(tmp_path_factory):
    database = SqliteFile()
    make_tables(database, tmp_path_factory.mktemp("schema"))
    yield database
    database.stop()


@pytest.fixture(scope="session")
def on_postgres_server(postgres, tmp_path_factory):
    database = PostgresDatabase(postgres)
    make_tables(database, tmp_path_factory.mktemp("schema"))
    yield database
    database.stop()


def make_tables(database: SqliteFile | PostgresDatabase, folder: Path) -> None:
    with build_app(settings_for(folder, database.url), Clock()).app_context():
        db.create_all()
        db.engine.dispose()
    database.begin([table.name for table in db.metadata.sorted_tables])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqlite_url(on_sqlite_file) -> str:
    on_sqlite_file.empty()
    return on_sqlite_file.url


@pytest.fixture
def postgres_url(on_postgres_server) -> str:
    on_postgres_server.empty()
    return on_postgres_server.url


@pytest.fixture(params=DATABASES)
def database_url(request) -> str:
    return request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, Kept]:
    return defaultdict(Kept)


@pytest.fixture
def app(database_url, tmp_path, clock, kept_apps):
    """The application on an empty database, with a standing clock, inside its context."""
    app = kept_apps[database_url].as_new(settings_for(tmp_path, database_url), clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def kept_worlds() -> dict[str, World]:
    return {}


@pytest.fixture
def small_world(app, clock, kept_worlds, request) -> World:
    """The small world in the application's database: built once, then put back as it was."""
    database = request.getfixturevalue("on_sqlite_file" if db.engine.dialect.name == "sqlite" else "on_postgres_server")
    url = app.config["FIELDAPP"].database_url
    if clock() != NOW or url != database.url or not database.is_empty():
        return build_world()
    db.session.remove()
    db.engine.dispose()
    if url in kept_worlds:
        database.put_back()
    else:
        kept_worlds[url] = build_world()
        db.session.remove()
        database.keep()
    return copy.deepcopy(kept_worlds[url])


@pytest.fixture
def client(app) -> FlaskClient:
    """A browser of its own, signed out."""
    return app.test_client()
