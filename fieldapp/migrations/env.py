"""How Alembic runs: one transaction for the whole upgrade, one upgrade at a time, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

db = current_app.extensions["migrate"].db
#: Any number, always the same: PostgreSQL's advisory lock of upgrades.
UPGRADE_LOCK = 7_203_114


def upgrade(connection: Connection) -> None:
    options = {"compare_type": True, **current_app.extensions["migrate"].configure_args}
    context.configure(connection=connection, target_metadata=db.metadata, transactional_ddl=True, **options)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
        context.run_migrations()


def foreign_keys(connection: Connection, on: bool) -> None:
    """SQLite changes a table by making it anew; with keys enforced the drop would fail, or take the children along.
    The pragma does nothing inside a transaction, so it goes around SQLAlchemy."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


if context.is_offline_mode():
    raise SystemExit("需要连上数据库才能升级 / an upgrade needs its database")

with db.engine.connect().execution_options(writes=True) as connection:
    foreign_keys(connection, on=False)
    try:
        upgrade(connection)
    finally:
        foreign_keys(connection, on=True)
