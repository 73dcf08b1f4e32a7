"""The server that a machine drives: one application for many runs, each on the same small world; and backups of it put back."""

import shutil
from pathlib import Path

from sqlalchemy import Table, event

from fieldapp.config import current_settings
from fieldapp.operations import restoring
from fieldapp.rulebook import load
from fieldapp.store import dump, record_texts
from fieldapp.store.base import db
from fieldapp.store.transaction import snapshot, transaction

from .chance import Chance
from .faulty_phone import FaultyPhone


class Place:
    """`app`, its standing `clock`, its `world` and the `chance` that ids come from. `reset()` before each run."""

    def __init__(self, app, clock, world, chance: Chance):
        self.app, self.clock, self.world, self.chance, self._began, self._phones = app, clock, world, chance, clock(), []
        event.listen(db.engine, "connect", _does_not_wait_for_the_disk)
        self._connect_anew()
        self.blobs = Path(current_settings().blobs)
        self._rows = self._all_rows()

    def close(self):
        """Whoever uses the application next waits for the disk again."""
        event.remove(db.engine, "connect", _does_not_wait_for_the_disk)
        self._connect_anew()

    @staticmethod
    def _connect_anew():
        db.session.remove()
        db.engine.dispose()

    def reset(self):
        self.clock.now, self.kept, record_texts._texts = self._began, None, record_texts.Texts()  # as a process that has just been started
        self._empty(self._rows)
        self.chance.begin("a run")
        shutil.rmtree(self.blobs, ignore_errors=True)

    def phones(self, people) -> list[FaultyPhone]:
        """Their phones on the first morning: signed in, with a lane and numbers. Made once, part of the small world from then on."""
        if not self._phones:
            self.chance.begin("phones")
            self._phones = [FaultyPhone(self.app.test_client(), name, self.clock, None) for name in people]
            self._rows = self._all_rows()
            self.reset()
        return self._phones

    @staticmethod
    def _all_rows() -> dict[Table, list[dict]]:
        db.session.remove()
        with db.engine.connect() as connection:
            return {table: [dict(row) for row in connection.execute(table.select()).mappings()] for table in dump.tables()}

    def back_up(self):
        """Database and files of this moment."""
        with snapshot():
            self.kept = (self.clock(), {t.name: ([c.name for c in t.columns], list(dump.lines_of(t))) for t in dump.tables()},
                         {path.name for path in self.blobs.rglob("*") if path.is_file()})

    def restore(self):
        """The product's own steps of a restore (fieldapp/backup/putting_back.py, operations/restoring.py), into this database."""
        made_at, tables, files = self.kept
        self._empty({})
        for path in self.blobs.rglob("*"):
            if path.is_file() and path.name not in files:
                path.unlink()
        with transaction():
            dump.put(tables)
            restoring.mark(made_at, {})  # the machine was lost: nobody knows how far it had come
        with transaction():
            restoring.begin_anew(self.clock(), 100, load())

    def _empty(self, rows: dict[Table, list[dict]]):
        db.session.rollback()
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            on_sqlite = connection.dialect.name == "sqlite"
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON" if on_sqlite else "SET LOCAL session_replication_role = replica")
            for table in reversed(dump.tables()):
                connection.execute(table.delete())
            for table, lines in rows.items():
                if lines:
                    connection.execute(table.insert(), lines)
        db.session.remove()


def _does_not_wait_for_the_disk(connection, _record):
    """Nobody pulls the plug of a test: what the disk would do then is not shown here, and runs are many."""
    if connection.__class__.__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF")
