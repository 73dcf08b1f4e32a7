"""Push and pull over HTTP (protocol 5). What they mean stands in fieldapp.sync."""

from flask import Response, jsonify, request

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem, message
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.edges.language import language
from fieldapp.store.days import day_of
from fieldapp.store.files import CHUNK
from fieldapp.store.transaction import transaction
from fieldapp.sync import pull, push
from fieldapp.sync.rescue import rescue
from fieldapp.sync.rescue_file import MAX_BYTES, spool

from . import bp
from .blobs import files
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
    return Response(pull.as_json({"server_time": now} | answer), mimetype="application/json")


@bp.post("/sync/rescue")
def sync_rescue():
    """A phone's exported file, whoever loads it. What it holds of others is their act: it is signed."""
    request.max_content_length = MAX_BYTES
    user, now = current_sign_in().user, now_ms()
    if not user.held(day_of(now)):
        raise Problem("forbidden")
    sender = user.id
    if (request.content_length or 0) > MAX_BYTES:
        raise Problem("too_large", limit=MAX_BYTES)
    with spool(iter(lambda: request.stream.read(CHUNK), b""), current_settings().data) as file:
        done = rescue(file, files(), sender, now)
    return jsonify({"server_time": now} | done.as_wire())
