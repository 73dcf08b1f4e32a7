"""HTML without sign-in: is this paper ours, and does it stand? Nothing else about it, and nothing about whom it concerns."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from . import verify  # noqa: E402,F401  (the routes need bp)

__all__ = ["bp"]
