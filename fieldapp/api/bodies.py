"""Reading what a phone sends, with limits."""

import re

from flask import request

from fieldapp.domain.problems import Problem

#: NUL and halves of surrogate pairs: not every database can hold them, and nobody can type them.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
SMALL = 64 * 1024  # bytes of a request that carries some fields of a form


def json_object(most_bytes: int) -> dict:
    """The request's JSON object. Raises Problem `bad_request`, or 413 beyond `most_bytes`."""
    request.max_content_length = min(request.max_content_length or most_bytes, most_bytes)
    try:
        given = request.get_json(silent=True)
    except RecursionError as deep:
        raise Problem("bad_request") from deep
    if not isinstance(given, dict):
        raise Problem("bad_request")
    return given


def json_fields(*names: str) -> dict[str, str]:
    """A small JSON object with these text fields. Raises as `json_object`, or Problem `invalid` naming the field."""
    given = json_object(SMALL)
    for name in names:
        if not isinstance(given.get(name), str) or not given[name] or UNSTORABLE.search(given[name]):
            raise Problem("invalid", field=name)
    return given
