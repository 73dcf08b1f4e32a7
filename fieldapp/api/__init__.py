"""JSON for the phone (protocol 5). Each module hangs its routes on `bp`; strangers are stopped here, in one place."""

from flask import Blueprint, request

from fieldapp.edges.identity import require_sign_in

bp = Blueprint("api", __name__, url_prefix="/api/v1")
#: What works without a sign-in, or with a one-time password.
OPEN = frozenset({"api.sign_in", "api.who_am_i", "api.sign_out", "api.change_password", "api.time", "api.demo_accounts"})


@bp.before_request
def closed_door() -> None:
    if request.endpoint not in OPEN:
        require_sign_in()


from . import alerts, blobs, demo, devices, feedback, ledger, numbers, session, sync, time  # noqa: E402,F401  (the routes need bp)
