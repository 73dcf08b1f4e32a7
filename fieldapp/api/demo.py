"""The sign-ins of a demo world, for the phone's sign-in page. An installation that is no demo has none to tell."""

from flask import current_app, jsonify

from fieldapp.config import current_settings

from . import bp


@bp.get("/demo/accounts")
def demo_accounts():
    return jsonify(current_app.extensions["demo_accounts"]() if current_settings().demo else [])
