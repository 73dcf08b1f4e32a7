"""Reading what a phone sends, with limits."""

from flask import request

from fieldapp.domain.problems import Problem


def json_object(most_bytes: int) -> dict:
    """The request's JSON object. Raises Problem `bad_request`, or 413 beyond `most_bytes`."""
    request.max_content_length = most_bytes
    try:
        given = request.get_json(silent=True)
    except RecursionError as deep:
        raise Problem("bad_request") from deep
    if not isinstance(given, dict):
        raise Problem("bad_request")
    return given
