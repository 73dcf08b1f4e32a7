"""The real server for the phone's own modules: the small world of tests/world.py over SQLite, its clock set to a day.

    python tests/pwa/real_server.py "2026-10-09 10:00"

prints one line of JSON with its origin, the password and everybody's ids, and serves until its standard input ends.
"""

import json
import logging
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flask import Flask  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from fieldapp import create_app  # noqa: E402
from fieldapp.config import Settings  # noqa: E402
from fieldapp.store.base import db  # noqa: E402
from tests.clock import at  # noqa: E402
from tests.databases import quick_folder  # noqa: E402
from tests.world import PASSWORD, build_world  # noqa: E402


@contextmanager
def serving(day: str) -> Iterator[tuple[Flask, Path]]:
    """Serves, and has said where; with the application and its data folder."""
    began, set_to = time.monotonic(), at(day)
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        data = Path(folder)
        app = create_app(Settings(data=data, database_url=f"sqlite:///{data / 'fieldapp.db'}", blobs=data / "blobs",
                                  cookie_keys=("cookie key of tests",), lane_keys=(b"lane key of tests",)),
                         lambda: set_to + round((time.monotonic() - began) * 1000))
        with app.app_context():
            db.create_all()
            world = build_world()
            told = {"people": world.people, "units": world.units, "grids": world.grids, "password": PASSWORD, "now": set_to}
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps(told | {"origin": f"http://127.0.0.1:{server.server_port}"}), flush=True)  # noqa: T201
        try:
            yield app, data
        finally:
            server.shutdown()


def main(day: str) -> None:
    with serving(day):
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
