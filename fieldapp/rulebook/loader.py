"""Strict loading: what the files say, checked against each other, or a RulebookError with file and line."""

import datetime
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fieldapp.rulebook import spec
from fieldapp.rulebook.calendars import load_calendars
from fieldapp.rulebook.category_files import load_categories
from fieldapp.rulebook.document_files import load_documents, load_issuer
from fieldapp.rulebook.ladder_file import load_ladder
from fieldapp.rulebook.model import Rulebook
from fieldapp.rulebook.rows import Action, Department, Flag, Power, Role, Source, State, Transition
from fieldapp.rulebook.tables import Field, Row, Table
from fieldapp.rulebook.validity import check_validity

HERE = Path(__file__).parent


@cache
def load(root: Path = HERE) -> Rulebook:
    """The rulebook in `root` (ours by default), read once a process.

    Raises RulebookError, whose text is `file:line: row: key: why`, for anything unknown, missing, doubled, overlapping or
    of the wrong type.
    """
    roles = _named(root, "roles.toml", "role", spec.ROLE, Role)
    states = _states(root)
    sources = _named(root, "sources.toml", "source", spec.SOURCE, Source)
    departments = _named(root, "departments.toml", "department", spec.DEPARTMENT, Department, key="zh")
    powers = _powers(root)
    groups, categories = load_categories(root, powers={p.code for p in powers}, departments=departments)
    issuer = load_issuer(root)
    return Rulebook(
        roles=roles,
        state_rows=states,
        sources=sources,
        flags=_named(root, "flags.toml", "flag", spec.FLAG, Flag),
        departments=departments,
        groups=groups,
        actions=_actions(root, roles, states),
        clocks=_clocks(root),
        calendars=load_calendars(root / "calendars", root),
        issuer=issuer,
        documents=load_documents(root, issuer),
        ladder=load_ladder(root),
        category_rows=categories,
        power_rows=powers,
    )


def _table(root: Path, file: str, *names: str) -> Table:
    table = Table(root / file, root)
    table.only(*names)
    return table


def _by_code(rows: Iterable[Row], key: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row[key] in found:
            row.fail(key, "is there twice")
        found[row[key]] = row
    return found


def _named(root: Path, file: str, name: str, fields: Mapping[str, Field], make: Callable[..., Any], key: str = "code") -> dict[str, Any]:
    rows = _by_code(_table(root, file, name).rows(name, fields), key)
    return {code: make(**row) for code, row in rows.items()}


def _states(root: Path) -> tuple[State, ...]:
    rows = _table(root, "states.toml", "state").rows("state", spec.STATE)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row["of"], row["code"]) in seen:
            row.fail("code", "is there twice")
        seen.add((row["of"], row["code"]))
    return tuple(State(**row) for row in rows)


def _powers(root: Path) -> tuple[Power, ...]:
    rows = _table(root, "powers.toml", "power").rows("power", spec.POWER)
    check_validity(rows, "code")
    return tuple(Power(**row) for row in sorted(rows, key=lambda row: row["valid_from"]))


def _clocks(root: Path) -> dict[str, Any]:
    row = _table(root, "clocks.toml", "clocks").single("clocks", spec.CLOCKS)
    try:
        zone = zoneinfo.ZoneInfo(row["zone"])
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        row.fail("zone", f"unknown time zone {row['zone']}")
    want = datetime.timedelta(minutes=row["utc_offset_min"])
    for year in range(2000, 2038):
        for month in range(1, 13):
            if datetime.datetime(year, month, 1, tzinfo=zone).utcoffset() != want:
                row.fail("utc_offset_min", f"{row['zone']} is not always {row['utc_offset_min']} minutes ahead of UTC")
    if row["immediate"]["unit"] not in ("hour", "working_hour"):
        row.fail("immediate", "must be counted in hours")
    return dict(row) | {"hours": [list(span) for span in row["hours"]]}


def _actions(root: Path, roles: Mapping[str, Role], states: Iterable[State]) -> dict[str, Action]:
    rows = _by_code(_table(root, "actions.toml", "action").rows("action", spec.ACTION), "type")
    return {code: _action(row, roles, states) for code, row in rows.items()}


def _action(row: Row, roles: Mapping[str, Role], all_states: Iterable[State]) -> Action:
    for field in row["choices"]:
        if field not in row["needs"]:
            row.fail("choices", f"{field} is not among needs")
    states = {state.code for state in all_states if state.of in row["target"]}
    for n, step in enumerate(row["transitions"]):
        for state in step["from"]:
            if state not in states and step["from"] != ("*",):
                row.fail("transitions", f"from: unknown state {state}", n)
        if step["to"] is not None and step["to"] not in states:
            row.fail("transitions", f"to: unknown state {step['to']}", n)
        for who in step["by"]:
            if who not in roles and who not in spec.TOKENS:
                row.fail("transitions", f"by: unknown role {who}", n)
        field, is_value, value = (step["when"] or "").partition("=")
        if is_value and value not in row["choices"].get(field, ()):
            row.fail("transitions", f"when: {value} is not among the choices of {field}", n)
    steps = tuple(Transition(sources=s["from"], to=s["to"], by=s["by"], when=s["when"], guards=s["guards"]) for s in row["transitions"])
    rest = {key: value for key, value in row.items() if key != "target"}
    return Action(**(rest | {"targets": row["target"], "transitions": steps}))
