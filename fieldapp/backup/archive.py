"""The archive: a zip file with tables as lines of JSON, the keys, the files under their hashes, and the manifest as its last part.

`tables/<name>.jsonl`, `keys/<name>`, `blobs/<sha256>`, `manifest.json`. Anything may read it; what it says of itself is checked
against the hash of each part, never believed.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

KIND, FORMAT = "fieldapp-backup", 1
MANIFEST = "manifest.json"
CHUNK = 256 * 1024
MANIFEST_MOST = 64 * 1024 * 1024


class Unusable(Exception):
    """What stops a backup or a restore, in words: Chinese and English."""

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


@dataclass
class Manifest:
    """`made_at` is the moment of the database (ms). `tables`: {name: {columns, rows, sha256}}, `keys`: {name: sha256}; `missing`: files
    that the database names and the folder did not hold whole."""

    version: str
    revision: str
    database: str
    made_at: int
    tables: dict[str, dict] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    blobs: int = 0
    blob_bytes: int = 0
    missing: list[str] = field(default_factory=list)
    kind: str = KIND
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


class Archive:
    """An archive to read. Making one reads the manifest only. Raises Unusable when the file is none of ours, damaged or of a newer
    format."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = self._manifest()
        except FileNotFoundError as no:
            raise Unusable(f"没有这个文件：{path}", f"there is no such file: {path}") from no
        except (IsADirectoryError, PermissionError) as no:
            raise Unusable(f"读不了：{path}", f"cannot be read: {path}") from no
        except BROKEN as bad:
            raise damaged(path) from bad

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_) -> None:
        self._zip.close()

    def _manifest(self) -> Manifest:
        with self._zip.open(MANIFEST) as part:
            said = json.loads(part.read(MANIFEST_MOST))
        if not isinstance(said, dict) or said.get("kind") != KIND:
            raise Unusable(f"这不是 FieldApp 的备份：{self.path}", f"this is no backup of FieldApp: {self.path}")
        if said.get("format") != FORMAT:
            raise Unusable(f"备份的格式是 {said.get('format')}，本程序只认识 {FORMAT}：先升级程序",
                           f"the backup has format {said.get('format')}, this program knows {FORMAT} only: upgrade the program first")
        return Manifest(**said)

    def lines(self, table: str) -> Iterator[bytes]:
        with self._zip.open(f"tables/{table}.jsonl") as part:
            yield from part

    def key(self, name: str) -> bytes:
        return self._zip.read(f"keys/{name}")

    def blobs(self) -> list[str]:
        return [name.removeprefix("blobs/") for name in self._zip.namelist() if name.startswith("blobs/")]

    def blob(self, sha256: str) -> Iterator[bytes]:
        yield from self._chunks(f"blobs/{sha256}")

    def check(self) -> None:
        """Read every part and hold it against the manifest. Raises Unusable when one byte is another."""
        try:
            wrong = self._wrong()
        except BROKEN as bad:
            raise damaged(self.path) from bad
        if wrong:
            raise damaged(self.path, wrong)

    def _wrong(self) -> str | None:
        """The first part that is not what the manifest says of it."""
        said = self.manifest
        for name, told in said.tables.items():
            digest, rows = hashlib.sha256(), 0
            for line in self.lines(name):
                digest.update(line)
                rows += 1
            if (digest.hexdigest(), rows) != (told["sha256"], told["rows"]):
                return f"tables/{name}"
        for name, sha256 in said.keys.items():
            if hashlib.sha256(self.key(name)).hexdigest() != sha256:
                return f"keys/{name}"
        size = 0
        for sha256 in self.blobs():
            digest = hashlib.sha256()
            for chunk in self.blob(sha256):
                digest.update(chunk)
                size += len(chunk)
            if digest.hexdigest() != sha256:
                return f"blobs/{sha256}"
        return None if (len(set(self.blobs())), size) == (said.blobs, said.blob_bytes) else "blobs/"

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk


#: What reading a file that was cut, changed or never ours may end in.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, RuntimeError)


def damaged(path: Path, part: str = "") -> Unusable:
    where = f"{path} {part}".rstrip()
    return Unusable(f"备份损坏或不完整：{where}。换一份备份", f"the backup is damaged or not whole: {where}; take another")
