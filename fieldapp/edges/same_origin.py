"""Unsafe methods only from our own pages (protocol 5): the browser says so, so no token is needed."""

from flask import Flask, request

from fieldapp.config import Settings
from fieldapp.domain.problems import Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard_unsafe_methods(app: Flask, settings: Settings) -> None:
    @app.before_request
    def same_origin() -> None:
        if request.method not in SAFE and not from_our_own_page(settings.origin):
            raise Problem("cross_site")


def from_our_own_page(origin: str) -> bool:
    """`Sec-Fetch-Site: same-origin`, or where a browser does not send it an `Origin` equal to the configured one."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "").lower() == origin
