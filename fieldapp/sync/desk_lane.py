"""Lanes of the desk (protocol 6): a person at a desk acts by ops too, signed by the server for them, through the same door."""

import json
from dataclasses import dataclass

from fieldapp.domain.chain import body_hash
from fieldapp.domain.days import local
from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.devices import lane
from fieldapp.store.people import User
from fieldapp.store.transaction import transaction

from . import lanes
from .push import push
from .signing import derived_key, jwk_of, sign

TRIES = 5


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
    """Sign an op for this user and judge it. `target` is {"type", "id"}, `blobs` are the envelope's.

    `op_id` is minted by the form, so that a double tap is one act; `session` names the sign-in it was made under.
    Raises Problem `unknown_type`, or whatever push raises.
    """
    rules, user_id = load(), user.id
    action = rules.actions.get(type_)
    if action is None:
        raise Problem("unknown_type")
    key = derived_key(secret, f"desk|{user_id}")
    with transaction():
        lane_id = lanes.enroll(user, lanes.DESK, "desk", jwk_of(key), now, secret, epoch=1, at_desk=True).id
    for _ in range(TRIES):
        own = lane(lane_id)
        known = ledger.op(op_id) if op_id else None
        if known is not None and known.user_id == user_id:
            return _judged(known.op_id, {"verdict": known.verdict, "code": known.code, "detail": known.detail, "version": known.version,
                                         "flags": [f.code for f in known.flags], "in_effect": known.in_effect, "dup": True})
        op_id = op_id or uuid7(now)
        body = json.dumps({
            "v": 1, "op_id": op_id, "lane_id": own.id, "user_id": user_id, "device_id": own.device_id, "lane_seq": own.head_seq + 1,
            "prev_hash": own.head_hash, "type": type_, "type_v": action.type_v, "kind": action.kind, "target": target,
            "base": {"version": 0, "after": []}, "expect": expect or {},
            "at": {"local": local(now, rules.clocks["zone"]).isoformat(timespec="milliseconds"), "tz": rules.clocks["zone"], "offset_ms": 0,
                   "offset_age_s": 0, "mono_ms": 0, "boot": ""},
            "place": place, "payload": payload, "blobs": list(blobs), "number": None, "supersedes": None,
            "app": {"build": build, "ledger_schema": 1, "rulebook": rules.version}, "session": session,
        }, ensure_ascii=False, separators=(",", ":"))
        answer = push(user_id, lane_id, [{"body": body, "hash": body_hash(body), "sig": sign(key, body)}], now)
        if answer.stop is None:  # else another window of the same person was first: take the new head
            return _judged(op_id, answer.results[0])
    raise Problem("unavailable")


def _judged(op_id: str, result: dict) -> Judged:
    return Judged(op_id, result["verdict"], result["code"], result.get("detail", {}), result.get("flags", []), result.get("version"),
                  result.get("in_effect", False), result.get("dup", False))
