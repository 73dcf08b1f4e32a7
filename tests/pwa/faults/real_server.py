"""The real server for the phone under faults; it also tells what it holds.

    python tests/pwa/faults/real_server.py "2026-10-09 10:00" ["same ids"]

With "same ids" everybody and everything has the same id each time: phones that were written down know them.
prints one line of JSON like tests/pwa/real_server.py. Each line of its standard input is a JSON list of lane ids; the answer, a line of
JSON, is all that the server has from them: ops in ledger order, claims on blobs with whether the file is there and hashes right, numbers
that were lent with their fate, and how much is in quarantine.
"""

import hashlib
import itertools
import json
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from sqlalchemy import func, select  # noqa: E402

import tests.world  # noqa: E402
from fieldapp.store.base import db  # noqa: E402
from fieldapp.store.blobs import Claim  # noqa: E402
from fieldapp.store.ledger import Op, Quarantine  # noqa: E402
from fieldapp.store.numbers import Number, StrayNumber  # noqa: E402
from tests.pwa.real_server import serving  # noqa: E402


def held(lanes: list[str], blobs: Path) -> dict:
    ops = list(db.session.scalars(select(Op).where(Op.lane_id.in_(lanes)).order_by(Op.n)))
    claims = db.session.execute(select(Claim, Op.op_id).join(Op, Op.op_id == Claim.op_id).where(Op.lane_id.in_(lanes))).all()
    numbers = db.session.scalars(select(Number).where(Number.lane_id.in_(lanes)).order_by(Number.register_id, Number.n))
    strays = db.session.scalars(select(StrayNumber).where(StrayNumber.lane_id.in_(lanes)))
    return {
        "ops": [{"op_id": op.op_id, "lane_id": op.lane_id, "seq": op.lane_seq, "type": op.type, "verdict": op.verdict, "code": op.code,
                 "flags": [flag.code for flag in op.flags], "body": op.body, "hash": op.hash, "target_id": op.target_id} for op in ops],
        "claims": [{"op_id": claim.op_id, "sha256": claim.sha256, "filled": claim.filled_at is not None, "whole": _whole(claim.sha256, blobs)}
                   for claim, _ in claims],
        "numbers": [{"register": one.register_id, "n": one.n, "state": one.state, "op_id": one.op_id} for one in numbers],
        "strays": [one.n for one in strays],
        "quarantined": db.session.scalar(select(func.count()).select_from(Quarantine).where(Quarantine.lane_id.in_(lanes))),
    }


def _whole(sha256: str, blobs: Path) -> bool:
    found = [path for path in blobs.rglob(f"{sha256}*") if path.is_file()]
    return any(hashlib.sha256(path.read_bytes()).hexdigest() == sha256 for path in found)


def main(day: str) -> None:
    with serving(day) as (app, data):
        for line in sys.stdin:
            with app.app_context():
                print(json.dumps(held(json.loads(line), data / "blobs")), flush=True)  # noqa: T201


def same_ids() -> None:
    count = itertools.count(1)
    tests.world.uuid7 = lambda ms: str(uuid.UUID(int=(ms << 80) | (7 << 76) | (2 << 62) | next(count)))


if __name__ == "__main__":
    if sys.argv[2:] == ["same ids"]:
        same_ids()
    main(sys.argv[1])
