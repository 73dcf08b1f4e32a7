"""Putting a backup back: files, then keys, then every row in one transaction, marked as a restore that is not finished yet.

What comes first does no harm when the rest fails. What is left to do (newer tables, new epochs, registers that move on) is
`operations.restoring`, done by `flask prepare`: a restore that is killed between the two is finished at the next start.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import DatabaseError, IntegrityError

from fieldapp.config import Settings
from fieldapp.operations.restoring import mark
from fieldapp.store import dump
from fieldapp.store.files import Files
from fieldapp.store.transaction import transaction

from .archive import Archive, Unusable, damaged
from .taking import keys_of, room_or_words


def put_files(archive: Archive, files: Files) -> int:
    """Every file of the archive, hashed again on its way; a damaged one that lies there already is replaced. How many were written."""
    written = 0
    with room_or_words(files.root):
        for sha256 in archive.blobs():
            path = files.path(sha256)
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                path.unlink(missing_ok=True)
                files.put(sha256, archive.blob(sha256), archive.manifest.blob_bytes)
                written += 1
    return written


def put_keys(archive: Archive, settings: Settings, keep: bool) -> list[str]:
    """The keys into the data folder; with `keep` a file that was there stays beside it. Returns the names of those that a setting
    overrides with others: the folder's are not used then."""
    folder, used = settings.data / "keys", keys_of(settings)
    overridden = []
    with room_or_words(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in sorted(archive.manifest.keys):
            path, kept = folder / Path(name).name, archive.key(name)
            there = path.read_bytes() if path.exists() else None
            if there != used.get(name) != kept:  # what is in use does not come from the folder
                overridden.append(name)
            if there != kept:
                _replace(path, kept, keep)
    return overridden


def put_back(archive: Archive, reached: Mapping[str, int]) -> int:
    """All rows, into tables of the archive's revision, which must be there and empty; how many. `reached`: see `restoring.mark`."""
    told = archive.manifest.tables
    try:
        with transaction():
            counts = dump.put({name: (table["columns"], archive.lines(name)) for name, table in told.items()})
            mark(archive.manifest.made_at, reached)
    except (IntegrityError, KeyError, ValueError) as bad:
        raise damaged(archive.path, "rows") from bad
    except DatabaseError as error:
        if "full" in str(error.orig).lower() or "no space" in str(error.orig).lower():
            raise Unusable("磁盘满了：数据库放不下", "the disk is full: no room for the database") from error
        raise
    return sum(counts.values())


def _replace(path: Path, data: bytes, keep: bool) -> None:
    if keep and path.exists():
        os.replace(path, path.with_name(f"{path.name}.before-restore-{secrets.token_hex(3)}"))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
