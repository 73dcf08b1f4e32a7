"""The demo world is made once for all tests that only read it: on SQLite, and once more on PostgreSQL."""

from dataclasses import dataclass, field

import pytest
from flask import Flask

from fieldapp import demo
from fieldapp.store.base import db
from tests.clock import NOW, Clock
from tests.conftest import build_app, settings_for


@dataclass
class Seeded:
    """An application on a seeded database, and what the seeding said."""

    app: Flask
    said: list[tuple[str, str]] = field(default_factory=list)


def seeded(folder, url: str) -> Seeded:
    world = Seeded(build_app(settings_for(folder, url, demo=True), Clock()))
    with world.app.app_context():
        db.create_all()
        demo.seed(NOW, world.app.config["FIELDAPP"], lambda zh, en: world.said.append((zh, en)))
        db.session.remove()
    return world


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory) -> Seeded:
    folder = tmp_path_factory.mktemp("demo")
    return seeded(folder, f"sqlite:///{folder / 'fieldapp.db'}")


@pytest.fixture(scope="session")
def on_postgresql(postgres, tmp_path_factory):
    world = seeded(tmp_path_factory.mktemp("demo-pg"), postgres.new_database("demo_world"))
    yield world
    with world.app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(on_sqlite):
    """The seeded application on SQLite, inside its context. For reading only."""
    with on_sqlite.app.app_context():
        yield on_sqlite
        db.session.remove()
