"""A small test client of the sync protocol, written from protocol.md alone: it shares no code with the product."""

import base64
import hashlib
import json
import secrets
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CST = timezone(timedelta(hours=8))


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_id(ms: int) -> str:
    raw = bytearray(ms.to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6], raw[8] = raw[6] & 0x0F | 0x70, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Phone:
    """One phone of one person: signs in, gets its lane, makes ops, pushes, pulls and uploads.

    `now()` is the phone's own clock in UTC ms; `offset_ms` is what it believes the server's clock is ahead by.
    """

    def __init__(self, client, username: str, password: str, now, name: str = "测试机"):
        self.client, self.username, self.password, self.now = client, username, password, now
        self.offset_ms, self.boot, self.install_id = 0, "boot-1", "install-" + secrets.token_hex(8)
        self.name, self.epoch, self.made, self.cursors, self.records, self.members = name, 0, [], {}, {}, set()
        self.sign_in()
        self.enroll()

    def sign_in(self):
        answer = self.client.post("/api/v1/session", json={"username": self.username, "password": self.password})
        assert answer.status_code == 200, answer.text
        self.user_id = answer.json["user"]["id"]

    def enroll(self):
        """A new key and with it a new lane (epoch)."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        numbers = self.key.public_key().public_numbers()
        self.jwk = {"kty": "EC", "crv": "P-256", "x": b64(numbers.x.to_bytes(32, "big")), "y": b64(numbers.y.to_bytes(32, "big"))}
        lane = self.register()
        self.lane_id, self.device_id, self.seq = lane["lane_id"], lane["device_id"], 0
        self.head = hashlib.sha256((lane["lane_id"] + lane["nonce"]).encode()).hexdigest()

    def register(self) -> dict:
        answer = self.client.post("/api/v1/devices", json={"install_id": self.install_id, "name": self.name, "jwk": self.jwk})
        assert answer.status_code == 200, answer.text
        return answer.json

    def sign(self, body: str) -> str:
        r, s = decode_dss_signature(self.key.sign(body.encode(), ec.ECDSA(hashes.SHA256())))
        return b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def op(self, type_: str, target, payload: dict, kind: str = "request", **more) -> dict:
        """The next op of this lane as its wire form; `more` replaces fields of the body. `target` is a case id or a dict."""
        local = datetime.fromtimestamp(more.pop("local_ms", self.now()) / 1000, CST)
        body = {
            "v": 1, "op_id": new_id(self.now()), "lane_id": self.lane_id, "user_id": self.user_id, "device_id": self.device_id,
            "lane_seq": self.seq + 1, "prev_hash": self.head, "type": type_, "type_v": 1, "kind": kind,
            "target": target if isinstance(target, dict) else {"type": "case", "id": target},
            "base": {"version": 0, "after": []}, "expect": {},
            "at": {"local": local.isoformat(timespec="milliseconds"), "tz": "Asia/Shanghai", "offset_ms": self.offset_ms,
                   "offset_age_s": 0, "mono_ms": 1000, "boot": ""},
            "place": None, "payload": payload, "blobs": [], "number": None, "supersedes": None,
            "app": {"build": "test", "ledger_schema": 1, "rulebook": "test"}} | more
        text = json.dumps(body, ensure_ascii=False)
        wire = {"body": text, "hash": hashlib.sha256(text.encode()).hexdigest(), "sig": self.sign(text)}
        self.seq, self.head = body["lane_seq"], wire["hash"]
        return wire

    def report(self, category: str = "HW04", source: str = "patrol", text: str = "门前堆放木箱", grid_id=None, fixed=False,
               case_id: str | None = None, **more) -> tuple[str, dict]:
        """(case id, wire op) of a report; not pushed yet."""
        case_id = case_id or new_id(self.now())
        payload = {"category": category, "text": text, "source": source, "grid_id": grid_id, "fixed_on_spot": fixed}
        return case_id, self.op("report.file", case_id, payload, "fact", **more)

    def push(self, *ops, lane_id: str | None = None):
        batch = json.dumps({"lane_id": lane_id or self.lane_id, "ops": list(ops)})
        return self.client.post("/api/v1/sync/push", data=batch, content_type="application/json")

    def sent(self, *ops) -> list[dict]:
        """Push and expect a plain answer; the results."""
        answer = self.push(*ops)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def pull(self, limit: int = 500, seq: int | None = None) -> dict:
        """Pull until nothing is left, keeping records as a phone does; the last answer."""
        while True:
            answer = self.client.post("/api/v1/sync/pull", json={
                "cursors": self.cursors, "limit": limit, "build": "test",
                "lane": {"seq": self.seq if seq is None else seq, "pending_ops": 0, "pending_blobs": 0, "oldest_pending_at": None}})
            assert answer.status_code == 200, answer.text
            self._take(answer.json["scopes"])
            if not any(s["more"] for s in answer.json["scopes"]):
                return answer.json

    def _take(self, scopes: list[dict]):
        for scope in scopes:
            if scope["reset"]:
                self.members = {m for m in self.members if m[0] != scope["id"]}
            for record in scope["records"]:
                self.records[record["type"], record["id"]] = record
                self.members.add((scope["id"], record["type"], record["id"]))
            self.members -= {(scope["id"], *gone) for gone in scope["gone"]}
            self.cursors[scope["id"]] = [scope["epoch"], scope["seq"]]
        answered = {s["id"] for s in scopes}
        self.cursors = {s: c for s, c in self.cursors.items() if s in answered}
        self.members = {m for m in self.members if m[0] in answered}
        held = {m[1:] for m in self.members}
        self.records = {k: r for k, r in self.records.items() if k in held}

    def cases(self) -> dict[str, dict]:
        return {i: r["data"] for (t, i), r in self.records.items() if t == "case"}

    def put(self, data: bytes, sha256: str | None = None):
        sha256 = sha256 or hashlib.sha256(data).hexdigest()
        return self.client.put(f"/api/v1/blobs/{sha256}", data=data, content_type="application/octet-stream")


def photo_ref(data: bytes, role: str = "original", mime: str = "image/jpeg") -> dict:
    """How an op names a file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "mime": mime, "role": role}


def op_id(op: dict) -> str:
    """The id of a wire op."""
    return json.loads(op["body"])["op_id"]
