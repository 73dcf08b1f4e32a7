"""POST /feedback: complaints and suggestions about the app itself."""

from flask import jsonify, request

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.operations import feedback
from fieldapp.store.transaction import transaction

from . import bp


@bp.post("/feedback")
def post_feedback():
    given, user_id = request.get_json(silent=True), current_sign_in().user_id
    if not isinstance(given, dict):
        raise Problem("bad_request")
    with transaction():
        new = feedback.say(user_id, given.get("id"), given.get("text"), given.get("build"), now_ms())
    return jsonify(kept=True), 201 if new else 200
