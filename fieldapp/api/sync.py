"""Push and pull over HTTP (protocol 5). What they mean stands in fieldapp.sync."""

from flask import jsonify

from fieldapp.domain.problems import message
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.edges.language import language
from fieldapp.store.transaction import transaction
from fieldapp.sync import pull, push

from . import bp
from .bodies import json_object

MAX_PUSH_BYTES = 4 * 1024 * 1024  # a batch of 1 MiB of bodies, escaped as JSON strings
MAX_PULL_BYTES = 1024 * 1024


@bp.post("/sync/push")
def sync_push():
    given, user_id, now = json_object(MAX_PUSH_BYTES), current_sign_in().user_id, now_ms()
    answer = push.push(user_id, given.get("lane_id"), given.get("ops"), now)
    said = {"server_time": now, "lane_head": answer.lane_head, "results": answer.results}
    if answer.stop is None:
        return jsonify(said | {"scope_heads": pull.scope_heads(current_sign_in().user, now)})
    error = {"code": answer.stop, "message": message(answer.stop, language()), "details": {"lane_head": answer.lane_head}}
    return jsonify(said | {"error": error}), 409


@bp.post("/sync/pull")
def sync_pull():
    given, row, now = json_object(MAX_PULL_BYTES), current_sign_in(), now_ms()
    said = given.get("lane") if isinstance(given.get("lane"), dict) else {}
    own = said.get("lane_id") or row.lane_id
    own = own if isinstance(own, str) and own.isascii() and own.isprintable() else None
    with transaction():
        pull.note_contact(row.user, own, said, given.get("build"), now)
    answer = pull.pull(current_sign_in().user, given.get("cursors", {}), given.get("limit", pull.MAX_LIMIT), now, own)
    return jsonify({"server_time": now} | answer)
