"""POST /devices: a phone shows its public key and gets its lane."""

from flask import jsonify

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.operations import numbers
from fieldapp.rulebook import load
from fieldapp.store.transaction import transaction
from fieldapp.sync import lanes

from . import bp
from .bodies import SMALL, json_object


@bp.post("/devices")
def enroll_device():
    given = json_object(SMALL)
    row = current_sign_in()
    with transaction():
        lane = lanes.enroll(row.user, given.get("install_id"), given.get("name", ""), given.get("jwk"), now_ms(),
                            current_settings().lane_keys[0], given.get("epoch"), approval=current_settings().approve_phones)
        if lane.state == "revoked":
            raise Problem("lane_revoked")
        row.lane_id = lane.id
        numbers.lend_first(lane, now_ms(), load())
        answer = lanes.as_answer(lane)
    return jsonify(answer)
