"""Backup and restore: the database, the files and the keys as one archive (docs/decisions/0010)."""

from .archive import Archive, Manifest, Unusable
from .putting_back import put_back, put_files, put_keys
from .taking import Taken, take

__all__ = ["Archive", "Manifest", "Taken", "Unusable", "put_back", "put_files", "put_keys", "take"]
