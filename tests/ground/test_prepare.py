"""flask prepare: from an empty file or database to tables, twice without harm; and what a demo tells of itself."""

import os

import pytest
import sqlalchemy

from fieldapp.store.base import db
from tests.clock import DAY
from tests.conftest import build_app, settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request, tmp_path, clock):
    """The application on a database without a single table."""
    bare = {"sqlite": lambda: f"sqlite:///{tmp_path / 'new.db'}",
            "postgresql": lambda: request.getfixturevalue("postgres").new_database("prepared")}
    app = build_app(settings_for(tmp_path, bare[request.param]()), clock)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_it_makes_the_tables_and_may_be_run_again(bare_app):
    flask = bare_app.test_cli_runner()

    first, again = flask.invoke(args=["prepare"]), flask.invoke(args=["prepare"])

    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert "flask init" in first.output
    with bare_app.app_context():
        tables = set(sqlalchemy.inspect(db.engine).get_table_names())
    assert tables >= {table.name for table in db.metadata.sorted_tables}


def test_it_sweeps_what_was_never_finished(bare_app, tmp_path, clock):
    folder = tmp_path / "blobs"
    folder.mkdir()
    for name, age in ((".incoming-old", 2 * DAY), (".incoming-new", 0)):
        (folder / name).touch()
        os.utime(folder / name, ((clock() - age) / 1000,) * 2)

    assert bare_app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0

    assert [one.name for one in folder.iterdir()] == [".incoming-new"]


def test_only_a_demo_tells_its_sign_ins(app, client, tmp_path, database_url, clock):
    demo = build_app(settings_for(tmp_path, database_url, demo=True), clock)
    demo.extensions["demo_accounts"] = lambda: [{"username": "li", "password": "x"}]
    app.extensions["demo_accounts"] = demo.extensions["demo_accounts"]

    assert client.get("/api/v1/demo/accounts").json == []
    assert demo.test_client().get("/api/v1/demo/accounts").json == [{"username": "li", "password": "x"}]
