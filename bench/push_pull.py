"""1000 reports pushed in batches of 100, and pulled in pages of 500, beside a floor in the same run.

    .venv/bin/python bench/push_pull.py

The floor of a push is one SQLite transaction per op with the same bytes and the same durability (WAL, synchronous=FULL), on the
same disk and by the same Python: no network, no signature, no judging, no feed. The floor of a pull is one SELECT of 500 of those
rows, read as JSON and written as JSON. Server and client share the machine's cores. Ratios within one run count, not the absolute times.
"""

import hashlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.e2e.installation import Installation, seed  # noqa: E402
from tests.e2e.wire import Client, now  # noqa: E402
from tests.e2e.world import World  # noqa: E402
from tests.phone import Phone  # noqa: E402

REPORTS, BATCH, PAGE, PULLS = 1000, 100, 500, 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        world = World(data, seed(data))
        server = Installation(data).start()
        try:
            sender = phone_of(server, world.account("patroller", "二中队"))
            batches = [[sender.report("HW01", text=f"第 {b * BATCH + n} 件")[1] for n in range(BATCH)] for b in range(REPORTS // BATCH)]
            floor = Floor(data / "floor.db")
            pushes, inserts = interleaved(batches, lambda batch: push(sender, batch), floor.insert)
            pulls, selects = interleaved(range(PULLS), lambda _: pull(server, world), lambda _: floor.select())
        finally:
            server.stop()
    print(f"medians (least–most) in ms; {REPORTS} reports in batches of {BATCH}, pages of {PAGE}")
    show(f"push of {BATCH}", pushes, "one transaction per op", inserts)
    show(f"pull of {PAGE}", pulls, "SELECT and JSON", selects)


def phone_of(server: Installation, account: dict) -> Phone:
    return Phone(Client(server.origin), account["username"], account["password"], now)


def push(phone: Phone, batch: list[dict]) -> float:
    began = time.perf_counter()
    results = phone.sent(*batch)
    took = time.perf_counter() - began
    assert [r["verdict"] for r in results] == ["applied"] * len(batch), results
    return took


def pull(server: Installation, world: World) -> float:
    """The first page of a colleague's empty phone."""
    phone = phone_of(server, world.account("officer", "二中队"))
    asked = {"cursors": {}, "limit": PAGE, "build": "bench",
             "lane": {"seq": 0, "pending_ops": 0, "pending_blobs": 0, "oldest_pending_at": None}}
    began = time.perf_counter()
    answer = phone.client.post("/api/v1/sync/pull", json=asked)
    took = time.perf_counter() - began
    assert sum(len(scope["records"]) for scope in answer.json["scopes"]) == PAGE, answer.text[:500]
    return took


class Floor:
    """A table of rows and nothing else."""

    def __init__(self, path: Path):
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE op (id TEXT PRIMARY KEY, body TEXT, sig TEXT)")

    def insert(self, batch: list[dict]) -> float:
        began = time.perf_counter()
        for op in batch:
            self.database.execute("BEGIN IMMEDIATE")
            self.database.execute("INSERT INTO op VALUES (?, ?, ?)", (hashlib.sha256(op["body"].encode()).hexdigest(), op["body"], op["sig"]))
            self.database.execute("COMMIT")
        return time.perf_counter() - began

    def select(self) -> float:
        began = time.perf_counter()
        rows = self.database.execute("SELECT body FROM op LIMIT ?", (PAGE,)).fetchall()
        json.dumps([json.loads(body) for (body,) in rows])
        return time.perf_counter() - began


def interleaved(rounds, *measured: Callable) -> list[list[float]]:
    """Times in seconds of each, one round after the other, so that a busy minute falls on all."""
    times: list[list[float]] = [[] for _ in measured]
    for one in rounds:
        for kept, measure in zip(times, measured, strict=True):
            kept.append(measure(one))
    return times


def show(name: str, ours: list[float], floor_name: str, floor: list[float]) -> None:
    for label, times in ((name, ours), (f"floor: {floor_name}", floor)):
        print(f"{label:32} {statistics.median(times) * 1000:8.1f} ({min(times) * 1000:.1f}–{max(times) * 1000:.1f})  n={len(times)}")
    print(f"{'ratio':32} {statistics.median(ours) / statistics.median(floor):8.1f}\n")


if __name__ == "__main__":
    main()
