"""Pull (protocol 5 and 6): the records of the caller's scopes that changed since the cursors, oldest change first.

Scopes are computed from who is asking, never asked for. First load is cursor 0: each record stands once in a scope, so one
that changes while pages are read is met again later, and nothing is missed.
"""

import json

from fieldapp.domain.clock import remember_contact
from fieldapp.domain.problems import Problem
from fieldapp.operations.numbers import in_hand
from fieldapp.store import feed, ledger
from fieldapp.store.access import actor
from fieldapp.store.devices import REVOKED, lane
from fieldapp.store.people import User
from fieldapp.store.record_texts import texts_at

MAX_LIMIT = 2000
TOLD_MS = 30 * 86_400_000  # verdicts that are settled are told for so long


def pull(user: User, cursors, limit, now: int, lane_id: str | None = None) -> dict:
    """The answer without server_time, its records as JSON texts (see `as_json`); verdicts come with the last page of a round. `cursors` is
    {scope: [epoch, seq]}; `lane_id` is the phone's own, for its leases. Raises Problem `invalid`."""
    if not isinstance(cursors, dict) or type(limit) is not int or limit < 1:
        raise Problem("invalid", field="limit" if isinstance(cursors, dict) else "cursors")
    mine = sorted(actor(user, now).scopes)
    heads, left, scopes = feed.heads(mine), min(limit, MAX_LIMIT), []
    for scope_id in mine:
        answer, used = _scope(scope_id, heads[scope_id], cursors.get(scope_id), left)
        left -= used
        scopes.append(answer)
    last, own = not any(scope["more"] for scope in scopes), lane(lane_id) if lane_id else None
    verdicts = ledger.verdicts_of(user.id, now - TOLD_MS) if last else []
    leases = in_hand(own.id) if own is not None and own.user_id == user.id else []
    return {"scopes": scopes, "verdicts": [_verdict(op) for op in verdicts], "leases": leases, "notices": []}


def _scope(scope_id: str, head: tuple[int, int], cursor, room: int) -> tuple[dict, int]:
    epoch, last = head
    if cursor is not None and not (isinstance(cursor, list) and len(cursor) == 2 and all(type(n) is int and n >= 0 for n in cursor)):
        raise Problem("invalid", field=f"cursors.{scope_id}")
    known_epoch, after = cursor or (0, 0)
    reset = known_epoch != epoch or after > last
    after = 0 if reset else after
    entries = feed.changes(scope_id, after, room) if room and after < last else []
    reached = entries[-1].seq if entries else after
    texts = texts_at(scope_id, epoch, entries)
    gone = [[e.type, e.record_id] for e in entries if e.seq not in texts]
    answer = {"id": scope_id, "epoch": epoch, "head": last, "seq": reached, "reset": reset and bool(cursor), "more": reached < last,
              "records": [texts[e.seq] for e in entries if e.seq in texts], "gone": gone}
    return answer, len(entries)


def as_json(answer: dict) -> str:
    """The answer as it goes over the wire: its records are texts already and are put in as they stand."""
    scopes = []
    for scope in answer["scopes"]:
        rest = json.dumps({k: v for k, v in scope.items() if k != "records"}, ensure_ascii=False)
        scopes.append(f'{rest[:-1]}, "records": [{",".join(scope["records"])}]}}')
    rest = json.dumps({k: v for k, v in answer.items() if k != "scopes"}, ensure_ascii=False)
    return f'{rest[:-1]}, "scopes": [{",".join(scopes)}]}}'


def _verdict(op: ledger.Op) -> dict:
    return {"op_id": op.op_id, "lane_id": op.lane_id, "verdict": op.verdict, "code": op.code, "detail": op.detail,
            "flags": [{"code": f.code, "state": f.state} for f in op.flags], "in_effect": op.in_effect, "version": op.version,
            "decided": op.decided_at is not None}


def scope_heads(user: User, now: int) -> dict[str, list[int]]:
    """{scope: [epoch, head]} of the caller's scopes: a phone that stands lower has something to pull."""
    return {scope: list(head) for scope, head in feed.heads(sorted(actor(user, now).scopes)).items()}


def note_contact(user: User, lane_id: str | None, said: dict, build, now: int) -> None:
    """Remember what the phone says it still holds, and that it was here (protocol 6). Inside a transaction.

    `said` is the request's `lane` block; a lane that is not the caller's is not touched. Raises Problem `lane_revoked`.
    """
    one = lane(lane_id, lock=True) if isinstance(lane_id, str) and lane_id.isascii() and lane_id.isprintable() else None
    if one is None or one.user_id != user.id:
        return
    if one.state == REVOKED:
        raise Problem("lane_revoked")
    numbers = {k: v for k, v in said.items() if type(v) is int and 0 <= v < 2**53}
    one.seen_at, one.build = now, build[:64] if isinstance(build, str) and build.isprintable() else ""
    if "seq" not in numbers:  # it did not say how far it is: then this proves nothing about the ops it holds
        return
    one.contacts = remember_contact(one.contacts, numbers["seq"], now, one.head_seq)
    one.pending_ops, one.pending_blobs = (min(numbers.get(k, 0), 10**6) for k in ("pending_ops", "pending_blobs"))
    one.oldest_pending_at = numbers.get("oldest_pending_at")
