"""People from a table (CSV): each row is a person and a role; further rows of the same user name add roles. All or nothing."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.problems import Problem

from . import passwords, people, rights

NEEDED = ("username", "name", "role", "unit")
COLUMNS = (*NEEDED, "valid_from", "valid_to", "cert_no", "cert_fields", "cert_from", "cert_to")
#: What may stand between the names in cert_fields.
BETWEEN = str.maketrans("，,；;|/", "、、、、、、")


@dataclass(frozen=True)
class Bad:
    """What is wrong with a line of the file (counted from 1, the head included): the column and a code of the catalogue or of this file."""

    line: int
    column: str
    code: str
    hint: str = ""


class BadFile(Exception):
    """Nothing was taken; `bad` says why, line by line."""

    def __init__(self, bad: Iterable[Bad]):
        super().__init__("bad file")
        self.bad = tuple(bad)


@dataclass(frozen=True)
class Row:
    line: int
    username: str
    name: str
    role: str
    unit: str
    valid_from: date
    valid_to: date | None
    cert_no: str
    cert_fields: tuple[str, ...]
    cert_from: date | None
    cert_to: date | None


@dataclass(frozen=True)
class Newcomer:
    """Shown once: the password is kept nowhere."""

    username: str
    name: str
    password: str


def decoded(raw: bytes) -> str:
    """The text of a table saved by whatever program: UTF-8 with or without mark, else GB 18030. Raises BadFile."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile([Bad(1, "", "encoding")])


def read(text: str, today: date) -> list[Row]:
    """The rows, as far as they can be understood without the database. Raises BadFile naming every bad one."""
    table = csv.reader(io.StringIO(text, newline=""))
    head = [cell.strip() for cell in next(table, [])]
    wrong = [Bad(1, column, "column_missing") for column in NEEDED if column not in head]
    wrong += [Bad(1, cell, "column_unknown") for cell in head if cell not in COLUMNS or head.count(cell) > 1]
    if wrong:
        raise BadFile(wrong)
    rows, bad = [], []
    for cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            bad.append(Bad(table.line_num, "", "too_many_cells"))
            continue
        given = dict.fromkeys(COLUMNS, "") | {c: v.strip() for c, v in zip(head, cells, strict=False)}
        row = _row(table.line_num, given, today, bad)
        rows.append(row)
    if bad or not rows:
        raise BadFile(bad or [Bad(1, "", "empty")])
    return rows


def add_all(rows: list[Row], secrets: dict[str, tuple[str, str]], now: int) -> list[Newcomer]:
    """Make the people with their roles and certificates; returns them with their one-time passwords. Inside a transaction.

    `secrets` is what `one_time_passwords` gave. Raises BadFile naming every bad row; then the transaction must not be committed.
    """
    bad: list[Bad] = []
    made: dict[str, people.User | None] = {}
    for row in rows:
        if row.username not in made:
            made[row.username] = _tried(bad, row, lambda r=row: people.make(r.username, r.name, secrets[r.username][1], now))
        user = made[row.username]
        if user is None:
            continue
        if user.name != row.name:
            bad.append(Bad(row.line, "name", "other_name"))
        _tried(bad, row, lambda r=row, u=user: rights.give(u, r.role, r.unit, r.valid_from, r.valid_to, now),
               {"from": "valid_from", "to": "valid_to"})
        if row.cert_no:
            _tried(bad, row, lambda r=row, u=user: rights.certify(u, r.cert_no, list(r.cert_fields), r.cert_from, r.cert_to, now),
                   {"number": "cert_no", "fields": "cert_fields", "to": "cert_to"})
    if bad:
        raise BadFile(bad)
    return [Newcomer(u.username, u.name, secrets[u.username][0]) for u in made.values()]


def one_time_passwords(rows: list[Row]) -> dict[str, tuple[str, str]]:
    """User name → (password, hash). Slow on purpose, so done before the transaction."""
    new = {row.username: passwords.one_time() for row in rows}
    return {username: (password, passwords.hashed(password)) for username, password in new.items()}


def _row(line: int, given: dict[str, str], today: date, bad: list[Bad]) -> Row:
    def day(column: str) -> date | None:
        """2026-03-01, or 2026/3/1 as spreadsheets write it."""
        try:
            return date(*map(int, given[column].replace("/", "-").split("-"))) if given[column] else None
        except (ValueError, TypeError):
            bad.append(Bad(line, column, "bad_date"))
            return None

    bad += [Bad(line, column, "empty_cell") for column in ("username", "name", "role") if not given[column]]
    certificate = ("cert_no", "cert_fields", "cert_from", "cert_to")
    if any(given[c] for c in certificate):
        bad += [Bad(line, column, "empty_cell") for column in certificate if not given[column]]
    fields = tuple(word.strip() for word in given["cert_fields"].translate(BETWEEN).split("、") if word.strip())
    return Row(line, given["username"].lower(), given["name"], given["role"], given["unit"], day("valid_from") or today, day("valid_to"),
               given["cert_no"], fields, day("cert_from"), day("cert_to"))


def _tried(bad: list[Bad], row: Row, work: Callable, columns: dict[str, str] | None = None):
    """What `work` gives, or None after noting on which column its Problem lies."""
    try:
        return work()
    except Problem as problem:
        field = problem.details.get("field") or next(iter(problem.details), "")
        bad.append(Bad(row.line, (columns or {}).get(field, field), problem.code, problem.details.get("hint", "")))
        return None
