"""The file that a phone exports its unsent work to: lines of JSON, each whole in itself (docs/protocol.md, "Rescue").

A file that was cut off, or has bytes changed, gives what can still be read of it; where it cannot, `Broken` says. Read line by line, so that
its size does not matter; nothing in it is packed, so that it is no larger than it looks.
"""

import base64
import binascii
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fieldapp.domain.problems import Problem

VERSION = 1
MAX_BYTES = 512 * 1024 * 1024
MAX_LINE = 768 * 1024  # an op of 64 KiB with every character escaped, or a part of a file
MAX_OPS, MAX_NAMED = 20_000, 200
MAX_BROKEN = 50  # are told; a file that is not ours has as many as it has lines


@dataclass(frozen=True)
class Broken:
    """`line` counts from 1, `at` is where it begins, in bytes. `code` is not_ours, unreadable, cut_off or too_many."""

    line: int
    at: int
    code: str


@dataclass(frozen=True)
class OpLine:
    """A wire op, not looked at yet. `lane_id` and `lane_seq` are what its body says, "" and 0 where it says nothing."""

    at: int
    lane_id: str
    lane_seq: int


@dataclass(frozen=True)
class Part:
    """A piece of a photo: `sha256` is the whole one's, `ops` those that name it."""

    sha256: str
    ops: tuple[str, ...]
    data: bytes


@contextmanager
def spool(chunks: Iterable[bytes], folder: Path) -> Iterator[BinaryIO]:
    """Put a stream on disk, to be read more than once, as long as it is needed. Raises Problem `too_large`."""
    with tempfile.TemporaryFile(dir=folder) as kept:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise Problem("too_large", limit=MAX_BYTES)
            kept.write(chunk)
        yield kept


def op_lines(file: BinaryIO, broken: list[Broken]) -> list[OpLine]:
    """Where the ops stand; what of the file cannot be read goes to `broken`."""
    found: list[OpLine] = []
    for n, at, row in _rows(file, broken):
        if isinstance(row.get("op"), dict):
            if len(found) == MAX_OPS:
                _note(broken, Broken(n, at, "too_many"))
                break
            found.append(OpLine(at, *_place(row["op"])))
        elif not (isinstance(row.get("blob"), str) or "end" in row or n == 1):
            _note(broken, Broken(n, at, "unreadable"))
    return found


def op_at(file: BinaryIO, at: int) -> dict:
    """The wire op of a line that `op_lines` found."""
    file.seek(at)
    return json.loads(file.readline(MAX_LINE))["op"]


def parts(file: BinaryIO) -> Iterator[Part]:
    """The pieces of photos, in the order they stand; one that cannot be read is left out, and its photo's hash tells."""
    for _n, _at, row in _rows(file, []):
        ops = row.get("ops")
        if isinstance(row.get("blob"), str) and isinstance(ops, list) and isinstance(row.get("data"), str):
            try:
                data = base64.b64decode(row["data"], validate=True)
            except (binascii.Error, ValueError):
                data = b""
            yield Part(row["blob"], tuple(one for one in ops[:MAX_NAMED] if isinstance(one, str) and len(one) <= 64 and one.isascii()), data)


def _rows(file: BinaryIO, broken: list[Broken]) -> Iterator[tuple[int, int, dict]]:
    """(line, where it begins, its object); ends with a word on a file that does not end as it should."""
    file.seek(0)
    n, at, ended = 0, 0, False
    while line := file.readline(MAX_LINE):
        n, began = n + 1, at
        at += len(line)
        whole = line.endswith(b"\n")
        while not whole and (rest := file.readline(MAX_LINE)):  # longer than any of ours: passed over
            at, whole, line = at + len(rest), rest.endswith(b"\n"), b""
        row = _object(line)
        if n == 1 and (row is None or row.get("fieldapp_rescue") != VERSION):
            return _note(broken, Broken(1, 0, "not_ours"))
        ended = row is not None and "end" in row
        if row is None:
            _note(broken, Broken(n, began, "unreadable" if whole else "cut_off"))
        else:
            yield n, began, row
    if not n:
        _note(broken, Broken(1, 0, "not_ours"))
    elif not ended and not (broken and broken[-1].code == "cut_off"):
        _note(broken, Broken(n + 1, at, "cut_off"))
    return None


def _object(line: bytes) -> dict | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _place(wire: dict) -> tuple[str, int]:
    try:
        said = json.loads(wire["body"])
        lane_id, seq = said["lane_id"], said["lane_seq"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", 0
    fine = isinstance(lane_id, str) and len(lane_id) <= 64 and lane_id.isascii() and lane_id.isprintable() and type(seq) is int
    return (lane_id, seq) if fine else ("", 0)


def _note(broken: list[Broken], one: Broken) -> None:
    if len(broken) < MAX_BROKEN:
        broken.append(one)
