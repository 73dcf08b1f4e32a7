"""Whether the database answers at all."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .base import db


def database_answers() -> bool:
    try:
        return db.session.execute(text("SELECT 1")).scalar() == 1
    except SQLAlchemyError:
        db.session.rollback()
        return False
