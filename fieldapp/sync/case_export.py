"""One case as a folder that can be checked without a server (protocol 8): the signed texts of its ops, lane keys, proofs, photos.

    ops/<n>-<op id>.json   {body, hash, sig, leaves: [{index, verdict, at, proof}]}: the exact text as signed, and its places in the log
    lanes.json             {lane id: {nonce, jwk, user_id, user, at_desk, head: {seq, hash}}}
    checkpoint.note, keys.txt   the log's signed head, and who signs
    blobs/<sha256>.<suffix>     photos and signatures as they were taken
    index.json, index.note      every file with its hash, what is withheld and why; its hash signed by the log's keys

`tools/verify_export.py` checks it with Python's standard library and `cryptography`.
"""

import hashlib
import json
import zipfile
from pathlib import Path

from fieldapp.domain.problems import Problem
from fieldapp.store.blobs import Claim, claims_of_op
from fieldapp.store.cases import Case, case, names_of
from fieldapp.store.devices import Lane, lane
from fieldapp.store.files import Files
from fieldapp.store.ledger import Op, ops_of_cases, ops_of_targets
from fieldapp.store.transaction import snapshot

from .ledger_log import Given, checkpoint, leaves
from .log_key import signed

KIND, FORMAT = "fieldapp-case-export", 1
PARTY = "party"
SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


class Exported:
    """What went in: counts, and the blobs that are named and not there."""

    def __init__(self, ops: int, blobs: int, withheld: list[dict]):
        self.ops, self.blobs, self.withheld = ops, blobs, withheld


def export_case(case_id: str, target: Path, files: Files, keys: tuple[str, ...], now: int) -> Exported:
    """Write the ZIP at `target`, of one moment of the database. Raises Problem `not_found` for an unknown case."""
    with snapshot():
        about = case(case_id)
        if about is None:
            raise Problem("not_found")
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
            return _write(Folder(archive), about, files, checkpoint(keys), keys, now)


class Folder:
    """The archive as it is written: what each file's bytes were."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive, self.files = archive, {}

    def put(self, name: str, data: bytes, *, packed: bool = True) -> None:
        self.archive.writestr(name, data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
        self.files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def ops_of(case_id: str) -> list[Op]:
    """All that was ever said about a case and what hangs on it, in the order of the ledger, with the decisions on that."""
    own = ops_of_cases([case_id])[case_id]
    found = {op.op_id: op for op in [*own, *ops_of_targets({case_id, *(op.op_id for op in own)})]}
    return sorted(found.values(), key=lambda op: op.n)


def _write(folder: Folder, about: Case, files: Files, given: Given, keys: tuple[str, ...], now: int) -> Exported:
    head, ops = given.checkpoint.head, ops_of(about.id)
    lanes = {lane_id: lane(lane_id) for lane_id in sorted({op.lane_id for op in ops})}
    names = names_of(one.user_id for one in lanes.values())
    for n, op in enumerate(ops, 1):
        folder.put(f"ops/{n:04d}-{op.op_id}.json", _json({"body": op.body, "hash": op.hash, "sig": op.sig, "leaves": leaves(op, head.size)}))
    folder.put("lanes.json", _json({lane_id: _lane(one, names) for lane_id, one in lanes.items()}))
    folder.put("checkpoint.note", given.note.encode())
    folder.put("keys.txt", "".join(f"{key}\n" for key in given.keys).encode())
    blobs, withheld = _blobs(folder, ops, files)
    index = _json({
        "kind": KIND, "format": FORMAT, "case": {"id": about.id, "number": about.number, "title": about.title}, "made_at": now,
        "log": {"origin": head.origin, "size": head.size, "root": head.root.hex()}, "ops": [op.op_id for op in ops], "withheld": withheld,
        "files": folder.files})
    text = f"{head.origin}/export\n{about.id}\n{hashlib.sha256(index).hexdigest()}\n"
    folder.put("index.json", index)
    folder.put("index.note", signed(text, head.origin, keys).encode())
    return Exported(len(ops), blobs, withheld)


def _lane(one: Lane, names: dict[str, str]) -> dict:
    return {"nonce": one.nonce, "jwk": one.jwk, "user_id": one.user_id, "user": names.get(one.user_id, ""), "at_desk": one.at_desk,
            "head": {"seq": one.head_seq, "hash": one.head_hash}}


def _blobs(folder: Folder, ops: list[Op], files: Files) -> tuple[int, list[dict]]:
    """(how many were put in, what was not and why). Personal data (role party) stays with the office."""
    withheld, named = [], {}
    for op in ops:
        for claim in claims_of_op(op.op_id):
            why = _why_not(claim, files)
            if why is None:
                named.setdefault(claim.sha256, SUFFIX.get(claim.mime, ".bin"))
            else:
                withheld.append({"sha256": claim.sha256, "op_id": op.op_id, "role": claim.role, "why": why})
    for sha256, suffix in sorted(named.items()):
        folder.put(f"blobs/{sha256}{suffix}", files.path(sha256).read_bytes(), packed=False)
    return len(named), [one for one in withheld if one["sha256"] not in named]


def _why_not(claim: Claim, files: Files) -> str | None:
    if claim.role == PARTY:
        return "personal"
    if claim.filled_at is None:
        return "not_arrived"
    return None if files.has(claim.sha256) else "lost"


def _json(what) -> bytes:
    return json.dumps(what, ensure_ascii=False, indent=1).encode() + b"\n"
