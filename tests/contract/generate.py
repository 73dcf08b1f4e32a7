"""Write the generated contract files. `python -m tests.contract.generate` after a change of the rulebook.

rulebook.json is the wire as phones get it. The others are stories by the oracles beside this file, not by the code under test,
except the matrix of cases, which holds the two languages together where no story is told.
"""

import json
from itertools import product
from pathlib import Path
from random import Random

from fieldapp.domain.cases import Refused, judge
from fieldapp.rulebook import load
from tests.contract import oracle_deadlines, oracle_grids, oracle_time

HERE = Path(__file__).parent
#: A payload with which every need, choice and guard of every type is met.
FULL = {
    "category": "HW04", "source": "patrol", "fixed_on_spot": False, "text": "x", "reason": "x", "into": "c2", "to_unit": "sq2",
    "to_user": "ou", "result": "fixed", "ground": "minor", "review_on": "2027-01-01", "decision": "confirm",
    "basis": "clue", "party": {"name": "x"}, "officers": ["ou", "pei"], "cert_shown": True, "started_at": "2026-11-22T09:00:00+08:00",
    "ended_at": "2026-11-22T09:30:00+08:00", "findings": [], "document": "order_to_correct", "inspection_id": "i1", "items": [],
    "verify_code": "x", "about": [], "fields": {}, "method": "direct", "recipient": "x", "served_at": "2026-11-22T09:40:00+08:00",
    "seal": "pre_sealed", "present": True, "wanted": "2026-12-01", "request_op": "o1", "granted": True,
    "due_at": "2026-12-01T00:00:00+08:00",
}  # fmt: skip


def rulebook() -> dict:
    rules = load()
    return {"rulebook": rules.as_wire(), "categories": [c.as_wire() for c in rules.categories.values()]}


def matrix() -> dict:
    """Type → state → what each actor gets, by the actors of cases.json in their order; only where not all get the same."""
    told = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
    rules, found = load(), {}
    for op_type, state in product(rules.actions, dict.fromkeys(row.code for row in rules.state_rows)):
        row = [_answer(rules, op_type, actor, told["base"] | told["item"] | {"state": state}, told["facts"]) for actor in told["actors"].values()]
        if len(set(row)) > 1:
            found.setdefault(op_type, {})[state] = row
    return {"payload": FULL, "answers": found}


def _answer(rules, op_type: str, actor: dict, case: dict, facts: dict) -> str:
    try:
        return f"to {judge(rules, op_type, actor, case, FULL, facts).to}"
    except Refused as refused:
        return refused.code


def grids() -> dict:
    random, worlds = Random(35801129), []
    settings = [(12, oracle_grids.DONGCHENG, 20_000)] * 4 + [(8, oracle_grids.DONGCHENG, 40_000_000), (8, (0, 0), 850_000_000)]
    for n, middle, size in settings:
        worlds.append(_asked(random, oracle_grids.random_cells(random, n, middle, size), 40))
    worlds.append(_asked(random, oracle_grids.tiles(random, 5, 20_000), 120))
    return {"worlds": worlds}


def _asked(random: Random, cells: list[dict], n: int) -> dict:
    asked = []
    for lat, lon in oracle_grids.points(random, cells, n):
        acc_cm = random.choice([0, 800, 6_000, 50_000, 90_000])
        near = oracle_grids.near(cells, lat, lon, acc_cm)
        if near is not None:
            at = next((row["id"] for row in near if row["inside"]), None)
            asked.append({"lat_e7": lat, "lon_e7": lon, "acc_cm": acc_cm, "at": at, "near": near})
    return {"cells": cells, "asked": asked}


FILES = {
    "rulebook.json": rulebook,
    "cases_matrix.json": matrix,
    "grids_random.json": grids,
    "worktime_random.json": lambda: {"add": oracle_time.stories(Random(20260815), 300)},
    "deadlines_random.json": lambda: {"resolve": oracle_deadlines.stories(Random(20261010), 200)},
}


def as_text(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=None, separators=(",", ":"), sort_keys=False).replace("},{", "},\n{") + "\n"


if __name__ == "__main__":
    for name, make in FILES.items():
        (HERE / name).write_text(as_text(make()), encoding="utf-8")
