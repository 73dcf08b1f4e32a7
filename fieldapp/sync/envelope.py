"""The envelope of protocol 3: exact text first, meaning second. Nothing here touches the database."""

import json
from dataclasses import dataclass

from fieldapp.domain.chain import body_hash
from fieldapp.domain.clock import Claim, read_claim
from fieldapp.domain.ids import is_uuid7

MAX_OP_BYTES = 64 * 1024
BLOB_ROLES = ("evidence", "original", "signature", "audio", "party")
HEX64 = frozenset("0123456789abcdef")
PLACE_NUMBERS = {"lat_e7": 900_000_000, "lon_e7": 1_800_000_000, "acc_cm": 100_000_000}


class Inauthentic(Exception):
    """The bytes cannot be taken as an op of this lane. `code` is what push answers, `op_id` what the body says, if anything."""

    def __init__(self, code: str, op_id: str | None = None):
        super().__init__(code)
        self.code, self.op_id = code, op_id


@dataclass(frozen=True)
class BlobRef:
    sha256: str
    bytes: int
    mime: str
    role: str


@dataclass(frozen=True)
class Envelope:
    """An op whose hash is right, read. Instants in UTC ms inside `claim`; `base_after` are op ids."""

    body: str
    hash: str
    sig: str
    op_id: str
    lane_id: str
    user_id: str
    device_id: str
    lane_seq: int
    prev_hash: str
    type: str
    type_v: int
    kind: str
    target_type: str
    target_id: str
    payload: dict
    expect: dict
    base_after: tuple[str, ...]
    claim: Claim
    place: dict | None
    blobs: tuple[BlobRef, ...]
    rulebook: str


def _no_float(text: str):
    raise ValueError(f"no floats: {text}")


def read(wire) -> Envelope:
    """Check the hash of the exact text, then read it. Raises Inauthentic bad_hash, or malformed when it is no envelope."""
    if not (isinstance(wire, dict) and all(isinstance(wire.get(k), str) for k in ("body", "hash", "sig"))):
        raise Inauthentic("bad_hash")
    body = wire["body"]
    try:
        right = body_hash(body) == wire["hash"]
    except UnicodeEncodeError:
        right = False
    if not right:
        raise Inauthentic("bad_hash", _claimed_id(body))
    try:
        return _from_body(body, wire["hash"], wire["sig"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as bad:
        raise Inauthentic("malformed", _claimed_id(body)) from bad


def _from_body(body: str, hash_: str, sig: str) -> Envelope:
    said = json.loads(body, parse_float=_no_float, parse_constant=_no_float)
    if said["v"] != 1 or not is_uuid7(said["op_id"]) or type(said["lane_seq"]) is not int or said["lane_seq"] < 1:
        raise ValueError("envelope")
    target, base, app = said["target"], said.get("base") or {}, said.get("app") or {}
    texts = (said["lane_id"], said["user_id"], said["device_id"], said["prev_hash"], said["type"], said["kind"],
             target["type"], target["id"])
    if not all(isinstance(t, str) and 0 < len(t) <= 64 for t in texts) or type(said["type_v"]) is not int:
        raise ValueError("envelope")
    payload, expect, after = said.get("payload") or {}, said.get("expect") or {}, base.get("after") or []
    if not (isinstance(payload, dict) and isinstance(expect, dict) and all(isinstance(a, str) for a in after)):
        raise ValueError("envelope")
    return Envelope(
        body=body, hash=hash_, sig=sig, op_id=said["op_id"], lane_id=said["lane_id"], user_id=said["user_id"],
        device_id=said["device_id"], lane_seq=said["lane_seq"], prev_hash=said["prev_hash"], type=said["type"],
        type_v=said["type_v"], kind=said["kind"], target_type=target["type"], target_id=target["id"], payload=payload,
        expect=expect, base_after=tuple(after), claim=read_claim(said["at"]), place=_place(said.get("place")),
        blobs=tuple(_blob(b) for b in said.get("blobs") or []), rulebook=str(app.get("rulebook", "")))


def _place(place) -> dict | None:
    if place is None or place.get("source") == "none":
        return None
    for name, most in PLACE_NUMBERS.items():
        value = place.get(name)
        if type(value) is not int and not (name == "acc_cm" and value is None) or (value is not None and abs(value) > most):
            raise ValueError(f"place.{name}")
    if place.get("source") not in ("gps", "network", "manual") or place.get("datum", "WGS84") != "WGS84":
        raise ValueError("place.source")
    return {k: place.get(k) for k in ("lat_e7", "lon_e7", "acc_cm", "fix_at", "age_ms", "source", "datum")}


def _blob(blob: dict) -> BlobRef:
    if len(blob["sha256"]) != 64 or not HEX64.issuperset(blob["sha256"]) or type(blob["bytes"]) is not int or blob["bytes"] < 0:
        raise ValueError("blob")
    if blob["role"] not in BLOB_ROLES or not isinstance(blob["mime"], str) or len(blob["mime"]) > 64:
        raise ValueError("blob")
    return BlobRef(blob["sha256"], blob["bytes"], blob["mime"], blob["role"])


def _claimed_id(body: str) -> str | None:
    """The op id a body that was not accepted says it has, for the answer only."""
    try:
        found = json.loads(body).get("op_id")
    except (ValueError, AttributeError, RecursionError):
        return None
    return found[:64] if isinstance(found, str) else None


def size_of(wire) -> int:
    """Bytes of one wire op's body, for the limits of protocol 5."""
    body = wire.get("body") if isinstance(wire, dict) else None
    return len(body.encode("utf-8", "surrogatepass")) if isinstance(body, str) else 0
