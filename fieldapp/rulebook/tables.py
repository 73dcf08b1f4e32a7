"""Reading one TOML file of the rulebook so that every complaint can name its file and line.

tomllib keeps no positions, so a line is found by looking for the table's header and the key in the file's text.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn


class RulebookError(ValueError):
    """A mistake in the rulebook's files. Its text reads `file:line: what: why`."""

    def __init__(self, file: str, line: int, message: str):
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line = file, line


class Wrong(ValueError):
    """What a field's check raises; the table adds where it was."""


@dataclass(frozen=True)
class Field:
    """A key of a table: `check` returns the value to keep or raises Wrong. Not `required` = `default` when left out."""

    check: Callable[[Any], Any]
    required: bool = True
    default: Any = None


def optional(check: Callable[[Any], Any], default: Any = None) -> Field:
    return Field(check, required=False, default=default)


class Row(dict):
    """The checked values of one table, which remembers where it stands."""

    def __init__(self, values: Mapping[str, Any], table: "Table", name: str, index: int):
        super().__init__(values)
        self.table, self.name, self.index = table, name, index

    def fail(self, key: str, why: str, nth: int | None = None) -> NoReturn:
        """Raise for `key` of this row; `nth` picks the n-th inline table of a list (transitions)."""
        what = " ".join(str(self[k]) for k in ("code", "type", "id") if k in self)
        label = f"{self.name} {what}".strip()
        raise RulebookError(self.table.file, self.table.line(self.name, self.index, key, nth), f"{label}: {key}: {why}")


class Table:
    """One parsed file."""

    def __init__(self, path: Path, root: Path):
        self.file = path.relative_to(root).as_posix()
        try:
            self.text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise RulebookError(self.file, 0, "the file is missing") from None
        except UnicodeDecodeError as error:
            before = path.read_bytes()[: error.start]
            raise RulebookError(self.file, before.count(b"\n") + 1, "is not UTF-8") from None
        self.lines = self.text.splitlines()
        try:
            self.data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            raise RulebookError(self.file, int(found[1]) if found else max(len(self.lines), 1), f"not TOML: {error}") from None

    def only(self, *names: str) -> None:
        """Refuse a top-level table that nobody reads, and one that is missing."""
        for name in self.data:
            if name not in names:
                raise RulebookError(self.file, self.line(name, 0), f"unknown table [{name}]")
        for name in names:
            if name not in self.data:
                raise RulebookError(self.file, 1, f"table [{name}] is missing")

    def rows(self, name: str, fields: Mapping[str, Field]) -> list[Row]:
        """All `[[name]]` tables, checked against `fields`."""
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(raw, dict) for raw in found):
            raise RulebookError(self.file, self.line(name, 0), f"{name} must be written as [[{name}]]")
        return [self._check(name, index, raw, fields) for index, raw in enumerate(found)]

    def single(self, name: str, fields: Mapping[str, Field]) -> Row:
        """The one `[name]` table, checked against `fields`."""
        raw = self.data[name]
        if not isinstance(raw, dict):
            raise RulebookError(self.file, self.line(name, 0), f"{name} must be written as [{name}]")
        return self._check(name, 0, raw, fields)

    def _check(self, name: str, index: int, raw: dict[str, Any], fields: Mapping[str, Field]) -> Row:
        row = Row(raw, self, name, index)
        for key in raw:
            if key not in fields:
                row.fail(key, f"unknown key; known are {', '.join(fields)}")
        values: dict[str, Any] = {}
        for key, field in fields.items():
            if key not in raw:
                if field.required:
                    row.fail(key, "missing")
                values[key] = field.default
                continue
            try:
                values[key] = field.check(raw[key])
            except Wrong as wrong:
                nth = wrong.args[1] if len(wrong.args) > 1 else None
                row.fail(key, wrong.args[0], nth)
        return Row(values, self, name, index)

    def line(self, name: str, index: int, key: str | None = None, nth: int | None = None) -> int:
        """1-based line of the index-th table `name`, or of `key` in it when it can be found, or of the key's nth `{ … }` line."""
        header = re.compile(rf"^\s*\[\[?\s*{re.escape(name)}\s*\]\]?|^\s*{re.escape(name)}\s*=")
        starts = [n for n, text in enumerate(self.lines) if header.match(text)]
        if index >= len(starts):
            return 1
        start = starts[index]
        end = next((n for n in range(start + 1, len(self.lines)) if re.match(r"^\s*\[\[?\w", self.lines[n])), len(self.lines))
        if key is None:
            return start + 1
        wanted = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=')
        at = next((n for n in range(start, end) if wanted.match(self.lines[n])), start)
        if nth is not None:
            inline = [n for n in range(at + 1, end) if self.lines[n].lstrip().startswith("{")]
            at = inline[nth] if nth < len(inline) else at
        return at + 1
