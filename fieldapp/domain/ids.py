"""UUIDv7 identifiers (RFC 9562, section 5.7), made by whoever creates the thing."""

import re
import secrets

UUID7 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


def uuid7(now_ms: int, rand=secrets.token_bytes) -> str:
    """A UUIDv7 for the instant `now_ms` (UTC milliseconds). `rand(n)` gives n random bytes."""
    noise = bytearray(rand(10))
    noise[0] = 0x70 | (noise[0] & 0x0F)
    noise[2] = 0x80 | (noise[2] & 0x3F)
    text = (now_ms.to_bytes(6, "big") + bytes(noise)).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid7(text) -> bool:
    return isinstance(text, str) and UUID7.fullmatch(text) is not None
