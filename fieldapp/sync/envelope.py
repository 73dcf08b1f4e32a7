"""The envelope of protocol 3: exact text first, meaning second. Nothing here touches the database."""

import json
import re
from dataclasses import dataclass

from fieldapp.domain.chain import body_hash
from fieldapp.domain.clock import Claim, read_claim
from fieldapp.domain.ids import is_uuid7

MAX_OP_BYTES = 64 * 1024
MAX_DEPTH = 32  # of objects and lists within each other; an honest op has four
MAX_INT = 2**53 - 1  # what JSON numbers are good for (RFC 8259, section 6), and less than any column of ours
MAX_BLOB_BYTES = 2**31 - 1
BLOB_ROLES = ("evidence", "original", "signature", "audio", "party")
HEX64 = frozenset("0123456789abcdef")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
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
    number: dict | None
    supersedes: str | None
    rulebook: str


def _no_float(text: str):
    raise ValueError(f"no floats: {text}")


def _no_twins(pairs: list[tuple]) -> dict:
    """Two readers may each believe another of two values of one name, so there must not be two."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name twice")
    return said


def _plain(value, depth: int = 0):
    """The same value with texts that every database can hold: NUL and lone surrogates (half an emoji cut by a form) become
    U+FFFD here; the signed text keeps them. Raises ValueError when it is too deep or a number too large."""
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {_plain(k): _plain(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v, depth + 1) for v in value]
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if type(value) is int and abs(value) > MAX_INT:
        raise ValueError("number too large")
    return value


def check_hash(wire) -> None:
    """The exact text first. Raises Inauthentic bad_hash when this is no wire op, or its hash is another's."""
    if not (isinstance(wire, dict) and all(isinstance(wire.get(k), str) for k in ("body", "hash", "sig"))):
        raise Inauthentic("bad_hash")
    try:
        right = body_hash(wire["body"]) == wire["hash"]
    except UnicodeEncodeError:
        right = False
    if not right:
        raise Inauthentic("bad_hash", claimed_id(wire))


def read(wire: dict) -> Envelope:
    """Read a body whose hash (and, from outside, whose signature) is right. Raises Inauthentic malformed when it is no envelope."""
    try:
        return _from_body(wire["body"], wire["hash"], wire["sig"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as bad:
        raise Inauthentic("malformed", claimed_id(wire)) from bad


def _from_body(body: str, hash_: str, sig: str) -> Envelope:
    said = _plain(json.loads(body, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_twins))
    if said["v"] != 1 or not is_uuid7(said["op_id"]) or type(said["lane_seq"]) is not int or said["lane_seq"] < 1:
        raise ValueError("envelope")
    target, base, app = said["target"], said.get("base") or {}, said.get("app") or {}
    texts = (said["lane_id"], said["user_id"], said["device_id"], said["prev_hash"], said["type"], said["kind"],
             target["type"], target["id"])
    if not all(isinstance(t, str) and 0 < len(t) <= 64 for t in texts) or type(said["type_v"]) is not int:
        raise ValueError("envelope")
    payload, expect, after = said.get("payload") or {}, said.get("expect") or {}, base.get("after") or []
    if not (isinstance(payload, dict) and isinstance(expect, dict) and isinstance(after, list) and all(isinstance(a, str) for a in after)):
        raise ValueError("envelope")
    return Envelope(
        body=body, hash=hash_, sig=sig, op_id=said["op_id"], lane_id=said["lane_id"], user_id=said["user_id"],
        device_id=said["device_id"], lane_seq=said["lane_seq"], prev_hash=said["prev_hash"], type=said["type"],
        type_v=said["type_v"], kind=said["kind"], target_type=target["type"], target_id=target["id"], payload=payload,
        expect=expect, base_after=tuple(after), claim=read_claim(said["at"]), place=_place(said.get("place")),
        blobs=tuple(_blob(b) for b in said.get("blobs") or []), number=_number(said.get("number")),
        supersedes=_op_id(said.get("supersedes")), rulebook=str(app.get("rulebook", "")))


def _number(number) -> dict | None:
    """Taken as it is: a number that is none is the judge's business, for the paper that bears it is in somebody's hand."""
    return number if isinstance(number, dict) else None


def _op_id(op_id) -> str | None:
    if op_id is not None and not is_uuid7(op_id):
        raise ValueError("supersedes")
    return op_id


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
    sha256, size, mime, role = (blob[name] for name in ("sha256", "bytes", "mime", "role"))
    if not isinstance(sha256, str) or len(sha256) != 64 or not HEX64.issuperset(sha256):
        raise ValueError("blob.sha256")
    if type(size) is not int or not 0 <= size <= MAX_BLOB_BYTES or role not in BLOB_ROLES or not isinstance(mime, str) or len(mime) > 64:
        raise ValueError("blob")
    return BlobRef(sha256, size, mime, role)


def claimed_id(wire) -> str | None:
    """The op id that bytes which were not accepted say they have, for the answer only."""
    try:
        found = json.loads(wire["body"])["op_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if is_uuid7(found) else None


def size_of(wire) -> int:
    """Bytes of one wire op's body, for the limits of protocol 5."""
    body = wire.get("body") if isinstance(wire, dict) else None
    return len(body.encode("utf-8", "surrogatepass")) if isinstance(body, str) else 0
