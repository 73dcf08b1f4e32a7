"""Secrets that are made once and kept in the data folder when no setting gives them. They belong to the backup set."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec


def random_text() -> str:
    return secrets.token_urlsafe(32)


def p256_key() -> str:
    """A private key of curve P-256 as Web Push tools write it: its 32 bytes in base64url (RFC 8292 section 3.2 for the public one)."""
    scalar = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(scalar.to_bytes(32, "big")).rstrip(b"=").decode()


def kept_secrets(setting: str | None, path: Path, make: Callable[[], str] = random_text) -> tuple[str, ...]:
    """The secrets of `setting` (comma separated) or of the file at `path` (one a line), made there when absent.

    A list, so that a secret can be changed: put the new one first and keep the old one until nothing uses it.
    """
    given = tuple(part.strip() for part in (setting or "").split(",") if part.strip())
    if given:
        return given
    if not path.exists():
        _make(path, make)
    kept = tuple(line.strip() for line in path.read_text("ascii").splitlines() if line.strip())
    if not kept:
        raise ValueError(f"{path}: 密钥文件是空的 / the key file is empty")
    return kept


def _make(path: Path, make: Callable[[], str]) -> None:
    """Two processes may start at once: a finished file is linked into place, and whoever comes second keeps the first's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(make() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
