"""The Flask extensions, made once and bound to an application in create_app()."""

from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate

# Every file with a table, whether a page uses it or not: what is not in the metadata, migrations would drop.
from .store import (  # noqa: F401
    alerts,
    attestations,
    blobs,
    cases,
    counters,
    devices,
    documents,
    feed,
    feedback,
    grids,
    holes,
    inspections,
    ledger,
    log_tree,
    lookups,
    numbers,
    orders,
    people,
    sign_ins,
    units,
)
from .store.base import db

babel = Babel()
compress = Compress()
login = LoginManager()
migrate = Migrate()

__all__ = ["babel", "compress", "db", "login", "migrate"]
