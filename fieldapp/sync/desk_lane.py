"""Lanes of the desk (protocol 6): a person at a desk acts by ops too, signed by the server for them, through the same door."""

import json
from dataclasses import dataclass

from fieldapp import operations
from fieldapp.domain.chain import body_hash
from fieldapp.domain.days import local
from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.operations.restoring import restored
from fieldapp.rulebook import Rulebook, load
from fieldapp.rulebook.rows import Action
from fieldapp.store import ledger
from fieldapp.store.base import db
from fieldapp.store.devices import Lane, lane
from fieldapp.store.people import User

from . import lanes
from .envelope import MAX_OP_BYTES, Inauthentic, size_of
from .push import judge_in_lane, result, written
from .signing import derived_key, jwk_of, sign

#: Of desk lanes on a server that was never restored from a backup.
FIRST_EPOCH = 1


@dataclass(frozen=True)
class Judged:
    """What became of a desk op; the fields of protocol 5's result."""

    op_id: str
    verdict: str
    code: str | None
    detail: dict
    flags: list[str]
    version: int | None
    in_effect: bool
    dup: bool


def submit(
    user: User, type_: str, target: dict, payload: dict, now: int, *, secret: bytes, op_id: str | None = None, session: str | None = None,
    expect: dict | None = None, place: dict | None = None, blobs: tuple[dict, ...] = (), build: str = "desk",
) -> Judged:
    """Sign an op for this user and judge it, in one transaction. `target` is {"type", "id"}, `blobs` are the envelope's.

    `op_id` is minted by the form, so that a double tap is one act; `session` names the sign-in it was made under.
    Raises Problem `unknown_type`, `too_large`, `invalid` (what was given makes no op) or `id_taken` (the op id stands for another act).
    """
    rules, user_id = load(), user.id
    if type_ not in rules.actions or not operations.knows(type_):
        raise Problem("unknown_type")
    epoch = restored() or FIRST_EPOCH
    key = derived_key(secret, f"desk|{user_id}" if epoch == FIRST_EPOCH else f"desk|{user_id}|{epoch}")
    more = {"target": target, "payload": payload, "expect": expect or {}, "place": place, "blobs": list(blobs), "session": session}

    def once() -> dict:
        made = lanes.enroll(db.session.get(User, user_id), lanes.DESK, "desk", jwk_of(key), now, secret, epoch=epoch, at_desk=True)
        own = lane(made.id, lock=True)  # another window of the same person waits here: one lane, one order
        known = ledger.op(op_id) if op_id else None
        if known is not None:
            if (known.user_id, known.type, known.target_id) != (user_id, type_, target["id"]):
                raise Problem("id_taken")
            return result(known, dup=True)
        body = _body(own, op_id or uuid7(now), rules.actions[type_], more, now, rules, build)
        wire = {"body": body, "hash": body_hash(body), "sig": sign(key, body)}
        if size_of(wire) > MAX_OP_BYTES:
            raise Problem("too_large", op_bytes=MAX_OP_BYTES)
        return judge_in_lane(user_id, own.id, wire, now)

    try:
        return Judged(**written(once))
    except Inauthentic as bad:
        raise Problem("invalid", field=bad.code) from bad


def _body(own: Lane, op_id: str, action: Action, more: dict, now: int, rules: Rulebook, build: str) -> str:
    zone = rules.clocks["zone"]
    said = {
        "v": 1, "op_id": op_id, "lane_id": own.id, "user_id": own.user_id, "device_id": own.device_id, "lane_seq": own.head_seq + 1,
        "prev_hash": own.head_hash, "type": action.type, "type_v": action.type_v, "kind": action.kind,
        "base": {"version": 0, "after": []},
        "at": {"local": local(now, zone).isoformat(timespec="milliseconds"), "tz": zone, "offset_ms": 0, "offset_age_s": 0,
               "mono_ms": 0, "boot": ""},
        "number": None, "supersedes": None, "app": {"build": build, "ledger_schema": 1, "rulebook": rules.version}}
    return json.dumps(said | more, ensure_ascii=False, separators=(",", ":"))
