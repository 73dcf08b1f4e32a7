"""GET /healthz: may traffic be sent here? 200 when the database answers and the blob folder can be written, else 503."""

import os
from pathlib import Path

from flask import Blueprint, jsonify

from .config import current_settings
from .edges.clock import now_ms
from .store.health import database_answers, last_beat
from .version import VERSION

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz():
    database, blobs = database_answers(), writable(current_settings().blobs)
    sound = database and blobs
    seen = last_beat() if database else None
    # Traffic may come without a worker: only alerts wait. Whoever watches reads how long ago one was alive; null: never.
    ago = None if seen is None else max(0, now_ms() - seen) // 1000
    answer = jsonify(ok=sound, database=database, blobs=blobs, worker_seen_s=ago, version=VERSION)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if sound else 503


def writable(folder: Path) -> bool:
    """Whether files can be made in `folder`; it is made on first use, so its parent counts while it is absent."""
    there = folder if folder.exists() else folder.parent
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
