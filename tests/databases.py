"""The one database of each kind that a test process has: emptied for each test, and put back to rows that were kept.

To delete and to copy rows is far quicker than to make tables, and to copy the small world than to build it anew.
"""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg

from tests.postgres import Postgres

MEMORY = Path("/dev/shm")
ROOM = 256 * 1024 * 1024


class SqliteFile:
    """`path` always holds the database of the present test. A file put in its place is a new one, so that a connection somebody
    forgot cannot write into it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fieldapp-sqlite-", dir=quick_folder()))
        self._tables: list[str] = []
        self.path, self._empty, self._kept = (self.folder / name for name in ("fieldapp.db", "empty.db", "kept.db"))
        self.url = f"sqlite:///{self.path}"

    def begin(self, tables: list[str]) -> None:
        """As it is now, with these tables and without a row, is how each test finds it."""
        self._tables = tables
        self._copy_to(self._empty)

    def empty(self) -> None:
        self._put(self._empty)

    def is_empty(self) -> bool:
        with closing(sqlite3.connect(self.path)) as connection:
            return not any(connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()[0] for table in self._tables)

    def keep(self) -> None:
        self._copy_to(self._kept)

    def put_back(self) -> None:
        """The kept rows. Nobody may have a connection open."""
        self._put(self._kept)

    def _copy_to(self, other: Path) -> None:
        with closing(sqlite3.connect(self.path)) as now, closing(sqlite3.connect(other)) as copy:
            now.backup(copy)

    def _put(self, source: Path) -> None:
        new = self.folder / "new.db"
        shutil.copyfile(source, new)
        for name in ("fieldapp.db-wal", "fieldapp.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        os.replace(new, self.path)

    def stop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresDatabase:
    """The same on PostgreSQL. What is kept lies beside it in a schema of its own."""

    def __init__(self, server: Postgres) -> None:
        self.url, self._kept, self._tables = server.url, [], []
        self._rows = psycopg.connect(server.plain_url, autocommit=True)

    def begin(self, tables: list[str]) -> None:
        self._tables = tables

    def empty(self) -> None:
        self._without_triggers([f'DELETE FROM "{table}"' for table in self._tables])

    def is_empty(self) -> bool:
        return not self._with_rows()

    def keep(self) -> None:
        self._rows.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        self._kept = self._with_rows()
        for table in self._kept:
            self._rows.execute(f'CREATE TABLE kept."{table}" AS SELECT * FROM public."{table}"')

    def put_back(self) -> None:
        self.empty()
        self._without_triggers([f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"' for table in self._kept])

    def _with_rows(self) -> list[str]:
        found = self._rows.execute("SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM public."{table}")' for table in self._tables)).fetchone()
        return [table for table, some in zip(self._tables, found, strict=True) if some]

    def _without_triggers(self, statements: list[str]) -> None:
        """Foreign keys sleep meanwhile, so the order does not matter."""
        self._rows.execute(f"SET session_replication_role = replica; {'; '.join(statements)}; SET session_replication_role = origin")

    def stop(self) -> None:
        self._rows.close()


def quick_folder() -> Path | None:
    """A file system in memory where there is one with room, for each commit of SQLite waits for the disk; else the usual place."""
    try:
        return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None
    except OSError:
        return None
