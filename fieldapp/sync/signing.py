"""ES256 (RFC 7518, section 3.4): ECDSA on P-256 with SHA-256, the signature as raw r||s in base64url without padding."""

import base64
import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
_ES256 = ec.ECDSA(hashes.SHA256())


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """Raises ValueError when it is not base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def public_key(jwk: dict) -> ec.EllipticCurvePublicKey:
    """The key of a JWK (RFC 7517). Raises ValueError when it is not a public P-256 key on the curve."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise ValueError("not a public P-256 key")
    if not (isinstance(jwk.get("x"), str) and isinstance(jwk.get("y"), str)):
        raise ValueError("a coordinate is a text")
    x, y = unb64url(jwk["x"]), unb64url(jwk["y"])
    if len(x) != 32 or len(y) != 32:
        raise ValueError("a coordinate has 32 bytes")
    return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()).public_key()


def thumbprint(jwk: dict) -> str:
    """RFC 7638, SHA-256."""
    text = json.dumps({k: jwk[k] for k in ("crv", "kty", "x", "y")}, separators=(",", ":"), sort_keys=True)
    return b64url(hashlib.sha256(text.encode()).digest())


def verifies(jwk: dict, body: str, sig: str) -> bool:
    """Did the owner of this key sign exactly these bytes?"""
    try:
        raw = unb64url(sig)
        if len(raw) != 64:
            return False
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        public_key(jwk).verify(der, body.encode("utf-8"), _ES256)
        return True
    except (InvalidSignature, ValueError, UnicodeError):
        return False


def sign(key: ec.EllipticCurvePrivateKey, body: str) -> str:
    r, s = decode_dss_signature(key.sign(body.encode("utf-8"), _ES256))
    return b64url(r.to_bytes(32) + s.to_bytes(32))


@lru_cache(maxsize=256)
def derived_key(secret: bytes, label: str) -> ec.EllipticCurvePrivateKey:
    """A private key that follows from a secret and a label: the server's keys for desk lanes need no table of keys."""
    wide = b"".join(hmac.digest(secret, f"{label}|{n}".encode(), "sha256") for n in range(2))
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, ec.SECP256R1())


def jwk_of(key: ec.EllipticCurvePrivateKey) -> dict:
    numbers = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": b64url(numbers.x.to_bytes(32)), "y": b64url(numbers.y.to_bytes(32))}
