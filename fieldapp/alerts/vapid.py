"""Keys by which push services know us (VAPID, RFC 8292): P-256, kept as their 32 private bytes in base64url."""

import base64
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@dataclass(frozen=True)
class VapidKey:
    """`public` is what a browser subscribes with (`applicationServerKey`, 87 characters); the PEMs are for signing."""

    public: str
    private_pem: bytes
    public_pem: bytes


@cache
def vapid_key(text: str) -> VapidKey:
    """The pair of a kept key. ValueError for what is no key of this curve."""
    private = ec.derive_private_key(int.from_bytes(b64_bytes(text), "big"), ec.SECP256R1())
    public = private.public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return VapidKey(base64.urlsafe_b64encode(point).rstrip(b"=").decode(),
                    private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
                    public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def public_keys(kept: tuple[str, ...]) -> list[str]:
    """The first makes subscriptions; those made with the others still get their messages."""
    return [vapid_key(text).public for text in kept]


def b64_bytes(text: str) -> bytes:
    """Bytes of base64url with or without padding. ValueError for anything else."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
