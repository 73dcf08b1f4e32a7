"""The Flask extensions, made once and bound to an application in create_app()."""

from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate

from .store.base import db

babel = Babel()
compress = Compress()
login = LoginManager()
migrate = Migrate()

__all__ = ["babel", "compress", "db", "login", "migrate"]
