"""Keys that sign the log's checkpoints: Ed25519 (RFC 8032), kept as their 32 private bytes in base64url."""

from collections.abc import Iterable
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldapp.domain.notes import Signed, key_id, note_of, public_of, verifier_key

from .signing import unb64url


@cache
def _private(kept: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(unb64url(kept.rstrip("=")))


def public_bytes(kept: str) -> bytes:
    return _private(kept).public_key().public_bytes_raw()


def verifier_keys(name: str, keys: Iterable[str]) -> list[str]:
    return [verifier_key(name, public_bytes(kept)) for kept in keys]


def signed(text: str, name: str, keys: Iterable[str]) -> str:
    """The note of a text. Every key in use signs, so that whoever trusts an older one learns of a newer one by it."""
    return note_of(text, [(name, key_id(name, public_bytes(kept)), _private(kept).sign(text.encode())) for kept in keys])


def signed_by(note: Signed, verifier: str) -> bool:
    """Does the note bear a right signature of this verifier key? Raises ValueError when that is no key."""
    name, public = public_of(verifier)
    for said, id_, signature in note.signatures:
        if (said, id_) == (name, key_id(name, public)):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, note.text.encode())
                return True
            except InvalidSignature:
                return False
    return False
