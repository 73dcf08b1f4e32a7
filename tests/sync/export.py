"""A phone's export as docs/protocol.md describes it; shares no code with the product."""

import base64
import hashlib
import json

from tests.phone import op_id

PART = 256 * 1024
PHOTO = b"\xff\xd8\xff" + b"photo" * 200_000


def line(row) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def export(*ops, blobs: dict[bytes, list[str]] | None = None, end: bool = True) -> bytes:
    """`ops` are wire ops, `blobs` maps a file's bytes to the ids of the ops that name it."""
    rows = [line({"fieldapp_rescue": 1, "ops": len(ops)}), *(line({"op": op}) for op in ops)]
    for data, named_by in (blobs or {}).items():
        named = {"blob": hashlib.sha256(data).hexdigest(), "ops": named_by}
        rows += [line(named | {"data": base64.b64encode(data[at:at + PART]).decode()}) for at in range(0, len(data), PART)]
    return b"".join([*rows, line({"end": True})] if end else rows)


def whole(ops) -> bytes:
    """With the photo that the first of them names."""
    return export(*ops, blobs={PHOTO: [op_id(ops[0])]})


def load(client, file: bytes):
    """Hand the file to the server; the answer."""
    return client.post("/api/v1/sync/rescue", data=file, content_type="application/octet-stream")
