"""Secrets that are made once and kept in the data folder when no setting gives them. They belong to the backup set."""

import os
import secrets
from pathlib import Path


def kept_secrets(setting: str | None, path: Path) -> tuple[str, ...]:
    """The secrets of `setting` (comma separated) or of the file at `path` (one a line), made there when absent.

    A list, so that a secret can be changed: put the new one first and keep the old one until nothing uses it.
    """
    given = tuple(part.strip() for part in (setting or "").split(",") if part.strip())
    if given:
        return given
    if not path.exists():
        _make(path)
    kept = tuple(line.strip() for line in path.read_text("ascii").splitlines() if line.strip())
    if not kept:
        raise ValueError(f"{path}: 密钥文件是空的 / the key file is empty")
    return kept


def _make(path: Path) -> None:
    """Two processes may start at once: a finished file is linked into place, and whoever comes second keeps the first's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
