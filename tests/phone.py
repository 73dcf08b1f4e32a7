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
#: A party as it stands in clear text: no identity number, no telephone.
PARTY = {"kind": "individual_business", "name": "东城街王记百货店"}


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

    def iso(self, ahead_ms: int = 0) -> str:
        """The phone's own time as payloads say it."""
        return datetime.fromtimestamp((self.now() + ahead_ms) / 1000, CST).isoformat(timespec="seconds")

    def lease(self, register: str, want: int = 10, request_id: str | None = None, lane_id: str | None = None):
        """Ask for a block of numbers; the answer."""
        return self.client.post("/api/v1/numbers/lease", json={
            "register": register, "lane_id": lane_id or self.lane_id, "want": want, "request_id": request_id or secrets.token_hex(16)})

    def numbers(self, register: str) -> list[int]:
        """What the leases of a register still hold, by what the server says."""
        return [n for lease in self.register()["leases"] if lease["register"] == register for n in range(lease["next"], lease["to"] + 1)]

    def inspection(self, officers: list[str], case_id: str | None = None, categories: tuple[str, ...] = ("HW04", "HW03"),
                   **more) -> tuple[str, list[dict], dict]:
        """(id, findings, wire op) of an inspection; not pushed yet. `payload` in `more` replaces fields of the payload."""
        inspection_id = new_id(self.now())
        findings = [{"id": new_id(self.now()), "category": c, "text": f"门前第 {n} 处", "blobs": []} for n, c in enumerate(categories, 1)]
        payload = {"case_id": case_id, "basis": "clue", "party": dict(PARTY), "officers": officers, "cert_shown": True,
                   "started_at": self.iso(-600_000), "ended_at": self.iso(), "findings": findings} | more.pop("payload", {})
        return inspection_id, findings, self.op("inspection.record", {"type": "inspection", "id": inspection_id}, payload, "act", **more)

    def order(self, inspection_id: str, findings: list[dict], officers: list[str], number: dict | None, case_id: str | None = None,
              **more) -> tuple[str, list[str], dict]:
        """(id, item ids, wire op) of an order with an item for each finding; not pushed yet. `items` and `payload` replace what they
        name, `finish` (payload → payload) adds the text."""
        order_id = new_id(self.now())
        items = more.pop("items", None) or [
            {"id": new_id(self.now()), "finding_id": f["id"], "requirement": "搬走堆物，恢复通行",
             "deadline": {"kind": "date", "given": {"n": 3, "unit": "working_day"}, "due_at": "2026-11-23"}} for f in findings]
        payload = {"document": "order_to_correct", "inspection_id": inspection_id, "case_id": case_id, "party": dict(PARTY),
                   "officers": officers, "items": items, "verify_code": secrets.token_urlsafe(16), "text": None,
                   "text_hash": None} | more.pop("payload", {})
        payload = more.pop("finish", dict)(payload)
        op = self.op("order.issue", {"type": "order", "id": order_id}, payload, "act", number=number, **more)
        return order_id, [item["id"] for item in items], op

    def service(self, order_id: str, target: str = "order", **payload) -> dict:
        """The wire op that serves a paper on the spot."""
        given = {"method": "direct", "recipient": "王店主", "served_at": self.iso(), "refusal": None, "seal": "pre_sealed"} | payload
        return self.op(f"{target}.serve", {"type": target, "id": order_id}, given, "act")

    def recheck(self, item_id: str, officers: list[str], result: str = "pass", **payload) -> dict:
        given = {"result": result, "officers": officers, "text": "现场查看"} | payload
        return self.op("recheck.record", {"type": "item", "id": item_id}, given, "act")

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
        return self.held("case")

    def held(self, type_: str) -> dict[str, dict]:
        """Records of one type by id."""
        return {i: r["data"] for (t, i), r in self.records.items() if t == type_}

    def put(self, data: bytes, sha256: str | None = None):
        sha256 = sha256 or hashlib.sha256(data).hexdigest()
        return self.client.put(f"/api/v1/blobs/{sha256}", data=data, content_type="application/octet-stream")


def photo_ref(data: bytes, role: str = "original", mime: str = "image/jpeg") -> dict:
    """How an op names a file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "mime": mime, "role": role}


def op_id(op: dict) -> str:
    """The id of a wire op."""
    return json.loads(op["body"])["op_id"]
