"""One JSON line per request to stderr: what was asked, how it ended, how long it took. Never who, never what was said.

No paths with ids, no query strings, no bodies, no addresses, no messages of exceptions (they quote data).
"""

import json
import logging
import secrets
import sys
import time
import traceback
from pathlib import Path

from flask import Flask, Response, g, has_request_context, request

ROOT = Path(__file__).resolve().parent.parent
log = logging.getLogger("fieldapp")


class JsonLines(logging.Formatter):
    """`record.fields`, a dict, becomes the line; a plain record gives its message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname.lower()}
        line |= getattr(record, "fields", None) or {"message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(app: Flask) -> None:
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.propagate = False
    log.setLevel(logging.INFO)
    app.extensions["log_fault"] = log_fault
    app.before_request(start)
    app.after_request(finish)


def start() -> None:
    g.request_id, g.started = secrets.token_hex(8), time.perf_counter()


def finish(answer: Response) -> Response:
    answer.headers["X-Request-Id"] = g.request_id
    took = round((time.perf_counter() - g.started) * 1000, 1)
    level = logging.ERROR if answer.status_code >= 500 else logging.INFO
    log.log(level, "request", extra={"fields": {**asked(), "status": answer.status_code, "ms": took}})
    return answer


def asked() -> dict:
    """The rule that matched, not the path: paths carry ids. Nothing where nobody asked (the worker)."""
    if not has_request_context():
        return {}
    rule = request.url_rule.rule if request.url_rule else None
    return {"request": g.get("request_id"), "method": request.method, "route": rule}


def log_fault(error: Exception) -> None:
    """Kind and place of a fault. Its message stays out: drivers quote the row they choked on."""
    frames = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-12:]]
    log.error("fault", extra={"fields": {**asked(), "fault": type(error).__name__, "frames": frames}})


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
