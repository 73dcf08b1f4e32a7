"""Display copies: small upright JPEGs made on first view and cached. The folder can be deleted at any time."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.store.files import Files, sniff

from . import render

#: Name of a size → its longer edge in pixels.
SIZES = {"thumb": 320, "view": 1280}
WALL_S = 20
#: Renders at once in one web process: two full ones stay below 600 MB together.
_turns = threading.BoundedSemaphore(2)
#: Threads of one web process that may wait for their turn, of 16 or 32.
_room = threading.BoundedSemaphore(10)
#: Ended from outside (no memory left on the machine, the service stops): that says nothing about the picture.
FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


def display_copy(files: Files, sha256: str, size: str, folder: Path | None = None) -> Path | None:
    """The JPEG to show for a stored blob, made when absent; None when it cannot be displayed (it is evidence all the same).

    `size` is a key of SIZES (else KeyError); `folder` is the cache, FIELDAPP_DATA/display unless given.
    Raises ValueError when `sha256` is not one, FileNotFoundError when the blob is not in the store, Problem `unavailable` when the
    server is too busy: nothing is said about the picture then.
    """
    edge, source = SIZES[size], files.path(sha256)
    folder = (folder or current_settings().data / "display") / sha256[:2]
    target, refused = folder / f"{sha256}-{size}.jpg", folder / f"{sha256}.none"
    if target.is_file():
        return target
    if refused.exists():
        return None
    with source.open("rb") as file:
        is_picture = sniff(file.read(32)).startswith("image/")
    folder.mkdir(parents=True, exist_ok=True)
    if is_picture:
        with _a_turn():
            if _made(source, target, edge):
                return target
    refused.touch()
    return None


@contextmanager
def _a_turn():
    """Pictures wait for each other, but never so many at once that no thread is left for people who work.

    Raises Problem `unavailable` when too many wait.
    """
    if not _room.acquire(blocking=False):
        raise Problem("unavailable", retry_after_s=3)
    try:
        with _turns:
            yield
    finally:
        _room.release()


def _made(source: Path, target: Path, edge: int) -> bool:
    """False when this picture cannot be displayed. Raises Problem `unavailable` when it is not the picture's fault."""
    draft = target.with_name(f".{uuid4().hex}")
    command = [sys.executable, "-I", render.__file__, str(source), str(draft), str(edge)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=WALL_S, env={"PATH": os.environ.get("PATH", "")}, check=False)
        if done.returncode in FROM_OUTSIDE:
            raise Problem("unavailable", retry_after_s=10)
        if done.returncode != 0:
            return False
        os.replace(draft, target)
        return True
    except subprocess.TimeoutExpired as busy:
        raise Problem("unavailable", retry_after_s=10) from busy
    finally:
        draft.unlink(missing_ok=True)
