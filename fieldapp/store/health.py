"""Whether the database answers at all, and when a worker was last alive."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from . import alerts
from .base import db


def database_answers() -> bool:
    try:
        return db.session.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        db.session.rollback()
        return False


def last_beat() -> int | None:
    """When any worker was last alive (ms); None when none ever was, or there are no tables yet."""
    try:
        return alerts.last_beat()
    except SQLAlchemyError:
        db.session.rollback()
        return None
