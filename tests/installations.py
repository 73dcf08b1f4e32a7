"""A second installation beside the first: a backup is restored into it, and phones go on against it."""

from pathlib import Path

import flask_migrate
from flask import Flask

from fieldapp.config import from_environment
from fieldapp.store.base import db
from tests.conftest import build_app


def backed_up(app: Flask, target: Path):
    """`flask backup` on an application whose tables came from the models; the result."""
    with app.app_context():
        flask_migrate.stamp()
    return app.test_cli_runner().invoke(args=["backup", str(target)])


class Installation:
    """A data folder and a database of its own, empty at first. `run("restore", file)` is the command in a shell, `app()` the server."""

    def __init__(self, folder: Path, database_url: str, clock):
        folder.mkdir(parents=True)
        self.folder, self.url, self.clock, self.apps = folder, database_url, clock, []

    def app(self, env: dict | None = None) -> Flask:
        """Started anew: the keys are read from the folder."""
        env = {"FIELDAPP_DATA": str(self.folder), "DATABASE_URL": self.url, **(env or {})}
        app = build_app(from_environment(env), self.clock)
        self.apps.append(app)
        return app

    def run(self, *words, env: dict | None = None):
        app = self.app(env)
        with app.app_context():  # a command takes the application that is at hand, which may be the first installation's
            return app.test_cli_runner().invoke(args=[str(word) for word in words])

    def close(self) -> None:
        for app in self.apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
