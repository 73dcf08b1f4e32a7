"""Every row of every table as lines of JSON, and back: exact, and the same from SQLite and from PostgreSQL.

A line is an array, one value a column, in the order of the table's columns: numbers, texts and booleans as they are, dates in ISO 8601,
and what a JSON column holds as the very text that stands in the database.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from alembic.migration import MigrationContext
from sqlalchemy import JSON as AnyJson
from sqlalchemy import Connection, Date, MetaData, Table, Text, bindparam, cast, insert, inspect, select

from .base import db
from .counters import Counter
from .numbers import Register

BATCH = 500
VERSION_TABLE = "alembic_version"


def revision() -> str | None:
    """The revision of the tables; None where `flask prepare` has never run."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def tables() -> list[Table]:
    """All of ours, what is pointed to before what points."""
    return list(db.metadata.sorted_tables)


def lines_of(table: Table) -> Iterator[bytes]:
    """The rows in the order of their key. Inside a snapshot, so that all tables are of one moment."""
    columns = [cast(column, Text) if isinstance(column.type, AnyJson) else column for column in table.columns]
    found = db.session.connection().execute(select(*columns).order_by(*table.primary_key), execution_options={"yield_per": BATCH})
    for row in found:
        said = [value.isoformat() if isinstance(value, date) else value for value in row]
        yield json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def clear(names: Iterable[str]) -> None:
    """Drop these tables as far as they are there, and the note of their revision. Inside a transaction."""
    connection = db.session.connection()
    there = {*names, VERSION_TABLE} & set(inspect(connection).get_table_names())
    old = MetaData()
    old.reflect(connection, only=sorted(there), resolve_fks=False)
    with _keys_asked_at_the_end(connection, sorted(there)):
        old.drop_all(connection)


def put(rows: dict[str, tuple[list[str], Iterable[bytes]]]) -> dict[str, int]:
    """Write tables {name: (columns, lines)} into empty ones that have those columns; how many rows each. Inside a transaction.

    Raises ValueError for lines that are none.
    """
    connection = db.session.connection()
    with _keys_asked_at_the_end(connection, sorted(rows)):
        return {name: _put(connection, name, columns, lines) for name, (columns, lines) in rows.items()}


def anything_there() -> bool:
    """Whether there are people or ops: what `flask prepare` puts into an empty database is nobody's work."""
    connection = db.session.connection()
    there = set(inspect(connection).get_table_names())
    keys = [db.metadata.tables[name].primary_key.columns[0] for name in ("user", "op") if name in there]
    return any(connection.execute(select(key).limit(1)).first() for key in keys)


def reached() -> dict[str, int]:
    """How far registers (their next number) and the counters of cases (their last) have come; of tables that are not there nothing."""
    connection = db.session.connection()
    there, found = set(inspect(connection).get_table_names()), {}
    if "register" in there:
        found |= dict(connection.execute(select(Register.id, Register.next_n)).all())
    if "counter" in there:
        found |= dict(connection.execute(select(Counter.id, Counter.n).where(Counter.id.startswith("case:"))).all())
    return found


def _put(connection: Connection, name: str, columns: list[str], lines: Iterable[bytes]) -> int:
    table, put_in, waiting = Table(name, MetaData(), autoload_with=connection, resolve_fks=False), 0, iter(lines)
    values = {column: _value(connection, table.c[column].type, column) for column in columns}
    dates = [n for n, column in enumerate(columns) if isinstance(table.c[column].type, Date)]
    statement = insert(table).values(values)
    while batch := list(islice(waiting, BATCH)):
        connection.execute(statement, [dict(zip(_bound(columns), _read(line, len(columns), dates), strict=True)) for line in batch])
        put_in += len(batch)
    return put_in


def _bound(columns: list[str]) -> list[str]:
    """A name of its own for each value: a column's own name is taken by the statement."""
    return [f"v_{column}" for column in columns]


def _value(connection: Connection, kind, column: str):
    if not isinstance(kind, AnyJson):
        return bindparam(f"v_{column}", type_=kind)
    text = bindparam(f"v_{column}", type_=Text)
    return cast(text, kind) if connection.dialect.name == "postgresql" else text


def _read(line: bytes, width: int, dates: list[int]) -> list:
    row = json.loads(line)
    if not isinstance(row, list) or len(row) != width:
        raise ValueError("no row")
    for n in dates:
        row[n] = date.fromisoformat(row[n]) if row[n] is not None else None
    return row


@contextmanager
def _keys_asked_at_the_end(connection: Connection, names: list[str]) -> Iterator[None]:
    """Rows may point to rows of the same table that come later; whether all is there is asked when all is in."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # until the commit, which asks
        yield
        return
    keys = [(name, key["name"]) for name in names for key in inspect(connection).get_foreign_keys(name)]
    for name, key in keys:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    there = set(inspect(connection).get_table_names())
    for name, key in keys:
        if name in there:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE')
