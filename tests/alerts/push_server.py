"""A push service of our own on this machine (RFC 8030), and the browser that reads what it was sent (RFC 8291, 8188).

Written from the RFCs, with nothing of the product in it. It checks the VAPID token (RFC 8292) before it takes a message.
"""

import base64
import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MOST = 4096


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class PushBrowser:
    """A browser's half: keys of its own, and `read` for what was sent to it."""

    def __init__(self, endpoint: str):
        self.endpoint = endpoint
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes..!"

    def as_json(self, **more) -> dict:
        return {"endpoint": self.endpoint, "expirationTime": None,
                "keys": {"p256dh": b64(point(self.key.public_key())), "auth": b64(self.auth)}} | more

    def read(self, body: bytes) -> dict:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21:21 + length], body[21 + length:]
        assert len(sealed) <= size
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        info = b"WebPush: info\x00" + point(self.key.public_key()) + sender
        secret = _hkdf(shared, self.auth, info, 32)
        key, nonce = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\x00", 16), _hkdf(secret, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert plain[-1] == 2  # the last record
        return json.loads(plain[:-1])


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass
class Received:
    path: str
    headers: dict
    body: bytes


@dataclass
class PushServer:
    """`took` are the messages that passed; `refused` says why others did not. `answers` are (status, headers) for the next ones,
    `of` the answer of one path for good."""

    took: list[Received] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict]] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)

    def __enter__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, headers = service.answer(Received(self.path, dict(self.headers.items()), body))
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def endpoint(self, name: str = "one") -> str:
        return f"{self.origin}/push/{name}"

    def answer(self, message: Received) -> tuple[int, dict]:
        self.asked.append(message.path)
        if self.answers:
            return self.answers.pop(0)
        if message.path in self.of:
            return self.of[message.path], {}
        bad = self.fault_of(message)
        if bad:
            self.refused.append(bad)
            return 400, {}
        self.took.append(message)
        return 201, {}

    def fault_of(self, message: Received) -> str | None:
        said = {name.lower(): value for name, value in message.headers.items()}
        if len(message.body) > MOST:
            return "too long"
        if not said.get("ttl", "").isdecimal() or said.get("content-encoding") != "aes128gcm":
            return "no ttl or encoding"
        scheme, _, rest = said.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or set(parts) != {"t", "k"}:
            return "no vapid"
        return self.token_fault(parts["t"], parts["k"])

    def token_fault(self, token: str, key: str) -> str | None:
        head, claims, signature = token.split(".")
        raw = unb64(signature)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
        public.verify(utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
                      f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        said = json.loads(unb64(claims))
        if said["aud"] != self.origin:
            return f"aud {said['aud']}"
        if not time.time() < said["exp"] <= time.time() + 86_400:
            return "exp"
        return None if said["sub"].startswith("mailto:") and "@" in said["sub"] else "sub"
