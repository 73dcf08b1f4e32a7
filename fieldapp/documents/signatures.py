"""Signatures: which picture stands on which line of a paper.

An op that issues or serves a paper names its signatures as files of role `signature`, and says in `signatures`
[{who, sha256}] whose each is. One that does not say it is placed only where there is no doubt: as many as officers sign when it
is issued, or the one of the party (of the witness) when it is served. A signature on a wrong line would be worse than none.
"""

import json
from collections.abc import Sequence

from fieldapp.store.blobs import Claim
from fieldapp.store.ledger import Op

from .layout import Block

ROLE = "signature"
SERVED = (".serve",)


def signed_on(blocks: Sequence[Block], ops: Sequence[Op], claims: Sequence[Claim]) -> dict[str, str]:
    """{who: sha256} of the signatures that are on the server. `ops` in the order they were made, `claims` of all of them."""
    lines = [b.who for b in blocks if b.kind == "sign" and b.who and b.who != "seal"]
    there = {(c.op_id, c.sha256) for c in claims if c.role == ROLE and c.filled_at is not None}
    found: dict[str, str] = {}
    for op in ops:
        files = [blob["sha256"] for blob in json.loads(op.body).get("blobs", ()) if blob.get("role") == ROLE]
        for who, sha256 in _said(op, files) or _certain(op, files, lines):
            if who in lines and (op.op_id, sha256) in there:
                found.setdefault(who, sha256)
    return found


def _said(op: Op, files: Sequence[str]) -> list[tuple[str, str]]:
    rows = op.payload.get("signatures")
    return [(row.get("who"), row["sha256"]) for row in rows if isinstance(row, dict) and row.get("sha256") in files] if isinstance(rows, list) else []


def _certain(op: Op, files: Sequence[str], lines: Sequence[str]) -> list[tuple[str, str]]:
    served = op.type.endswith(SERVED)
    wanted = [who for who in lines if who.startswith("officer") != served]
    return list(zip(wanted, files, strict=True)) if len(files) == len(wanted) else []
