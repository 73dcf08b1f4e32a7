"""The signed log (protocol 5 and 8): its checkpoint, and proofs. What they mean stands in fieldapp.sync.ledger_log."""

from flask import jsonify, request

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.store.access import actor
from fieldapp.sync import ledger_log
from fieldapp.sync.ledger_log import Given

from . import bp

MAX_DIGITS = 15


@bp.get("/ledger/checkpoint")
def ledger_checkpoint():
    """With `from`, a size that the caller knows, the proof comes along: one request does."""
    given = ledger_log.checkpoint(current_settings().log_keys)
    said = _said(given)
    if "from" in request.args:
        said["consistency"] = _consistency(given, _number("from"), given.checkpoint.head.size)
    return jsonify(said)


@bp.get("/ledger/consistency")
def ledger_consistency():
    given = ledger_log.checkpoint(current_settings().log_keys)
    size = given.checkpoint.head.size
    found = _consistency(given, _number("from"), _number("to") if "to" in request.args else size)
    if found["proof"] is None:
        raise Problem("invalid", size=size)
    return jsonify(found)


@bp.get("/ledger/proof")
def ledger_proof():
    row, given = current_sign_in(), ledger_log.checkpoint(current_settings().log_keys)
    found = ledger_log.readable(request.args.get("op", ""), row.user_id, actor(row.user, now_ms()).scopes)
    size = given.checkpoint.head.size
    return jsonify(_said(given) | {"op_id": found.op_id, "hash": found.hash, "size": size, "leaves": ledger_log.leaves(found, size)})


def _said(given: Given) -> dict:
    return {"checkpoint": given.note, "keys": given.keys}


def _consistency(given: Given, first: int, second: int) -> dict:
    """`proof` is null for sizes that this tree never had."""
    fits = 0 < first <= second <= given.checkpoint.head.size
    return {"from": first, "to": second, "proof": ledger_log.consistency(first, second) if fits else None}


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise Problem("invalid", field=name)
    return int(text)
