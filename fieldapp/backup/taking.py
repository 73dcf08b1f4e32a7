"""Taking a backup while the server runs: the database of one moment, then the files that it names, then the keys.

Files are only ever added, so whatever the database named at that moment is there afterwards. The archive comes under its name when it is
whole, on the disk and read again; until then it is a hidden `.part`.
"""

import errno
import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldapp.config import Settings
from fieldapp.domain.days import local
from fieldapp.rulebook import load
from fieldapp.store import dump
from fieldapp.store.base import db
from fieldapp.store.blobs import stored_hashes
from fieldapp.store.files import Files, sync_folder
from fieldapp.store.transaction import snapshot
from fieldapp.version import VERSION

from .archive import MANIFEST, Archive, Manifest, Unusable

PART = ".part"


@dataclass(frozen=True)
class Taken:
    """`path` is where the archive lies."""

    path: Path
    bytes: int
    manifest: Manifest


def take(target: Path, settings: Settings, newest: str, now: int) -> Taken:
    """Write the archive to `target`, a file that is not there yet or a folder that is. `newest` is the revision of this program's tables.

    Raises Unusable in words; then nothing lies under the archive's name.
    """
    path = _place(target, now)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with room_or_words(path.parent):
            manifest = _write(draft, settings, newest, now)
            with Archive(draft) as written:
                written.check()
            if path.exists():
                raise _there(path)
            os.rename(draft, path)
            sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Taken(path, path.stat().st_size, manifest)


def keys_of(settings: Settings) -> dict[str, bytes]:
    """The keys in use, from settings or from the data folder, as the files of `keys/` hold them: one a line, the first in use."""
    kept = {"cookie": settings.cookie_keys, "lanes": [key.decode() for key in settings.lane_keys], "vapid": settings.vapid_keys,
            "log": settings.log_keys}
    return {name: "".join(f"{key}\n" for key in keys).encode() for name, keys in kept.items() if keys}


@contextmanager
def room_or_words(folder: Path) -> Iterator[None]:
    """What the disk refuses, in words. The same is said when the database finds no room."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Unusable(f"磁盘满了：{folder}。腾出地方再来", f"the disk is full: {folder}; make room and try again") from error
        raise Unusable(f"写不了或读不了：{folder}（{error.strerror}）", f"cannot be written or read: {folder} ({error.strerror})") from error


def _place(target: Path, now: int) -> Path:
    if target.is_dir():
        target = target / f"fieldapp-{local(now, load().clocks['zone']):%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise _there(target)
    if not target.parent.is_dir():
        raise Unusable(f"没有这个文件夹：{target.parent}", f"there is no such folder: {target.parent}")
    return target


def _there(path: Path) -> Unusable:
    return Unusable(f"已有这个文件，不覆盖：{path}", f"that file is there already and is not written over: {path}")


def _write(draft: Path, settings: Settings, newest: str, now: int) -> Manifest:
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest, hashes = _database(archive, newest, now)
            for name, data in keys_of(settings).items():
                archive.writestr(f"keys/{name}", data)
                manifest.keys[name] = hashlib.sha256(data).hexdigest()
            _blobs(archive, manifest, Files(settings.blobs), hashes)
            archive.writestr(MANIFEST, manifest.as_json())
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _database(archive: zipfile.ZipFile, newest: str, now: int) -> tuple[Manifest, list[str]]:
    """(manifest with the tables, hashes of the files that they name), all of one moment."""
    with snapshot():
        revision = dump.revision()
        if revision != newest:
            raise Unusable("数据库的表不是本程序的版本：先 flask prepare", "the tables are not of this program's version: flask prepare first")
        manifest = Manifest(VERSION, revision, db.session.get_bind().dialect.name, now)
        for table in dump.tables():
            digest, rows = hashlib.sha256(), 0
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as part:
                for line in dump.lines_of(table):
                    part.write(line)
                    digest.update(line)
                    rows += 1
            manifest.tables[table.name] = {"columns": [c.name for c in table.columns], "rows": rows, "sha256": digest.hexdigest()}
        return manifest, stored_hashes()


def _blobs(archive: zipfile.ZipFile, manifest: Manifest, files: Files, hashes: Iterable[str]) -> None:
    """A file that is gone or damaged is named in the manifest; the others are worth having without it."""
    for sha256 in hashes:
        try:
            data = files.path(sha256).read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != sha256:
            manifest.missing.append(sha256)
            continue
        archive.writestr(zipfile.ZipInfo(f"blobs/{sha256}"), data)  # stored: photos do not get smaller
        manifest.blobs += 1
        manifest.blob_bytes += len(data)
