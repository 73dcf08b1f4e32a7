"""Failpoints: the server dies at a named place of a push or an upload. They are laid over the product from outside; it knows of none."""

from contextlib import contextmanager
from unittest.mock import patch

from fieldapp.store import feed, log_tree
from fieldapp.sync import push, uploads


class Killed(BaseException):
    """As final for the request as kill -9: nothing after it runs but what gives locks back."""


#: name → (module, function, before or after it). `committed` is after the transaction of one op, `filed` between file and row.
POINTS = {
    "judging": (push, "judge", "before"), "judged": (push, "judge", "after"), "logged": (log_tree, "flush", "after"),
    "fed": (feed, "flush", "after"), "committed": (push, "_one", "after"),
    "filed": (uploads, "_filled", "before"), "filled": (uploads, "_filled", "after"), "answered": (uploads, "put", "after"),
}


@contextmanager
def killed_at(point: str, nth: int = 1):
    """The server dies the nth time that it comes by this place."""
    module, name, when = POINTS[point]
    whole, passed = getattr(module, name), []

    def deadly(*given, **more):
        passed.append(point)
        if when == "before" and len(passed) == nth:
            raise Killed(point)
        found = whole(*given, **more)
        if when == "after" and len(passed) == nth:
            raise Killed(point)
        return found
    with patch.object(module, name, deadly):
        yield
