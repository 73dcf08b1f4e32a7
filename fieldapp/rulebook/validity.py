"""Rows of one code may follow each other in time; they must not overlap, or nobody knows which counts."""

from collections.abc import Iterable

from fieldapp.rulebook.tables import Row


def check_validity(rows: Iterable[Row], key: str) -> None:
    """RulebookError when a row ends before it begins, or two rows with the same `key` share a day."""
    seen: dict[str, list[Row]] = {}
    for row in rows:
        if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]:
            row.fail("valid_to", f"{row['valid_to']} is before valid_from {row['valid_from']}")
        for other in seen.setdefault(row[key], []):
            if _until(other) >= row["valid_from"] and _until(row) >= other["valid_from"]:
                span = f"{other['valid_from']} to {other['valid_to'] or 'further notice'}"
                row.fail("valid_from", f"overlaps another row of {row[key]}, valid from {span}")
        seen[row[key]].append(row)


def _until(row: Row) -> str:
    return row["valid_to"] or "9999-12-31"
