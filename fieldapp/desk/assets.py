"""The desk's own styles and scripts under /static/desk, and what it shares with the phone: one token file, one sprite."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory

from . import bp

STATIC = Path(__file__).resolve().parents[2] / "static"
SHARED = {"tokens.css": STATIC / "pwa" / "css" / "tokens.css", "sprite.svg": STATIC / "pwa" / "icons" / "sprite.svg"}
YEAR_S = 365 * 86_400

files = Blueprint("desk_files", __name__)


@files.get("/static/desk/<path:name>")
def file(name: str) -> Response:
    path = SHARED.get(name, STATIC / "desk" / name)
    if not path.is_file():
        abort(404)
    answer = send_from_directory(path.parent if name in SHARED else STATIC / "desk", path.name if name in SHARED else name)
    if request.args.get("v") == digest(path):
        answer.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return answer


@bp.app_template_global()
def desk_asset(name: str) -> str:
    """URL of a file with its digest, so that it may be kept for a year."""
    return f"/static/desk/{name}?v={digest(SHARED.get(name, STATIC / 'desk' / name))}"


def digest(path: Path) -> str:
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
