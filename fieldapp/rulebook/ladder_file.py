"""The ladder of alerts (提醒升级): ladder.toml, kept in wire form as `domain.ladder` takes it."""

from pathlib import Path
from typing import Any

from fieldapp.rulebook import spec
from fieldapp.rulebook.tables import Row, Table


def load_ladder(root: Path) -> dict[str, Any]:
    """`{quiet, rungs}`. RulebookError for a rung that is there twice, or whose moment is said in no way or in two."""
    table = Table(root / "ladder.toml", root)
    table.only("quiet", "rung")
    quiet = table.single("quiet", spec.QUIET)
    if quiet["from"] == quiet["to"]:
        quiet.fail("to", "quiet hours that end when they begin")
    rows = table.rows("rung", spec.RUNG)
    codes: set[str] = set()
    for row in rows:
        if row["code"] in codes:
            row.fail("code", "is there twice")
        codes.add(row["code"])
        _check_moment(row)
    return {"quiet": dict(quiet), "rungs": [_plain(row) for row in rows]}


def _check_moment(row: Row) -> None:
    when = row["when"]
    ways = [way for way in ("days", "hours", "working_days") if when[way] is not None]
    if len(ways) != 1:
        row.fail("when", "needs one of days, hours, working_days")
    if (when["at"] is not None) != (ways == ["days"]):
        row.fail("when", "at belongs to days, and only to them")
    if when["from"] == "asked" and ways == ["days"]:
        row.fail("when", "days are counted from a deadline only")
    if "attester" in row["to"] and when["from"] != "asked":
        row.fail("to", "attester: nobody was asked for a deadline")


def _plain(row: Row) -> dict[str, Any]:
    when = {key: value for key, value in row["when"].items() if value is not None}
    return dict(row) | {"when": when, "to": list(row["to"]), "channel": list(row["channel"])}
