"""How SQLite means to answer what a piece of code asks: the lines of EXPLAIN QUERY PLAN."""

from collections.abc import Callable

from sqlalchemy import event

from fieldapp.store.base import db


def plans(job: Callable[[], object]) -> list[list[str]]:
    """One list of steps for each SELECT that the job asks, in order."""
    asked = []
    listen = lambda conn, cursor, sql, values, *_: asked.append((sql, values))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        job()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    explain = db.session.connection().exec_driver_sql
    return [[row[-1] for row in explain("EXPLAIN QUERY PLAN " + sql, values)] for sql, values in asked if sql.startswith("SELECT")]
