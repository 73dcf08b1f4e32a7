"""A squadron with thousands of cases: some reported as phones report, the rest copies of their rows under other ids.

Reporting ten thousand takes minutes and is measured elsewhere; a reader cannot tell copies from reports. Only for measuring: the copies
are in no lane and in no log.
"""

import sqlite3
import uuid
from contextlib import closing

from tests.e2e.installation import Installation
from tests.phone import Phone

ORIGINALS = 100
#: Places in the ledger from here on are copies'.
COPIES = 10_000_000
TEXT = "巡查发现门前人行道堆放木箱、塑料筐与三轮车，占道约六平方米，影响行人通行；已口头提醒店主，店主表示下午清理，请中队跟进。"
PLACE = {"lat_e7": 357991234, "lon_e7": 1129230000, "acc_cm": 1200, "fix_at": "2026-11-22T07:04:00Z", "source": "gps", "datum": "WGS84"}


def fill(server: Installation, reporter: Phone, wanted: int) -> None:
    """`wanted` cases, where `reporter`'s reports go."""
    ops = [reporter.report("HW01", text=f"第 {n} 处：{TEXT}", place=PLACE) for n in range(ORIGINALS)]
    told = reporter.sent(*[op for _case, op in ops])
    assert all(result["verdict"] == "applied" for result in told), told
    with closing(sqlite3.connect(server.data / "fieldapp.db", timeout=30)) as database, database:
        database.row_factory = sqlite3.Row
        for n in range(wanted - ORIGINALS):
            copy(database, ops[n % ORIGINALS][0], n)


def copy(database: sqlite3.Connection, case_id: str, n: int) -> None:
    """One more case like this one: its row, its op, its places on the feed."""
    new_case, new_op = str(uuid.uuid4()), str(uuid.uuid4())
    insert(database, "case", one(database, "case", "id", case_id) | {"id": new_case, "number": f"copy-{n}"})
    op = one(database, "op", "target_id", case_id)
    insert(database, "op", op | {"op_id": new_op, "n": COPIES + n, "lane_seq": COPIES + n, "target_id": new_case, "case_id": new_case})
    for entry in database.execute("SELECT * FROM scope_entry WHERE type = 'case' AND record_id = ?", [case_id]).fetchall():
        [head] = database.execute("UPDATE scope SET head = head + 1 WHERE id = ? RETURNING head", [entry["scope_id"]]).fetchone()
        insert(database, "scope_entry", dict(entry) | {"record_id": new_case, "seq": head})


def one(database: sqlite3.Connection, table: str, key: str, value: str) -> dict:
    return dict(database.execute(f'SELECT * FROM "{table}" WHERE {key} = ?', [value]).fetchone())


def insert(database: sqlite3.Connection, table: str, row: dict) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    database.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})', list(row.values()))
