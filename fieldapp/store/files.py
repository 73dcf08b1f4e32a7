"""Blob files on disk: content-addressed and write-once. Temp file, fsync, link, fsync of the folder, in that order,
so that a crash leaves either the whole file under its name or nothing."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fieldapp.domain.problems import Problem

SHA256 = re.compile(r"^[0-9a-f]{64}$")
CHUNK = 256 * 1024
INCOMING = ".incoming-"
HEAD = 32  # bytes that tell the type
SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


class Files:
    """The folder of blobs. `root` is made when absent."""

    def __init__(self, root: Path):
        self.root = Path(root)
        self.root.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Where a blob lies. Raises ValueError for anything that is not 64 hex digits."""
        if not SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def sweep(self, before: float) -> int:
        """Remove what a process left unfinished when it was killed, if nobody wrote on it since `before` (seconds of the file system's
        clock); how many."""
        left = [one for one in self.root.glob(INCOMING + "*") if one.stat().st_mtime < before]
        for one in left:
            one.unlink(missing_ok=True)
        return len(left)

    def put(self, sha256: str, chunks: Iterable[bytes], limit: int) -> tuple[int, str]:
        """Store a stream under its hash; returns (bytes, mime by its first bytes).

        Always reads and hashes everything, whatever is stored already. Raises Problem too_large beyond `limit` bytes and
        hash_mismatch when the bytes are others; then nothing is left behind.
        """
        target = self.path(sha256)
        digest, size, start = hashlib.sha256(), 0, b""
        handle, temporary = tempfile.mkstemp(dir=self.root, prefix=INCOMING)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise Problem("too_large", limit=limit)
                    start += bytes(chunk[: HEAD - len(start)])
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != sha256:
                raise Problem("hash_mismatch", expected=sha256, received=digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(temporary, target)
            except FileExistsError:
                pass  # the same bytes are there already
            for folder in (target.parent, target.parent.parent, self.root):
                sync_folder(folder)
        finally:
            os.unlink(temporary)
        return size, sniff(start)


def sniff(start: bytes) -> str:
    """The MIME type by the first bytes: JPEG, PNG or WebP, else application/octet-stream."""
    for signature, mime in SIGNATURES:
        if start.startswith(signature):
            return mime
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the folder's entries (fsync on a directory)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
