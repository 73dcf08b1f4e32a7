"""The application for tests, made once for each database of a test process and made as new for each test.

Making one (the rules of all pages, its pages and its SQL compiled anew) takes longer than most tests do. What a test may touch is put
back; an application that was given pages of its own is thrown away.
"""

import logging

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from fieldapp import create_app
from fieldapp.config import Settings
from fieldapp.store.base import db
from tests.clock import Clock


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


class Compiled(BytecodeCache):
    """Templates compiled in this process, for every application in it."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if code := self._code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


def build_app(settings: Settings, clock: Clock) -> Flask:
    app = create_app(settings, clock)
    app.testing = True
    logging.getLogger("fieldapp").setLevel(logging.WARNING)
    app.test_client_class = PageClient
    app.jinja_options = {**app.jinja_options, "bytecode_cache": COMPILED}
    return app


class Kept:
    """`as_new(settings, clock)` is the application of this database as build_app() would make it."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    def as_new(self, settings: Settings, clock: Clock) -> Flask:
        app = self._app
        if app is None or self._changed(app):
            app = self._app = build_app(settings, clock)
            self._config, self._extensions, self._pages = dict(app.config), dict(app.extensions), len(app.view_functions)
        app.config.clear()
        app.config.update(self._config | {"FIELDAPP": settings})
        app.extensions.clear()
        app.extensions.update(self._extensions | {"clock": clock})
        app._got_first_request = False  # a test may give it pages
        logging.getLogger("fieldapp").setLevel(logging.WARNING)
        return app

    def _changed(self, app: Flask) -> bool:
        return len(app.view_functions) != self._pages
