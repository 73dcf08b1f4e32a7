"""The database handle and the column types that every aggregate shares."""

from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, String, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)

Id = String(64)
Code = String(64)
#: UTC milliseconds. SQLite wants plain INTEGER where a key counts by itself.
Millis = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def id_key(**more: Any):
    return mapped_column(Id, primary_key=True, **more)


__all__ = ["JSON", "Base", "Code", "Id", "Millis", "Text", "db", "id_key"]
