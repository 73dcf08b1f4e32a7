"""POST /numbers/lease: a block of numbers for a phone that will be without a network (protocol 5 and 7)."""

from flask import jsonify

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.operations import numbers
from fieldapp.rulebook import load
from fieldapp.store.devices import REVOKED, lane
from fieldapp.store.numbers import next_of
from fieldapp.store.transaction import transaction

from . import bp
from .bodies import SMALL, json_fields, json_object

MAX_REQUEST_ID = 64


@bp.post("/numbers/lease")
def lease_numbers():
    given, want = json_fields("register", "lane_id", "request_id"), json_object(SMALL).get("want", numbers.BLOCK)
    if len(given["request_id"]) > MAX_REQUEST_ID:
        raise Problem("invalid", field="request_id")
    with transaction():
        own = lane(given["lane_id"], lock=True)
        if own is None or own.user_id != current_sign_in().user_id:
            raise Problem("not_found")
        if own.state == REVOKED:
            raise Problem("lane_revoked")
        lease = numbers.lend(own, given["register"], want, given["request_id"], now_ms(), load())
        answer = numbers.as_wire(lease, next_of(lease))
    return jsonify(answer)
