"""POST /devices: a phone shows its public key and gets its lane."""

from flask import jsonify, request

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.sync import lanes
from fieldapp.store.transaction import transaction

from . import bp


@bp.post("/devices")
def enroll_device():
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Problem("bad_request")
    if given.get("install_id") == lanes.DESK:
        raise Problem("invalid", field="install_id")
    row = current_sign_in()
    with transaction():
        lane = lanes.enroll(row.user, given.get("install_id"), given.get("name", ""), given.get("jwk"), now_ms(),
                            current_settings().lane_keys[0], given.get("epoch"))
        if lane.state == "revoked":
            raise Problem("lane_revoked")
        row.lane_id = lane.id
        answer = lanes.as_answer(lane)
    return jsonify(answer)
