"""Phones of the demo world: real lanes with real signatures, pushed through the same door as any phone's."""

import json
from functools import partial

from fieldapp.config import Settings
from fieldapp.domain.chain import body_hash
from fieldapp.domain.days import local
from fieldapp.domain.numbering import register_id
from fieldapp.operations.numbers import BLOCK, lend
from fieldapp.rulebook import load
from fieldapp.store import numbers
from fieldapp.store.days import day_of
from fieldapp.store.devices import Lane, lane
from fieldapp.store.people import user
from fieldapp.store.transaction import transaction
from fieldapp.sync.lanes import enroll
from fieldapp.sync.pull import note_contact
from fieldapp.sync.push import push
from fieldapp.sync.signing import derived_key, jwk_of, sign

from .chance import stable_id
from .people import user_id

BUILD = "demo"


class Unheard(Exception):
    """The house answered otherwise than the plan says."""


class Phone:
    """One phone of one person. Its key follows from the person's name: a demo world holds no secrets."""

    def __init__(self, username: str, name: str, now: int, settings: Settings):
        self.user_id, self.install, self.key = user_id(username), f"demo-{username}", derived_key(b"demo", username)
        with transaction():
            self.lane_id = enroll(user(self.user_id), self.install, name, jwk_of(self.key), now, settings.lane_keys[0]).id

    @property
    def lane(self) -> Lane:
        return lane(self.lane_id)

    def op(self, type_: str, target: str | tuple[str, str], payload: dict, at: int, *, offset_ms: int = 0, **envelope) -> dict:
        """The next op of this phone in wire form, said to be made at `at` (ms) by the server's clock. `target` is a case, or (type, id);
        `envelope` are its further fields."""
        rules, own = load(), self.lane
        action, zone = rules.actions[type_], rules.clocks["zone"]
        about, id_ = ("case", target) if isinstance(target, str) else target
        body = json.dumps({
            "v": 1, "op_id": stable_id("phone", self.install, own.head_seq + 1, at=at), "lane_id": own.id, "user_id": own.user_id,
            "device_id": own.device_id, "lane_seq": own.head_seq + 1, "prev_hash": own.head_hash, "type": type_, "type_v": action.type_v,
            "kind": action.kind, "target": {"type": about, "id": id_}, "base": {"version": 0, "after": []}, "expect": {},
            "at": {"local": local(at - offset_ms, zone).isoformat(timespec="milliseconds"), "tz": zone, "offset_ms": offset_ms,
                   "offset_age_s": 60, "mono_ms": 0, "boot": ""},
            "place": None, "payload": payload, "blobs": [], "number": None, "supersedes": None,
            "app": {"build": BUILD, "ledger_schema": 1, "rulebook": rules.version}} | envelope, ensure_ascii=False, separators=(",", ":"))
        return {"body": body, "hash": body_hash(body), "sig": sign(self.key, body)}

    def send(self, wire: dict, now: int, expect: tuple[str, str | None]) -> dict:
        """Push one op. Raises Unheard unless its verdict and first code, or flag, are as expected."""
        [result] = push(self.user_id, self.lane_id, [wire], now).results
        flags = result.get("flags") or []
        if (result["verdict"], result["code"] or (flags[0] if flags else None)) != expect:
            raise Unheard(f"{result} instead of {expect}")
        return result

    def borrow(self, now: int, kinds: tuple[str, ...]) -> None:
        """Ask for a block of numbers of each kind whose register of the year has none left on this phone."""
        for register in (register_id(kind, day_of(now).year) for kind in kinds):
            if not any(lease.register_id == register for lease, _ in numbers.leases_in_hand(self.lane_id)):
                request = f"{self.lane_id}|{register}|{now}"
                with transaction():
                    lend(self.lane, register, BLOCK, stable_id("request", request), now, load(), partial(_lease_id, request))

    def number(self, kind: str, now: int) -> dict:
        """The next number on this phone, as an envelope names it."""
        self.borrow(now, (kind,))
        register = register_id(kind, day_of(now).year)
        lease, n = next(row for row in numbers.leases_in_hand(self.lane_id) if row[0].register_id == register)
        return {"register": register, "n": n, "lease_id": lease.id}

    def says(self, ops: int, files: int, since: int, now: int) -> None:
        """What a phone tells with each pull: how much it still holds, since when (ms)."""
        held = {"seq": self.lane.head_seq, "pending_ops": ops, "pending_blobs": files, "oldest_pending_at": since}
        with transaction():
            note_contact(user(self.user_id), self.lane_id, held, BUILD, now)


def _lease_id(request: str, now: int) -> str:
    return stable_id("lease", request, at=now)
