"""The reachability test: an answer that is empty and carries the server's time (put on every answer by the edge)."""

from . import bp


@bp.get("/time")
def time():
    return "", 204
