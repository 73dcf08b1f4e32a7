"""What the log's Merkle tree costs each op that is pushed: the same pushes with and without it, in one run, one after the other.

    .venv/bin/python bench/ledger_tree.py

In one process on SQLite (WAL, synchronous=FULL), from the HTTP request to the answer: signature, judging, ledger, feed, commit. Without the
tree means that its last step is left out. Then the same with LARGE leaves in the tree: the cost must not grow with it. Ratios count.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fieldapp.domain import merkle  # noqa: E402
from fieldapp.store import log_tree  # noqa: E402
from fieldapp.store.base import db  # noqa: E402
from fieldapp.store.transaction import transaction  # noqa: E402
from fieldapp.sync.ledger_log import consistency, current, inclusion  # noqa: E402
from tests.clock import Clock  # noqa: E402
from tests.conftest import build_app, settings_for  # noqa: E402
from tests.phone import Phone, op_id  # noqa: E402
from tests.world import PASSWORD, build_world  # noqa: E402

ROUNDS, BATCH, LARGE, CHUNK = 20, 20, 100_000, 5_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        app = build_app(settings_for(Path(folder), f"sqlite:///{folder}/bench.db"), clock)
        with app.app_context():
            db.create_all()
            build_world()
            phone = Phone(app.test_client(), "shen", PASSWORD, clock)
            push(phone, 2 * BATCH)
            print(f"ms per op, medians of {ROUNDS} rounds of {BATCH} ops pushed singly")
            compare(phone, "tree of few leaves")
            grow(op_id_of(phone), LARGE)
            compare(phone, f"tree of {current().head.size:,} leaves")
            proofs()
            db.session.remove()
            db.engine.dispose()


def push(phone: Phone, n: int) -> float:
    ops = [phone.report()[1] for _ in range(n)]
    began = time.perf_counter()
    for op in ops:
        phone.sent(op)
    return (time.perf_counter() - began) / n * 1000


def op_id_of(phone: Phone) -> str:
    op = phone.report()[1]
    phone.sent(op)
    return op_id(op)


def compare(phone: Phone, name: str) -> None:
    """The two in turn, each first in every second round: what else the machine does falls on both."""
    with_tree, without, flush = [], [], log_tree.flush
    for n in range(ROUNDS):
        for bare in (n % 2 == 0, n % 2 == 1):
            log_tree.flush = log_tree.forget if bare else flush
            (without if bare else with_tree).append(push(phone, BATCH))
    log_tree.flush = flush
    a, b = statistics.median(with_tree), statistics.median(without)
    print(f"{name:28} with {a:6.2f} ({min(with_tree):.2f}–{max(with_tree):.2f})   without {b:6.2f} ({min(without):.2f}–{max(without):.2f})"
          f"   ratio {a / b:.3f}   difference {a - b:+.2f}")


def grow(op: str, n: int) -> None:
    """Many leaves about one op, by the very code that appends one."""
    began = time.perf_counter()
    for start in range(0, n, CHUNK):
        with transaction() as session:
            log_tree._write(session.connection(), [(op, f"{start + i:064x}", "applied", i) for i in range(CHUNK)])
    print(f"{'appending alone':28} {(time.perf_counter() - began) / n * 1000:.4f} ms a leaf, in transactions of {CHUNK:,}")


def proofs() -> None:
    size, times = current().head.size, {"inclusion": [], "consistency": []}
    for n in range(200):
        place = (n * 7919) % (size - 1) + 1
        for name, proof in (("inclusion", inclusion), ("consistency", consistency)):
            began = time.perf_counter()
            found = proof(place, size)
            times[name].append((time.perf_counter() - began) * 1000)
            assert len(found) <= size.bit_length() + 1
    assert merkle.EMPTY.hex() != current().head.root.hex()
    for name, took in times.items():
        print(f"{'proof of ' + name:28} {statistics.median(took):.2f} ms")


if __name__ == "__main__":
    main()
