"""Signed notes and checkpoints of a log (C2SP signed-note and tlog-checkpoint): their text, and who may sign it. No cryptography here.

    <origin>\\n<size>\\n<base64 of the root>\\n[further lines]\\n\\n— <key name> <base64 of key id and signature>\\n

Ours carries, after a restore from backup, a line `restored <origin> <size> <root>` for each log that went before, the newest first.
"""

import base64
import hashlib
from binascii import Error
from dataclasses import dataclass

ED25519 = b"\x01"
RESTORED = "restored"
_DASH = "\u2014 "


@dataclass(frozen=True)
class Head:
    """A tree as a checkpoint names it."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class Checkpoint:
    """`before`: where the logs ended that a restore put an end to, the newest first."""

    head: Head
    before: tuple[Head, ...] = ()


@dataclass(frozen=True)
class Signed:
    """`text` is what was signed; `signatures` are (key name, key id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """`<name>+<key id>+<type and key>`: all that somebody needs to check a note."""
    return f"{name}+{key_id(name, public).hex()}+{b64(ED25519 + public)}"


def public_of(verifier: str) -> tuple[str, bytes]:
    """(name, public bytes) of a verifier key. Raises ValueError."""
    name, said_id, rest = (verifier.split("+", 2) + ["", ""])[:3]
    key = _bytes(rest)
    if not name or len(key) != 33 or key[:1] != ED25519 or key_id(name, key[1:]).hex() != said_id:
        raise ValueError("no verifier key")
    return name, key[1:]


def text_of(checkpoint: Checkpoint) -> str:
    head = checkpoint.head
    lines = [head.origin, str(head.size), b64(head.root), *(f"{RESTORED} {b.origin} {b.size} {b64(b.root)}" for b in checkpoint.before)]
    return "".join(f"{line}\n" for line in lines)


def note_of(text: str, signatures: list[tuple[str, bytes, bytes]]) -> str:
    return text + "\n" + "".join(f"{_DASH}{name} {b64(id_ + signature)}\n" for name, id_, signature in signatures)


def opened(note: str) -> Signed:
    """Text and signatures of a note. Raises ValueError for what is none."""
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise ValueError("no note")
    found = []
    for line in rest[:-1].split("\n"):
        name, space, sig = line.removeprefix(_DASH).partition(" ")
        raw = _bytes(sig)
        if not line.startswith(_DASH) or not name or not space or len(raw) < 5:
            raise ValueError("no signature line")
        found.append((name, raw[:4], raw[4:]))
    return Signed(text + "\n", tuple(found))


def checkpoint_of(text: str) -> Checkpoint:
    """What a checkpoint's text says; lines it does not know are passed over. Raises ValueError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1]:
        raise ValueError("no checkpoint")
    before = [line.split(" ")[1:] for line in lines[3:] if line.startswith(f"{RESTORED} ")]
    if any(len(one) != 3 for one in before):
        raise ValueError("no checkpoint")
    return Checkpoint(_head(*lines[:3]), tuple(_head(*one) for one in before))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _head(origin: str, size: str, root: str) -> Head:
    raw = _bytes(root)
    if not origin or not (size.isascii() and size.isdecimal()) or str(int(size)) != size or len(raw) != 32:
        raise ValueError("no tree head")
    return Head(origin, int(size), raw)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except Error as bad:
        raise ValueError("no base64") from bad
