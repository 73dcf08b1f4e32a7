"""Display copies: small upright JPEGs made on first view and cached. The folder can be deleted at any time."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

from fieldapp.config import current_settings
from fieldapp.store.files import Files, sniff

from . import render

#: Name of a size → its longer edge in pixels.
SIZES = {"thumb": 320, "view": 1280}
WALL_S = 20
#: Renders at once in one web process: two full ones stay below 600 MB together.
_turns = threading.BoundedSemaphore(2)


def display_copy(files: Files, sha256: str, size: str, folder: Path | None = None) -> Path | None:
    """The JPEG to show for a stored blob, made when absent; None when it cannot be displayed (it is evidence all the same).

    `size` is a key of SIZES (else KeyError); `folder` is the cache, FIELDAPP_DATA/display unless given.
    Raises ValueError when `sha256` is not one, FileNotFoundError when the blob is not in the store.
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
    if is_picture and _made(source, target, edge):
        return target
    refused.touch()
    return None


def _made(source: Path, target: Path, edge: int) -> bool:
    draft = target.with_name(f".{uuid4().hex}")
    command = [sys.executable, "-I", render.__file__, str(source), str(draft), str(edge)]
    try:
        with _turns:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=WALL_S, env={"PATH": os.environ.get("PATH", "")}, check=False)
        if done.returncode != 0:
            return False
        os.replace(draft, target)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        draft.unlink(missing_ok=True)
