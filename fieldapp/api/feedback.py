"""POST /feedback: complaints and suggestions about the app itself."""

from flask import jsonify

from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.operations import feedback
from fieldapp.store.transaction import transaction

from . import bp
from .bodies import SMALL, UNSTORABLE, json_object


@bp.post("/feedback")
def post_feedback():
    given, user_id = json_object(SMALL), current_sign_in().user_id
    text, build = (UNSTORABLE.sub("\ufffd", said) if isinstance(said := given.get(name), str) else None for name in ("text", "build"))
    with transaction():
        new = feedback.say(user_id, given.get("id"), text, build, now_ms(), given.get("topic"))
    return jsonify(kept=True), 201 if new else 200
